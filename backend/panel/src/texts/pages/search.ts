// The words of the search.
import { type Forms, pluralOf } from "../plural";

const ru = pluralOf("ru");
const en = pluralOf("en");
const CHATS_RU: Forms = { one: "диалог", few: "диалога", other: "диалогов" };
const CHATS_EN: Forms = { one: "conversation", other: "conversations" };

export const searchRu = {
  field: "Поиск",
  label: "Поиск по\u00a0сообщениям, именам и\u00a0файлам",
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
  anySite: "Все сайты",
  department: "Направление",
  anyDepartment: "Все направления",
  status: "Состояние",
  anyStatus: "Любое",
  onlyOpen: "Открытые",
  onlyClosed: "Закрытые",
  period: "Когда",
  periods: { "": "Всё время", "7": "За неделю", "30": "За месяц", "365": "За год" },
  mine: "Только мои диалоги",
  withFiles: "Только с\u00a0файлами",
  tooFar: "Сообщение далеко от\u00a0конца диалога: прокрутите переписку вверх.",
};

export const searchEn: typeof searchRu = {
  field: "Search",
  label: "Search messages, names and files",
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
  anySite: "All sites",
  department: "Department",
  anyDepartment: "All departments",
  status: "Status",
  anyStatus: "Any",
  onlyOpen: "Open",
  onlyClosed: "Closed",
  period: "When",
  periods: { "": "Any time", "7": "Last week", "30": "Last month", "365": "Last year" },
  mine: "Only my conversations",
  withFiles: "Only with files",
  tooFar: "The message is far from the end of the conversation: scroll up to it.",
};
