// The words of «Адреса и код».

const wrongRu: Readonly<Record<string, string>> = {
  name: "Название: одной строкой, до\u00a080\u00a0знаков.",
  origins:
    "Адреса: каждый с\u00a0новой строки, как https://shop.ru или http://localhost:8001, без страницы в\u00a0конце.",
  controller_id: "Выберите, чей это сайт.",
  other: "Сайт не\u00a0принят: адресов может быть не\u00a0больше пятидесяти.",
};

const wrongEn: Readonly<Record<string, string>> = {
  name: "The name: one line, up to 80\u00a0characters.",
  origins: "Addresses: one per line, like https://shop.ru or http://localhost:8001, without a page at the end.",
  controller_id: "Choose whose site it is.",
  other: "The site was not accepted: there can be at most fifty addresses.",
};

export const ownSitesRu = {
  title: "Адреса и\u00a0код",
  lead: "На каких страницах работает чат и\u00a0какую строку в\u00a0них вставить.",
  empty: "Вы пока не\u00a0работаете ни\u00a0на\u00a0одном сайте. Добавить вас на\u00a0сайт может администратор.",
  add: "Добавить сайт",
  newOne: "Новый сайт",
  allSites: "Все сайты",
  gone: "Такого сайта среди ваших нет.",
  name: "Название",
  nameHint: "Его видят посетители, пока у\u00a0чата нет заголовка, и\u00a0сотрудники.",
  origins: "Адреса",
  originsHint:
    "С\u00a0каких адресов открывается чат, по\u00a0одному на\u00a0строке. https://shop.ru и\u00a0https://www.shop.ru\u00a0— два разных.",
  controller: "Чей сайт",
  unnamed: "Оператор ПДн без названия",
  create: "Добавить",
  unsaved: "Есть несохранённые изменения.",
  saved: "Сохранено. Открытые чаты узнают об\u00a0этом, когда страница загрузится заново.",
  leaving: (origins: string) => `После сохранения чат перестанет открываться на\u00a0${origins}.`,
  wrong: wrongRu,
};

export const ownSitesEn: typeof ownSitesRu = {
  title: "Addresses and snippet",
  lead: "On which pages the chat works, and the line to put into them.",
  empty: "You do not work on any site yet. An administrator can add you to one.",
  add: "Add a site",
  newOne: "New site",
  allSites: "All sites",
  gone: "There is no such site among yours.",
  name: "Name",
  nameHint: "Visitors see it while the chat has no title of its own, and so do operators.",
  origins: "Addresses",
  originsHint: "From which addresses the chat opens, one per line. https://shop.ru and https://www.shop.ru are two.",
  controller: "Whose site it is",
  unnamed: "Controller without a name",
  create: "Add",
  unsaved: "There are unsaved changes.",
  saved: "Saved. Chats that are open learn of it when their page is loaded anew.",
  leaving: (origins) => `Once saved, the chat does not open on ${origins} any more.`,
  wrong: wrongEn,
};
