// The words of «Распределение», and of an operator's limit.

export const workRu = {
  title: "Распределение",
  lead: "Кому сервер передаёт диалоги из\u00a0очереди. Получают те, кто в\u00a0сети, на\u00a0месте и\u00a0не\u00a0достиг своего предела; диалоги направления\u00a0— его сотрудники.",
  empty: "Вы пока не\u00a0работаете ни\u00a0на\u00a0одном сайте. Добавить вас на\u00a0сайт может администратор.",
  site: "Сайт",
  leaveAsk: (site: string) => `Распределение сайта «${site}» не\u00a0сохранено. Уйти без\u00a0него?`,
  mode: "Как передавать",
  modes: {
    off: { name: "Никак", hint: "Сотрудники берут диалоги из\u00a0очереди сами." },
    evenly: { name: "Поровну", hint: "По\u00a0очереди: тому, кто дольше всех ничего не\u00a0получал." },
    load: { name: "По\u00a0загрузке", hint: "Тому, у\u00a0кого меньше открытых диалогов." },
    last: {
      name: "Знакомому",
      hint: "Тому, кто отвечал этому посетителю последним; если он\u00a0занят или\u00a0его нет, по\u00a0загрузке.",
    },
  },
  minutes: "Возвращать в\u00a0очередь через, минут",
  minutesHint:
    "Если сотрудник столько времени не\u00a0в\u00a0сети, а\u00a0посетитель ждёт ответа. От\u00a01 до\u00a060. Пусто: не\u00a0возвращать.",
  limitsHint: "Сколько диалогов сразу передавать каждому, задают на\u00a0странице сотрудника.",
  wrong: "Не\u00a0принято: целое число минут от\u00a01 до\u00a060.",
  saved: "Сохранено и\u00a0уже действует.",
  limit: "Предел диалогов",
  limitField: "Диалогов сразу",
  limitHint:
    "Столько открытых диалогов сразу передаёт ему сервер, от\u00a00 до\u00a0100. Пусто: без\u00a0предела, 0: не\u00a0передавать. Взять самому можно сверх предела.",
  limitSave: "Сохранить предел",
  limitSaved: "Предел сохранён.",
  limitNone: "без\u00a0предела",
  limitWrong: "Предел не\u00a0принят: целое число от\u00a00 до\u00a0100.",
};

export const workEn: typeof workRu = {
  title: "Distribution",
  lead: "To whom the server gives conversations from the queue: to those who are online, not away, and below their limit; a department's go to its members.",
  empty: "You do not work on any site yet. An administrator can add you to one.",
  site: "Site",
  leaveAsk: (site) => `The distribution of ${site} is not saved. Leave without it?`,
  mode: "How to give",
  modes: {
    off: { name: "Not at all", hint: "Operators take conversations from the queue themselves." },
    evenly: { name: "Evenly", hint: "In turns: to whoever was given nothing for the longest time." },
    load: { name: "By load", hint: "To whoever has the fewest open conversations." },
    last: {
      name: "To whom the visitor knows",
      hint: "To whoever answered this visitor last; by load where that one is busy or not there.",
    },
  },
  minutes: "Return to the queue after, minutes",
  minutesHint:
    "When the operator has been offline for so long and the visitor waits for an answer. 1 to 60. Empty: never.",
  limitsHint: "How many at once are given to each operator is set on the operator's page.",
  wrong: "Not accepted: a whole number of minutes, 1 to 60.",
  saved: "Saved, and in force.",
  limit: "Limit of chats",
  limitField: "Chats at once",
  limitHint:
    "So many open conversations at once are given to them by the server, 0 to 100. Empty: no limit, 0: none. They may take more themselves.",
  limitSave: "Save the limit",
  limitSaved: "The limit is saved.",
  limitNone: "no limit",
  limitWrong: "The limit was not accepted: a whole number, 0 to 100.",
};
