// The words of «Получатели данных».
import type { NamedPlace, Place } from "../../live/register_requests";

const remarksRu: Record<string, string> = {
  must_be_home:
    "Требует проверки: данные граждан собираются и\u00a0хранятся в\u00a0России (152-ФЗ, ст.\u00a018 ч.\u00a05).",
  undeclared: "Внесите этот узел в\u00a0реестр, чтобы заявить, где он находится.",
  closed_network:
    "Адрес закрытой сети, в\u00a0реестрах адресов его нет. Внесите узел в\u00a0реестр, чтобы заявить, где он.",
  unresolved: "Адрес узла найти не\u00a0удалось.",
  refused: "Отправка закрыта: адреса узла не\u00a0совпадают с\u00a0заявленным.",
  calendar_unknown: "Отправка закрыта: рабочие дни этого года ещё не\u00a0известны.",
  folder_may_be_shared: "Если это сетевая папка, где её сервер, знаете только вы.",
  backups_are_yours: "Программа «Рядом» копий не\u00a0делает. Ваши тоже должны оставаться в\u00a0России.",
  logs_are_gathered: "Куда попадают собранные журналы, знаете только вы.",
  no_mail: "Почта не\u00a0настроена.",
};

const remarksEn: Record<string, string> = {
  must_be_home: "Needs checking: citizens’ data is collected and kept in Russia (152-FZ, art.\u00a018 p.\u00a05).",
  undeclared: "Put this host into the register to declare where it is.",
  closed_network: "An address of a closed network, which no registry knows. Put the host into the register.",
  unresolved: "The host’s address could not be found.",
  refused: "Nothing is sent there: the host’s addresses differ from what is declared.",
  calendar_unknown: "Nothing is sent there: the working days of this year are not known yet.",
  folder_may_be_shared: "Where it is a network folder, only you know where its server is.",
  backups_are_yours: "Ryadom makes none. Yours must stay in Russia too.",
  logs_are_gathered: "Only you know where gathered logs go.",
  no_mail: "Mail is not set up.",
};

const verdictsRu: Record<Place["verdict"], string> = {
  "declared by the owner": "заявлено владельцем",
  foreign: "за\u00a0рубежом",
  "not confirmed": "не\u00a0подтверждено",
};

const verdictsEn: Record<Place["verdict"], string> = {
  "declared by the owner": "declared by the owner",
  foreign: "abroad",
  "not confirmed": "not confirmed",
};

const spotsRu: Record<Place["spot"], string> = {
  elsewhere: "",
  this_machine: "Этот сервер",
  database: "В\u00a0базе данных",
  unknown: "Неизвестно",
  nowhere: "Нет",
};

const spotsEn: Record<Place["spot"], string> = {
  elsewhere: "",
  this_machine: "This server",
  database: "In the database",
  unknown: "Not known",
  nowhere: "Nowhere",
};

const whatRu: Record<NamedPlace["what"], string> = {
  database: "База данных",
  files: "Файлы",
  backups: "Резервные копии",
  logs: "Журналы сервера",
  bus: "Шина между процессами",
  mail: "Почта",
};

const whatEn: Record<NamedPlace["what"], string> = {
  database: "Database",
  files: "Files",
  backups: "Backups",
  logs: "Server logs",
  bus: "Bus between processes",
  mail: "Mail",
};

const fieldsRu: Record<string, string> = {
  host: "Проверьте узел: такого адреса нет, или\u00a0он не\u00a0подходит к\u00a0тому, что заявлено.",
  country: "Адреса узла по\u00a0реестру в\u00a0другой стране. Заявите её или\u00a0укажите страну реестра адресов.",
  registered_in: "Страна записывается двумя латинскими буквами.",
  notice_on: "Для страны вне России нужна дата уведомления Роскомнадзора, не\u00a0позже сегодняшней.",
  port: "Порт от\u00a00 до\u00a065535; для своей сети он обязателен.",
  is_local:
    "Эту установку делят несколько операторов ПДн: машины её сети вносит тот, кто ведёт сервер, командой ryadom egress add --local.",
  recipient: "Получатель: одна строка до\u00a0200 знаков.",
  purpose: "Цель: одна строка до\u00a0500 знаков.",
  categories: "Категории: одна строка до\u00a0500 знаков.",
};

const fieldsEn: Record<string, string> = {
  host: "Check the host: there is no such address, or it does not fit what is declared.",
  country: "The registry has the host’s addresses in another country. Declare it, or name the registry’s country.",
  registered_in: "A country is two Latin letters.",
  notice_on: "A country outside Russia needs the date of the notice, today at the latest.",
  port: "A port from 0 to 65535; in an own network it must be named.",
  is_local:
    "Several data controllers share this installation: whoever runs the server lists machines of its network, by ryadom egress add --local.",
  recipient: "Recipient: one line of up to 200 characters.",
  purpose: "Purpose: one line of up to 500 characters.",
  categories: "Categories: one line of up to 500 characters.",
};

export const registerRu = {
  title: "Получатели данных",
  lead: "Кому данные могут уходить. Соединения со\u00a0всеми остальными закрыты.",
  file: "Скачать CSV",
  unnamed: "Оператор ПДн без наименования",
  regulated: "Организация из\u00a0перечня 41-ФЗ",
  regulatedHint:
    "Госорганы, банки, операторы связи и\u00a0другие: ссылки на\u00a0иностранные мессенджеры в\u00a0ответах и\u00a0отправка через них закрываются.",
  regulatedOn: "Записано: организация из\u00a0перечня 41-ФЗ.",
  regulatedOff: "Записано: организация не\u00a0из\u00a0перечня 41-ФЗ.",
  noController: "Вы пока не\u00a0работаете ни\u00a0на\u00a0одном сайте. Добавить вас на\u00a0сайт может администратор.",
  empty: "Получателей нет: данные никому не\u00a0уходят.",
  add: "Добавить получателя",
  edit: "Изменить",
  editOf: (name: string) => `Изменить: ${name}`,
  remove: "Удалить",
  removeOf: (name: string) => `Удалить: ${name}`,
  removeAsk: (name: string, host: string) => `Удалить из\u00a0реестра: ${name} (${host})? Отправка туда закроется.`,
  removed: (name: string) => `Удалено: ${name}.`,
  saved: (name: string) => `Сохранено: ${name}.`,
  recipient: "Получатель",
  host: "Узел",
  hostHint: "К\u00a0чему подключается сервер, например crm.example.ru.",
  port: "Порт",
  portHint: "Пусто\u00a0— любой.",
  country: "Страна",
  countryHint: "Где получатель хранит данные: RU или\u00a0другой двухбуквенный код.",
  registeredIn: "Страна реестра адресов",
  registeredInHint: "Если адреса узла записаны за\u00a0другой страной. Обычно пусто.",
  purpose: "Цель",
  categories: "Категории данных",
  notice: "Дата уведомления Роскомнадзора",
  noticeHint: "Обязательна для стран вне России (152-ФЗ, ст.\u00a012).",
  isLocal: "Свой сервер в\u00a0закрытой сети",
  mostData: "Сколько данных можно вебхукам",
  mostDataHint: "Вебхук отправит туда не\u00a0больше, чего\u00a0бы ни\u00a0просил.",
  toWebhooks: (level: string) => `Вебхукам: ${level.toLowerCase()}`,
  verdict: "Вывод",
  verdicts: verdictsRu,
  addresses: "Адреса",
  checkedAt: (when: string) => `Адреса проверены: ${when}. Реестр адресов не\u00a0доказывает, где стоит сервер.`,
  waits: (day: string) =>
    `Отправка закрыта до\u00a0${day}: с\u00a0уведомления должно пройти 10\u00a0рабочих дней (152-ФЗ, ст.\u00a012).`,
  remarks: remarksRu,
  fields: fieldsRu,
  where: "Где находятся данные",
  what: "Что",
  place: "Где",
  note: "Примечание",
  spots: spotsRu,
  whats: whatRu,
  addTitle: "Новый получатель",
  editTitle: (name: string) => `Получатель: ${name}`,
};

export const registerEn: typeof registerRu = {
  title: "Recipients",
  lead: "Whom data may be sent to. Connections to everybody else are closed.",
  file: "Download CSV",
  unnamed: "A data controller without a name",
  regulated: "Organisation listed in 41-FZ",
  regulatedHint:
    "State bodies, banks, telecoms and others: links to foreign messengers in answers, and sending through them, are closed.",
  regulatedOn: "Saved: the organisation is listed in 41-FZ.",
  regulatedOff: "Saved: the organisation is not listed in 41-FZ.",
  noController: "You work on no site yet. An administrator can add you to one.",
  empty: "There are no recipients: data is sent to nobody.",
  add: "Add a recipient",
  edit: "Edit",
  editOf: (name: string) => `Edit: ${name}`,
  remove: "Remove",
  removeOf: (name: string) => `Remove: ${name}`,
  removeAsk: (name: string, host: string) => `Remove ${name} (${host}) from the register? Nothing will be sent there.`,
  removed: (name: string) => `Removed: ${name}.`,
  saved: (name: string) => `Saved: ${name}.`,
  recipient: "Recipient",
  host: "Host",
  hostHint: "What the server connects to, such as crm.example.ru.",
  port: "Port",
  portHint: "Empty: any.",
  country: "Country",
  countryHint: "Where the recipient keeps the data: RU, or another code of two letters.",
  registeredIn: "Country of the registry",
  registeredInHint: "Where the host’s addresses are registered in another country. Mostly empty.",
  purpose: "Purpose",
  categories: "Categories of data",
  notice: "Date of the notice to Roskomnadzor",
  noticeHint: "Required for countries outside Russia (152-FZ, art.\u00a012).",
  isLocal: "An own server in a closed network",
  mostData: "How much data webhooks may send",
  mostDataHint: "A webhook sends no more there, whatever it asks for.",
  toWebhooks: (level) => `Webhooks: ${level.toLowerCase()}`,
  verdict: "Verdict",
  verdicts: verdictsEn,
  addresses: "Addresses",
  checkedAt: (when: string) =>
    `Addresses checked: ${when}. A registry of addresses is no proof of where a server stands.`,
  waits: (day: string) =>
    `Nothing is sent there before ${day}: 10 working days must pass after the notice (152-FZ, art.\u00a012).`,
  remarks: remarksEn,
  fields: fieldsEn,
  where: "Where data is",
  what: "What",
  place: "Where",
  note: "Note",
  spots: spotsEn,
  whats: whatEn,
  addTitle: "New recipient",
  editTitle: (name: string) => `Recipient: ${name}`,
};
