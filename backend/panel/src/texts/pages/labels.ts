// The words of «Метки и итоги» and of «Норма ответа».

const wrongRu: Readonly<Record<string, string>> = {
  name: "У\u00a0каждого слова есть название: одной строкой, до\u00a040\u00a0знаков, и\u00a0два одинаковых в\u00a0списке не\u00a0нужны.",
  other: "Слова не\u00a0приняты: предлагать можно не\u00a0больше ста меток и\u00a0ста итогов.",
};

const wrongEn: Readonly<Record<string, string>> = {
  name: "Each word has a name: one line, up to 40\u00a0characters, and no two of a list are the same.",
  other: "The words were not accepted: at most a hundred tags and a hundred results can be offered.",
};

export const labelsRu = {
  title: "Метки и\u00a0итоги",
  lead: "Метками помечают диалоги, чтобы потом их найти. С\u00a0итогом диалог закрывают. Посетители не\u00a0видят ни\u00a0того, ни\u00a0другого.",
  empty: "Вы пока не\u00a0работаете ни\u00a0на\u00a0одном сайте. Добавить вас на\u00a0сайт может администратор.",
  site: "Оператор персональных данных",
  leaveAsk: (name: string) => `Изменения меток «${name}» не\u00a0сохранены. Уйти без\u00a0них?`,
  tag: {
    title: "Метки",
    none: "Меток пока нет. Например: «VIP», «Возврат».",
    add: "Добавить метку",
  },
  result: {
    title: "Итоги",
    none: "Итогов пока нет: диалоги закрывают без\u00a0них. Например: «Решено», «Продажа», «Спам».",
    add: "Добавить итог",
  },
  name: "Название",
  newOne: "новое слово",
  colour: "Цвет",
  colours: {
    grey: "Серый",
    red: "Красный",
    amber: "Янтарный",
    green: "Зелёный",
    teal: "Бирюзовый",
    blue: "Синий",
    violet: "Фиолетовый",
    pink: "Розовый",
  },
  up: (name: string) => `Выше: ${name}`,
  down: (name: string) => `Ниже: ${name}`,
  archive: "В\u00a0архив",
  archiveOf: (name: string) => `В\u00a0архив: ${name}`,
  archived: "В\u00a0архиве",
  archivedLead: "Не\u00a0предлагаются, но\u00a0на\u00a0диалогах остаются.",
  restore: "Вернуть",
  restoreOf: (name: string) => `Вернуть из\u00a0архива: ${name}`,
  unsaved: "Есть несохранённые изменения.",
  saved: "Сохранено: сотрудники уже видят новые слова.",
  wrong: wrongRu,
};

export const labelsEn: typeof labelsRu = {
  title: "Tags and results",
  lead: "Tags are put on conversations to find them again. A conversation is closed with a result. Visitors see neither.",
  empty: "You do not work on any site yet. An administrator can add you to one.",
  site: "Controller of personal data",
  leaveAsk: (name) => `Changes to the labels of ${name} are not saved. Leave without them?`,
  tag: {
    title: "Tags",
    none: "No tags yet. For example: VIP, Return.",
    add: "Add a tag",
  },
  result: {
    title: "Results",
    none: "No results yet: conversations are closed without. For example: Solved, Sale, Spam.",
    add: "Add a result",
  },
  name: "Name",
  newOne: "new word",
  colour: "Colour",
  colours: {
    grey: "Grey",
    red: "Red",
    amber: "Amber",
    green: "Green",
    teal: "Teal",
    blue: "Blue",
    violet: "Violet",
    pink: "Pink",
  },
  up: (name) => `Move up: ${name}`,
  down: (name) => `Move down: ${name}`,
  archive: "Archive",
  archiveOf: (name) => `Archive: ${name}`,
  archived: "Archived",
  archivedLead: "Not offered any more; conversations keep them.",
  restore: "Restore",
  restoreOf: (name) => `Restore: ${name}`,
  unsaved: "There are unsaved changes.",
  saved: "Saved: operators see the new words now.",
  wrong: wrongEn,
};

export const goalsRu = {
  title: "Норма ответа",
  lead: "Кто ждёт ответа дольше, отмечен красным и\u00a0значком, а\u00a0кому осталась четверть нормы\u00a0— жёлтым. Если у\u00a0сайта заданы часы работы («Виджет»), считаются только\u00a0они.",
  empty: "Вы пока не\u00a0работаете ни\u00a0на\u00a0одном сайте. Добавить вас на\u00a0сайт может администратор.",
  site: "Сайт",
  leaveAsk: (site: string) => `Норма сайта «${site}» не\u00a0сохранена. Уйти без\u00a0неё?`,
  minutes: "Минут до\u00a0ответа",
  minutesHint: "От\u00a01 до\u00a01440. Пусто: нормы нет, никто не\u00a0отмечен.",
  wrong: "Норма не\u00a0принята: целое число минут от\u00a01 до\u00a01440.",
  saved: "Сохранено.",
};

export const goalsEn: typeof goalsRu = {
  title: "Goal for answers",
  lead: "Whoever waits for longer is red, with a sign; whoever has a quarter of it left is amber. Where the site has working hours (“Widget”), they alone count.",
  empty: "You do not work on any site yet. An administrator can add you to one.",
  site: "Site",
  leaveAsk: (site) => `The goal of ${site} is not saved. Leave without it?`,
  minutes: "Minutes until an answer",
  minutesHint: "1 to 1440. Empty: there is no goal, and nobody is marked.",
  wrong: "The goal was not accepted: a whole number of minutes, 1 to 1440.",
  saved: "Saved.",
};
