// What notifications say. The words of the dialog in which they are chosen: alerts_dialog.ts. No part of the first load.

export const alertsRu = {
  kinds: {
    waiting: "Новое в\u00a0очереди",
    mine: "Сообщение в\u00a0моём диалоге",
    others: "Сообщение в\u00a0чужом диалоге",
    called: "Мне передали диалог, упомянули меня или\u00a0вернулся отложенный",
  },
  missed: (messages: string) => `Пока не\u00a0было связи: ${messages}`,
  hidden: "Откройте панель, чтобы прочесть.",
  handedToMe: "Вам передали диалог",
  handedTo: (department: string) => `Передан диалог: ${department}`,
  returned: "Диалог вернулся в\u00a0очередь",
  awake: "Вернулся отложенный диалог",
  calledBy: (name: string) => `От\u00a0кого: ${name}`,
  byRule: (rule: string) => `По\u00a0правилу «${rule}»`,
};

export const alertsEn: typeof alertsRu = {
  kinds: {
    waiting: "New in the queue",
    mine: "A message in a conversation of mine",
    others: "A message in a colleague's conversation",
    called: "A conversation was handed over to me or woke up, or a note mentions me",
  },
  missed: (messages) => `While the link was down: ${messages}`,
  hidden: "Open the panel to read it.",
  handedToMe: "A conversation was handed over to you",
  handedTo: (department) => `A conversation was handed over: ${department}`,
  returned: "A conversation is back in the queue",
  awake: "A snoozed conversation is back",
  calledBy: (name) => `From ${name}`,
  byRule: (rule) => `By the rule “${rule}”`,
};
