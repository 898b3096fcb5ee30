// The words of «Быстрые ответы».

const wrongRu: Readonly<Record<string, string>> = {
  shortcut:
    "Короткое имя: одно слово до\u00a040\u00a0знаков, без\u00a0пробелов, и\u00a0двух одинаковых быть не\u00a0может.",
  body: "Текст: от\u00a01 до\u00a04000\u00a0знаков.",
  replies: "Больше 500\u00a0ответов в\u00a0одном месте не\u00a0хранится. Удалите лишние.",
  file: "Это не\u00a0таблица CSV в\u00a0UTF-8 с\u00a0двумя столбцами: короткое имя и\u00a0текст, не\u00a0больше 500\u00a0строк.",
};

const wrongEn: Readonly<Record<string, string>> = {
  shortcut: "Shortcut: one word of up to 40\u00a0characters without spaces, and no two are the same.",
  body: "Text: 1 to 4,000\u00a0characters.",
  replies: "No more than 500\u00a0replies are kept in one place. Delete some.",
  file: "This is no CSV table in UTF-8 with two columns, shortcut and text, of at most 500\u00a0rows.",
};

export const repliesRu = {
  title: "Быстрые ответы",
  lead: "Заготовки, которые вставляются в\u00a0ответ: наберите «/» и\u00a0начало имени или\u00a0слова из\u00a0текста.",
  empty: "Ответов пока нет. Добавьте первый: например, «привет» с\u00a0текстом «Здравствуйте, {имя}!».",
  add: "Добавить ответ",
  newOne: "Новый ответ",
  editing: (shortcut: string) => `Ответ «${shortcut}»`,
  shortcut: "Короткое имя",
  shortcutHint: "Одно слово: его пишут после «/».",
  body: "Текст",
  bodyHint:
    "Вместо {имя}, {сотрудник}, {сайт} и\u00a0{заявка} подставится то, что известно. Неизвестное пропускается; замену пишут через черту: {имя|клиент}. Заявка\u00a0— это номер карточки в\u00a0CRM.",
  preview: "Посетителю без\u00a0имени",
  shelf: "Для\u00a0кого",
  own: "Только для\u00a0меня",
  ofSite: (site: string) => `Для\u00a0сайта «${site}»`,
  ofController: (site: string) => `Для\u00a0всех сайтов организации («${site}» и\u00a0остальные)`,
  scopes: { own: "мой", site: "общий на\u00a0сайте", controller: "общий на\u00a0всех сайтах" },
  edit: "Изменить",
  editOf: (shortcut: string) => `Изменить: ${shortcut}`,
  delete: "Удалить",
  deleteOf: (shortcut: string) => `Удалить: ${shortcut}`,
  deleteAsk: (shortcut: string) => `Удалить ответ «${shortcut}»? Вернуть его нельзя.`,
  search: "Найти ответ",
  nothingFound: "Ничего не\u00a0нашлось.",
  changedMeanwhile: "Ответ тем временем изменил кто-то другой. Ваш текст ещё в\u00a0форме.",
  goneMeanwhile: "Ответ тем временем удалили.",
  table: "Таблица",
  tableHint: "CSV в\u00a0UTF-8: короткое имя и\u00a0текст. При\u00a0загрузке совпавшие имена получат новый текст.",
  download: "Скачать CSV",
  upload: "Загрузить CSV",
  uploaded: (added: number, changed: number) => `Загружено: новых ${added}, изменённых ${changed}.`,
  wrongRow: (row: string) =>
    `Строка ${row}: имя\u00a0— одно слово до\u00a040\u00a0знаков, без\u00a0повторов, текст\u00a0— до\u00a04000\u00a0знаков. Ничего не\u00a0загружено.`,
  wrong: wrongRu,
};

export const repliesEn: typeof repliesRu = {
  title: "Ready replies",
  lead: "Texts to put into an answer: type “/” and the beginning of a shortcut, or a word of the text.",
  empty: "No replies yet. Add the first, for example “hello” with the text “Hello, {name}!”.",
  add: "Add a reply",
  newOne: "New reply",
  editing: (shortcut) => `Reply “${shortcut}”`,
  shortcut: "Shortcut",
  shortcutHint: "One word: it is typed after “/”.",
  body: "Text",
  bodyHint:
    "{name}, {operator}, {site} and {request} become what is known. What is not is left out; a stand-in goes behind a bar: {name|customer}. The request is the number of the card in a CRM.",
  preview: "To a visitor without a name",
  shelf: "For whom",
  own: "For me only",
  ofSite: (site) => `For the site “${site}”`,
  ofController: (site) => `For all sites of the organisation (“${site}” and the others)`,
  scopes: { own: "mine", site: "shared on the site", controller: "shared on all sites" },
  edit: "Edit",
  editOf: (shortcut) => `Edit: ${shortcut}`,
  delete: "Delete",
  deleteOf: (shortcut) => `Delete: ${shortcut}`,
  deleteAsk: (shortcut) => `Delete the reply “${shortcut}”? It can’t be brought back.`,
  search: "Find a reply",
  nothingFound: "Nothing found.",
  changedMeanwhile: "Somebody else has changed the reply meanwhile. Your text is still in the form.",
  goneMeanwhile: "The reply was deleted meanwhile.",
  table: "Table",
  tableHint: "CSV in UTF-8: shortcut and text. On upload, replies with the same shortcut get the new text.",
  download: "Download CSV",
  upload: "Upload CSV",
  uploaded: (added, changed) => `Uploaded: ${added} new, ${changed} changed.`,
  wrongRow: (row) =>
    `Row ${row}: a shortcut is one word of up to 40\u00a0characters, each once, a text has up to 4,000. Nothing was uploaded.`,
  wrong: wrongEn,
};
