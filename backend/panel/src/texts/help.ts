// The words of the list of keys. No part of the first load.

export const helpRu = {
  open: "Открыть диалог",
  send: "Отправить",
  newLine: "Новая строка",
  note: "Одиночные клавиши работают, пока вы не\u00a0пишете в\u00a0поле.",
  sending: "Отправлять сообщение",
  byEnter: "Enter отправляет",
  byMod: (mod: string) => `${mod}\u00a0+\u00a0Enter отправляет`,
  kept: "Выбор хранится в\u00a0этом браузере.",
};

export const helpEn: typeof helpRu = {
  open: "Open the conversation",
  send: "Send",
  newLine: "New line",
  note: "Single keys work while you are not typing in a field.",
  sending: "Send a message",
  byEnter: "Enter sends",
  byMod: (mod) => `${mod}\u00a0+\u00a0Enter sends`,
  kept: "The choice is kept in this browser.",
};
