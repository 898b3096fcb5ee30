// The words of «Программы».
import { pluralOf } from "../plural";

const pluralRu = pluralOf("ru");
const pluralEn = pluralOf("en");

interface ScopeWords {
  /** As a column of a table says it. */
  readonly short: string;
  readonly long: string;
}

const scopesRu: Readonly<Record<string, ScopeWords>> = {
  export_data: { short: "Выгрузки", long: "Выгружать таблицы: диалоги, сообщения, клиентов, согласия, оценки" },
  read_changes: { short: "Изменения", long: "Получать диалоги, сообщения и\u00a0клиентов по\u00a0мере изменений" },
  read_chats: {
    short: "Диалоги",
    long: "Читать диалоги, сообщения, клиентов и\u00a0согласия по\u00a0одному и\u00a0списками",
  },
  read_settings: { short: "Настройки", long: "Читать сайты, сотрудников, направления, метки и\u00a0быстрые ответы" },
  write_chats: {
    short: "Писать",
    long: "Писать клиентам от\u00a0имени бота и\u00a0сотрудников, передавать и\u00a0закрывать диалоги, менять карточки",
  },
  read_requests: {
    short: "Запросы",
    long: "Видеть запросы субъектов: номера, виды, сроки и\u00a0что с\u00a0ними, без имён и\u00a0слов",
  },
  read_subjects: {
    short: "Кто просит",
    long: "Видеть в\u00a0запросах субъектов, кто просит, о\u00a0чём и\u00a0что ответили",
  },
  write_requests: {
    short: "Новые запросы",
    long: "Заводить запросы субъектов, пришедшие в\u00a0другом месте, и\u00a0отмечать начало проверки личности",
  },
  manage_webhooks: {
    short: "Вебхуки",
    long: "Добавлять, менять и\u00a0удалять вебхуки, которым сообщается не\u00a0больше, чем читает сам ключ",
  },
  read_reports: { short: "Отчёты", long: "Читать отчёты: сколько диалогов, как быстро отвечали, как оценили" },
};

const scopesEn: typeof scopesRu = {
  export_data: { short: "Exports", long: "Export tables: conversations, messages, customers, consents, ratings" },
  read_changes: { short: "Changes", long: "Get conversations, messages and customers as they change" },
  read_chats: { short: "Chats", long: "Read conversations, messages, customers and consents one by one and as lists" },
  read_settings: { short: "Settings", long: "Read sites, staff, departments, tags and ready replies" },
  write_chats: {
    short: "Write",
    long: "Write to customers as a bot and as staff, hand over and close conversations, change cards",
  },
  read_requests: {
    short: "Requests",
    long: "See subjects' requests: numbers, kinds, deadlines and where they stand, without names and words",
  },
  read_subjects: {
    short: "Who asks",
    long: "See in subjects' requests who asks, for what, and what they were answered",
  },
  write_requests: {
    short: "New requests",
    long: "Register subjects' requests that came elsewhere, and note that the check of who asks has begun",
  },
  manage_webhooks: {
    short: "Webhooks",
    long: "Add, change and remove webhooks that are told no more than the key itself may read",
  },
  read_reports: { short: "Reports", long: "Read reports: how many conversations, how soon answered, how rated" },
};

function endsWithRu(webhooks: number): string {
  const ends = pluralRu(webhooks, { one: "закончится", other: "закончатся" });
  const named = pluralRu(webhooks, { one: "вебхук, который", few: "вебхука, которые", other: "вебхуков, которые" });
  return `Вместе с\u00a0ключом ${ends} ${webhooks}\u00a0${named} он ведёт.`;
}

function endsWithEn(webhooks: number): string {
  const ends = pluralEn(webhooks, {
    one: "webhook that it looks after ends",
    other: "webhooks that it looks after end",
  });
  return `${webhooks}\u00a0${ends} with it.`;
}

export const keysRu = {
  title: "Программы",
  lead: "Ключи, с\u00a0которыми CRM, отчёты и\u00a0ваши скрипты забирают данные сайтов, вместе с\u00a0контактами. Адреса описаны в\u00a0docs/api.md.",
  empty: "Ключей пока нет: ни\u00a0одна программа данных этих сайтов не\u00a0получает.",
  noSites: "Вы пока не\u00a0работаете ни\u00a0на\u00a0одном сайте.",
  add: "Новый ключ",
  name: "Название",
  nameHint: "Его видно в\u00a0журнале: какая программа и\u00a0для чего.",
  for: "Что можно",
  scopes: scopesRu,
  controller: "Оператор персональных данных",
  /** Where its name has not been told yet. */
  nameless: "Без названия",
  sites: "Сайты",
  all: "Все сайты, и\u00a0новые тоже",
  some: "Только эти",
  days: "Сколько действует",
  daysOf: (days: number) => `${days}\u00a0${pluralRu(days, { one: "день", few: "дня", other: "дней" })}`,
  forever: "Без срока",
  make: "Создать ключ",
  made: (name: string) => `Ключ «${name}» создан`,
  value: "Ключ",
  valueHint: "Показан один раз: сохраните его в\u00a0программе. Кто знает ключ, получит эти данные.",
  copy: "Скопировать",
  copied: "Скопировано",
  done: "Готово",
  wrong: {
    name: "Назовите ключ: до\u00a0100\u00a0знаков.",
    scopes: "Отметьте, что можно программе.",
    site_ids: "Отметьте хотя\u00a0бы один сайт.",
  } as Readonly<Record<string, string>>,
  partOnly: "Ключ для\u00a0всех сайтов создаёт владелец, который работает на\u00a0всех. Выберите сайты.",
  used: "Последнее обращение",
  never: "Не\u00a0было",
  until: "Действует",
  untilDay: (when: string) => `до\u00a0${when}`,
  over: (when: string) => `срок вышел ${when}`,
  revokedAt: (when: string) => `отозван ${when}`,
  madeAt: (when: string, by: string) => `создан ${when}${by && `, ${by}`}`,
  revoke: "Отозвать",
  revokeOf: (name: string) => `Отозвать ключ: ${name}`,
  revokeAsk: (name: string, webhooks: number) =>
    `Отозвать ключ «${name}»? Программа сразу перестанет получать данные.${webhooks > 0 ? ` ${endsWithRu(webhooks)}` : ""} Вернуть его нельзя.`,
  revoked: (name: string) => `Ключ «${name}» отозван.`,
  notYours: "Открывает и\u00a0чужие сайты",
  past: (count: number) =>
    `${count}\u00a0${pluralRu(count, { one: "ключ больше не\u00a0действует", few: "ключа больше не\u00a0действуют", other: "ключей больше не\u00a0действуют" })}`,
};

export const keysEn: typeof keysRu = {
  title: "Programs",
  lead: "Keys with which a CRM, reports and your scripts take data of the sites, contacts included. docs/api.md lists the addresses.",
  empty: "There are no keys yet: no program gets data of these sites.",
  noSites: "You do not work on any site yet.",
  add: "New key",
  name: "Name",
  nameHint: "The journal shows it: which program, and what for.",
  for: "What it may do",
  scopes: scopesEn,
  controller: "Data controller",
  nameless: "No name",
  sites: "Sites",
  all: "All sites, also new ones",
  some: "Only these",
  days: "Good for",
  daysOf: (days) => `${days}\u00a0${pluralEn(days, { one: "day", other: "days" })}`,
  forever: "For ever",
  make: "Make the key",
  made: (name) => `The key “${name}” is made`,
  value: "Key",
  valueHint: "Shown this once: keep it in the program. Whoever knows it gets this data.",
  copy: "Copy",
  copied: "Copied",
  done: "Done",
  wrong: {
    name: "Name the key, in up to 100\u00a0characters.",
    scopes: "Tick what the program may do.",
    site_ids: "Tick at least one site.",
  },
  partOnly: "Only an owner who works on all sites makes a key for all of them. Choose sites.",
  used: "Last used",
  never: "Never",
  until: "Good",
  untilDay: (when) => `until ${when}`,
  over: (when) => `over since ${when}`,
  revokedAt: (when) => `revoked ${when}`,
  madeAt: (when, by) => `made ${when}${by && `, ${by}`}`,
  revoke: "Revoke",
  revokeOf: (name) => `Revoke the key: ${name}`,
  revokeAsk: (name, webhooks) =>
    `Revoke the key “${name}”? The program gets no more data from then on.${webhooks > 0 ? ` ${endsWithEn(webhooks)}` : ""} This can’t be undone.`,
  revoked: (name) => `The key “${name}” is revoked.`,
  notYours: "Opens sites of others too",
  past: (count) => `${count}\u00a0${pluralEn(count, { one: "key is", other: "keys are" })} good no more`,
};
