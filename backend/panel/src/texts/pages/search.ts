// The words of the search.
import { type Forms, pluralOf } from "../plural";

const ru = pluralOf("ru");
const en = pluralOf("en");
const CHATS_RU: Forms = { one: "диалог", few: "диалога", other: "диалогов" };
const CHATS_EN: Forms = { one: "conversation", other: "conversations" };

export const searchRu = {
  results: "Найденные диалоги",
  teaches: "Ищем по\u00a0словам, именам и\u00a0файлам.",
  teachesMore:
    "Слова находятся в\u00a0любой форме. «Точная фраза» берётся в\u00a0кавычки, минус перед словом исключает его. Телефон можно писать как угодно.",
  recent: "Недавние запросы",
  looking: "Ищем…",
  nothing: "Ничего не\u00a0нашлось.",
  nothingHint: "Попробуйте меньше слов или уберите фильтры.",
  tooLittle: "Этих слов слишком мало для поиска.",
  found: (count: number, hasMore: boolean) =>
    count === 0 ? "Ничего не\u00a0нашлось" : `Нашлось: ${count}${hasMore ? "+" : ""} ${ru(count, CHATS_RU)}`,
  corrected: (words: readonly string[]) =>
    `Слово ${words.map((word) => `«${word}»`).join(", ")} не\u00a0встречается, показаны похожие.`,
  moreMessages: "И\u00a0другие сообщения этого диалога",
  again: "Повторить",
  closed: "закрыт",
  filters: (count: number) => (count > 0 ? `Фильтры: ${count}` : "Фильтры"),
  clearFilters: "Убрать фильтры",
  site: "Сайт",
  anySite: "Любой",
  department: "Направление",
  anyDepartment: "Любое",
  status: "Состояние",
  statuses: { "": "Любое", open: "Открытые", closed: "Закрытые" },
  operator: "Сотрудник",
  anyOperator: "Любой",
  mine: "Только мои диалоги",
  tag: "Метка",
  anyTag: "Любая",
  period: "Когда",
  periods: {
    "": "Всё время",
    today: "Сегодня",
    "7": "За\u00a07\u00a0дней",
    "30": "За\u00a030\u00a0дней",
    year: "В\u00a0этом году",
    dates: "Выбранные дни",
  },
  since: "С\u00a0дня",
  until: "По\u00a0день",
  fromDay: (day: string) => `с\u00a0${day}`,
  toDay: (day: string) => `по\u00a0${day}`,
  zone: (zone: string) => `Дни по\u00a0вашему поясу: ${zone}`,
  setFilters: "Выбранные фильтры",
  without: (filter: string) => `Убрать фильтр: ${filter}`,
  withFiles: "Только с\u00a0файлами",
};

export const searchEn: typeof searchRu = {
  results: "Conversations found",
  teaches: "Search by words, names and files.",
  teachesMore:
    "Words are found in any form. Put an exact phrase in quotes; a minus before a word excludes it. Write a phone number any way you like.",
  recent: "Recent searches",
  looking: "Searching…",
  nothing: "Nothing found.",
  nothingHint: "Try fewer words, or clear the filters.",
  tooLittle: "These words are too little to search by.",
  found: (count: number, hasMore: boolean) =>
    count === 0 ? "Nothing found" : `Found: ${count}${hasMore ? "+" : ""} ${en(count, CHATS_EN)}`,
  corrected: (words: readonly string[]) =>
    `Nobody has written ${words.map((word) => `“${word}”`).join(", ")}; similar words are shown.`,
  moreMessages: "And other messages of this conversation",
  again: "Try again",
  closed: "closed",
  filters: (count: number) => (count > 0 ? `Filters: ${count}` : "Filters"),
  clearFilters: "Clear filters",
  site: "Site",
  anySite: "Any",
  department: "Department",
  anyDepartment: "Any",
  status: "Status",
  statuses: { "": "Any", open: "Open", closed: "Closed" },
  operator: "Operator",
  anyOperator: "Any",
  mine: "Only my conversations",
  tag: "Tag",
  anyTag: "Any",
  period: "When",
  periods: {
    "": "Any time",
    today: "Today",
    "7": "Last 7 days",
    "30": "Last 30 days",
    year: "This year",
    dates: "Chosen days",
  },
  since: "From",
  until: "To",
  fromDay: (day) => `from ${day}`,
  toDay: (day) => `to ${day}`,
  zone: (zone) => `Days of your time zone: ${zone}`,
  setFilters: "Filters that are set",
  without: (filter) => `Remove the filter: ${filter}`,
  withFiles: "Only with files",
};
