// The words of «Сроки хранения и акты».
import { pluralOf } from "../plural";

const pluralRu = pluralOf("ru");
const pluralEn = pluralOf("en");
const numberRu = new Intl.NumberFormat("ru");
const numberEn = new Intl.NumberFormat("en");

const daysRu = (count: number) =>
  `${numberRu.format(count)}\u00a0${pluralRu(count, { one: "день", few: "дня", other: "дней" })}`;
const daysEn = (count: number) => `${numberEn.format(count)}\u00a0${pluralEn(count, { one: "day", other: "days" })}`;

const someRu = (count: number, isMore: boolean) => `${isMore ? "не\u00a0меньше " : ""}${numberRu.format(count)}`;
const someEn = (count: number, isMore: boolean) => `${isMore ? "at least " : ""}${numberEn.format(count)}`;

export const retentionRu = {
  title: "Сроки хранения и\u00a0акты",
  lead: "Сколько хранятся данные посетителей, что уничтожать нельзя и\u00a0что уже уничтожено.",

  lifetimes: "Сроки хранения",
  lifetimesLead:
    "Пока срок не\u00a0задан, само ничего не\u00a0уничтожается. Просроченное уничтожается ночью, и\u00a0об\u00a0этом составляется акт.",
  noSites: "Вы\u00a0пока не\u00a0работаете ни\u00a0с\u00a0одним сайтом.",
  siteTerms: (site: string) => `Сроки сайта «${site}»`,
  kinds: {
    messages: "Тексты сообщений",
    pages: "Страницы и\u00a0источник перехода",
    card: "Имя в\u00a0карточке посетителя",
    consents: "Доказательства согласий",
  },
  from: {
    messages: "Дней после закрытия диалога.",
    pages: "Дней после закрытия диалога.",
    card: "Дней после закрытия последнего диалога посетителя.",
    consents: "Дней после отзыва согласия или уничтожения данных.",
  },
  advice: (recommended: number, least: number) =>
    least > 1
      ? `Не\u00a0меньше ${numberRu.format(least)}, советуем ${numberRu.format(recommended)}.`
      : `Советуем ${numberRu.format(recommended)}.`,
  unlimited: "Без срока",
  days: daysRu,
  badDays: (least: number) =>
    `Впишите целое число от\u00a0${numberRu.format(least)} до\u00a036\u00a0500 или оставьте пустым.`,
  counting: "Считаем, что будет уничтожено…",
  nothingDue: "По\u00a0этим срокам ближайшей ночью ничего не\u00a0будет уничтожено.",
  due: (what: string) => `По\u00a0этим срокам ближайшей ночью будет уничтожено: ${what}.`,
  rows: {
    messages: (count: number, isMore: boolean) =>
      `${someRu(count, isMore)}\u00a0${pluralRu(count, { one: "сообщение", few: "сообщения", other: "сообщений" })}`,
    pages: (count: number, isMore: boolean) =>
      `страницы ${someRu(count, isMore)}\u00a0${pluralRu(count, { one: "диалога", other: "диалогов" })}`,
    card: (count: number, isMore: boolean) =>
      `${someRu(count, isMore)}\u00a0${pluralRu(count, { one: "запись", few: "записи", other: "записей" })} с\u00a0именами`,
    consents: (count: number, isMore: boolean) =>
      `${someRu(count, isMore)}\u00a0${pluralRu(count, { one: "запись", few: "записи", other: "записей" })} о\u00a0согласиях`,
  },
  saveAsk: (site: string, due: string) => `Сохранить сроки сайта «${site}»? ${due} Вернуть это будет нельзя.`,
  saved: "Сроки сохранены и\u00a0начнут действовать ближайшей ночью.",

  holds: "Запреты на\u00a0уничтожение",
  holdsLead:
    "Пока запрет действует, данные не\u00a0уничтожаются ни\u00a0по\u00a0сроку, ни\u00a0по\u00a0запросу: например, идёт судебный спор.",
  noHolds: "Запретов нет.",
  about: "О\u00a0чём",
  conversation: "Диалог",
  visitor: "Посетитель",
  openConversation: "Открыть диалог",
  reason: "Причина",
  placed: "Поставлен",
  commandLine: "командная строка",
  lift: "Снять",
  liftOf: (what: string) => `Снять запрет: ${what}`,
  liftAsk: (what: string, reason: string) =>
    `Снять запрет «${reason}» (${what})? Просроченное будет уничтожено ближайшей ночью.`,
  lifted: "Запрет снят.",
  place: "Поставить запрет",
  site: "Сайт",
  number: "Номер или ссылка на\u00a0диалог",
  numberHint: "Ссылку скопируйте из\u00a0адресной строки открытого диалога.",
  badNumber: "Здесь нет номера. Скопируйте ссылку на\u00a0диалог целиком.",
  scope: "Что не\u00a0уничтожать",
  scopeConversation: "Этот диалог и\u00a0имя посетителя",
  scopeVisitor: "Всё о\u00a0посетителе (впишите номер посетителя)",
  reasonHint: "Без имён и\u00a0телефонов: «Судебный спор, дело А40-1234/2026».",
  reasonMissing: "Впишите причину.",
  heldNow: "Запрет поставлен.",
  errors: {
    hold_known: "Такой запрет уже есть.",
    conversation_unknown: "На\u00a0этом сайте нет диалога с\u00a0таким номером.",
    visitor_unknown: "Посетителя с\u00a0таким номером нет, или его данные уже уничтожены.",
  } as Readonly<Record<string, string>>,

  acts: "Акты об\u00a0уничтожении",
  actsLead:
    "Акт (PDF) и\u00a0выгрузка из\u00a0журнала (CSV) хранятся не\u00a0меньше трёх лет. Подпишите акт и\u00a0храните со\u00a0своими документами.",
  noActs: "Пока ничего не\u00a0уничтожалось.",
  act: "Акт",
  actNumber: (number: number) => `№\u00a0${number}`,
  when: "Дата",
  ground: "Причина",
  grounds: {
    withdrawal: "Отзыв согласия",
    request: "Требование субъекта",
    purpose_reached: "Достижение цели",
    retention_term: "Истечение срока хранения",
    unlawful_processing: "Неправомерная обработка",
    command_line: "Решение оператора ПДн",
  },
  people: "Людей",
  erasedRows: "Записей",
  papers: "Скачать",
  pdf: "PDF",
  csv: "CSV",
  pdfOf: (number: number) => `Акт №\u00a0${number}, PDF`,
  csvOf: (number: number) => `Выгрузка к\u00a0акту №\u00a0${number}, CSV`,
};

export const retentionEn: typeof retentionRu = {
  title: "Retention and acts",
  lead: "How long visitors’ data is kept, what must not be destroyed, and what has been.",

  lifetimes: "Lifetimes",
  lifetimesLead:
    "Until a lifetime is set, nothing is destroyed by itself. What is over it is destroyed at night, and an act is made of it.",
  noSites: "You do not work on any site yet.",
  siteTerms: (site: string) => `Lifetimes of “${site}”`,
  kinds: {
    messages: "Words of messages",
    pages: "Pages and referrer",
    card: "Name on the visitor’s card",
    consents: "Evidence of consents",
  },
  from: {
    messages: "Days after the conversation was closed.",
    pages: "Days after the conversation was closed.",
    card: "Days after the visitor’s last conversation was closed.",
    consents: "Days after the consent was withdrawn, or the data destroyed.",
  },
  advice: (recommended: number, least: number) =>
    least > 1
      ? `At least ${numberEn.format(least)}; we suggest ${numberEn.format(recommended)}.`
      : `We suggest ${numberEn.format(recommended)}.`,
  unlimited: "No limit",
  days: daysEn,
  badDays: (least: number) => `Enter a whole number from ${numberEn.format(least)} to 36,500, or leave it empty.`,
  counting: "Counting what would be destroyed…",
  nothingDue: "With these lifetimes nothing would be destroyed tonight.",
  due: (what: string) => `With these lifetimes tonight will be destroyed: ${what}.`,
  rows: {
    messages: (count: number, isMore: boolean) =>
      `${someEn(count, isMore)}\u00a0${pluralEn(count, { one: "message", other: "messages" })}`,
    pages: (count: number, isMore: boolean) =>
      `the pages of ${someEn(count, isMore)}\u00a0${pluralEn(count, { one: "conversation", other: "conversations" })}`,
    card: (count: number, isMore: boolean) =>
      `${someEn(count, isMore)}\u00a0${pluralEn(count, { one: "record", other: "records" })} with names`,
    consents: (count: number, isMore: boolean) =>
      `${someEn(count, isMore)}\u00a0${pluralEn(count, { one: "record", other: "records" })} of consents`,
  },
  saveAsk: (site: string, due: string) => `Save the lifetimes of “${site}”? ${due} It can’t be taken back.`,
  saved: "The lifetimes are saved and count from tonight on.",

  holds: "Legal holds",
  holdsLead:
    "While a hold is on, data is destroyed neither by lifetimes nor on request: during a lawsuit, for example.",
  noHolds: "There are no holds.",
  about: "On",
  conversation: "Conversation",
  visitor: "Visitor",
  openConversation: "Open the conversation",
  reason: "Reason",
  placed: "Placed",
  commandLine: "command line",
  lift: "Lift",
  liftOf: (what: string) => `Lift the hold: ${what}`,
  liftAsk: (what: string, reason: string) =>
    `Lift the hold “${reason}” (${what})? What is over its lifetime will be destroyed tonight.`,
  lifted: "The hold is lifted.",
  place: "Place a hold",
  site: "Site",
  number: "Number of, or link to, a conversation",
  numberHint: "Copy the link from the address bar of the open conversation.",
  badNumber: "There is no number in it. Copy the whole link to the conversation.",
  scope: "What must stay",
  scopeConversation: "This conversation, and the visitor’s name",
  scopeVisitor: "Everything on a visitor (enter the visitor’s number)",
  reasonHint: "Without names and phone numbers: “Lawsuit A40-1234/2026”.",
  reasonMissing: "Enter the reason.",
  heldNow: "The hold is placed.",
  errors: {
    hold_known: "This is held already.",
    conversation_unknown: "The site has no conversation of this number.",
    visitor_unknown: "There is no visitor of this number, or their data has been destroyed.",
  },

  acts: "Acts of destruction",
  actsLead:
    "The act (PDF) and the log export (CSV) are kept for three years at least. Sign the act and keep it with your papers.",
  noActs: "Nothing has been destroyed yet.",
  act: "Act",
  actNumber: (number: number) => `No.\u00a0${number}`,
  when: "Date",
  ground: "Reason",
  grounds: {
    withdrawal: "Consent withdrawn",
    request: "Subject’s request",
    purpose_reached: "Purpose reached",
    retention_term: "Lifetime is over",
    unlawful_processing: "Unlawful processing",
    command_line: "Controller’s decision",
  },
  people: "People",
  erasedRows: "Records",
  papers: "Download",
  pdf: "PDF",
  csv: "CSV",
  pdfOf: (number: number) => `Act No.\u00a0${number}, PDF`,
  csvOf: (number: number) => `Log of act No.\u00a0${number}, CSV`,
};
