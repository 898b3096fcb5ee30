// Names of the panel's actions, where no button has the same words.

export const actionsRu = {
  next: "Следующий диалог",
  previous: "Предыдущий диалог",
  firstWaiting: "Открыть того, кто ждёт дольше всех",
  reply: "Ответить",
  more: "Отложить, пометить, закрыть с\u00a0итогом",
  select: "Отметить диалог",
  selectAll: "Отметить все загруженные",
  filter: "Фильтр диалогов",
  folder: (name: string) => `Папка «${name}»`,
  search: "Поиск по\u00a0диалогам",
  back: "Назад",
  palette: "Все команды",
  help: "Клавиши",
  handOver: (department: string) => `Передать в\u00a0«${department}»`,
  soundOff: "Выключить звуки",
  soundOn: "Включить звуки",
  theme: (name: string) => `Оформление: ${name.toLowerCase()}`,
  contrastOn: "Высокая контрастность: включить",
  contrastOff: "Высокая контрастность: выключить",
  firstSteps: "Показать первые шаги",
  language: (name: string) => `Язык: ${name}`,
};

export const actionsEn: typeof actionsRu = {
  next: "Next conversation",
  previous: "Previous conversation",
  firstWaiting: "Open whoever has waited longest",
  reply: "Reply",
  more: "Snooze, tag, close with a result",
  select: "Select the conversation",
  selectAll: "Select all that are loaded",
  filter: "Filter conversations",
  folder: (name: string) => `Folder: ${name}`,
  search: "Search conversations",
  back: "Back",
  palette: "All commands",
  help: "Shortcuts",
  handOver: (department: string) => `Hand over to ${department}`,
  soundOff: "Turn sounds off",
  soundOn: "Turn sounds on",
  theme: (name: string) => `Theme: ${name.toLowerCase()}`,
  contrastOn: "High contrast: on",
  contrastOff: "High contrast: off",
  firstSteps: "Show the first steps",
  language: (name: string) => `Language: ${name}`,
};

export const paletteRu = {
  label: "Команды, диалоги и\u00a0страницы",
  hint: "Что сделать или\u00a0куда перейти",
  nothing: "Ничего не\u00a0нашлось.",
  found: (count: number) => `Нашлось: ${count}`,
  conversation: "диалог",
  page: "страница",
  settings: "настройки",
};

export const paletteEn: typeof paletteRu = {
  label: "Commands, conversations and pages",
  hint: "What to do, or where to go",
  nothing: "Nothing found.",
  found: (count: number) => `Found: ${count}`,
  conversation: "conversation",
  page: "page",
  settings: "settings",
};
