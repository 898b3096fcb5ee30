// The words of «Согласия».
import type { Basis, ConsentAction, Field, Language, Method, Purpose } from "../../live/consent_requests";

const listRu = new Intl.ListFormat("ru", { type: "conjunction" });
const listEn = new Intl.ListFormat("en-GB", { type: "conjunction" });

const FIELDS_RU: Record<Field, string> = {
  subject: "Субъект персональных данных",
  representative: "Представитель субъекта",
  purpose: "Цель обработки",
  personal_data: "Перечень персональных данных",
  processor: "Обработка по\u00a0поручению",
  actions: "Действия с\u00a0данными и\u00a0способы обработки",
  term: "Срок действия согласия",
  withdrawal: "Отзыв согласия",
  signature: "Подпись",
};

const FIELDS_EN: Record<Field, string> = {
  subject: "Data subject",
  representative: "Representative",
  purpose: "Purpose of processing",
  personal_data: "Personal data",
  processor: "Processing by order",
  actions: "Actions with the data, and means of processing",
  term: "Term of the consent",
  withdrawal: "Withdrawal",
  signature: "Signature",
};

export const consentsRu = {
  title: "Согласия",
  lead: "На\u00a0каком основании обрабатываются данные, с\u00a0какими документами соглашаются посетители и\u00a0кто согласился.",
  toList: "Ко\u00a0всем согласиям",

  sites: "Сайты",
  site: "Сайт",
  allSites: "Все сайты",
  allSitesOf: (controller: string) => (controller ? `Все сайты: ${controller}` : "Все сайты оператора ПДн"),
  basis: "Основание",
  bases: { undecided: "Не\u00a0выбрано", consent: "Согласие", other: "Другое" } as Record<Basis, string>,
  undecidedHint: "Согласие не\u00a0спрашивается, пока основание не\u00a0выбрано: требует проверки.",
  inForce: "Действуют документы",
  noneInForce: "Нет",
  changeBasis: "Изменить",
  changeBasisOf: (site: string) => `Изменить основание: ${site}`,
  basisFor: (site: string) => `Основание обработки: ${site}`,
  consentMeans: "Пока посетитель не\u00a0согласился, чат ничего от\u00a0него не\u00a0принимает.",
  otherMeans: "Согласие не\u00a0спрашивается. Назовите основание из\u00a0ст.\u00a06 ч.\u00a01 152-ФЗ своими словами.",
  basisWording: "Какое основание",
  basisWordingHint:
    "Например: договор с\u00a0посетителем, ст.\u00a06 ч.\u00a01 п.\u00a05. Не\u00a0длиннее 500\u00a0знаков.",
  basisNoDocument: "сначала опубликуйте согласие на\u00a0обработку: пока соглашаться не\u00a0с\u00a0чем",
  basisNoWording: "напишите основание, не\u00a0длиннее 500\u00a0знаков",
  basisAsk: (site: string, basis: string) =>
    `${site}: основание обработки — ${basis.toLowerCase()}. Изменение действует для\u00a0каждого чата, открытого после него. Сохранить?`,
  basisSaved: (site: string) => `${site}: основание сохранено.`,

  documents: "Документы",
  noDocuments: "Документов пока нет.",
  document: "Документ",
  purposes: {
    processing: "Обработка персональных данных",
    advertising: "Рассылка",
    cross_border: "Трансграничная передача",
    draft_preview: "Показ неотправленного сообщения",
  } as Record<Purpose, string>,
  version: "Версия",
  versionOf: (version: number) => `версия ${version}`,
  draft: "Черновик",
  published: "Опубликован",
  hash: "SHA-256 текста",
  page: "Страница для\u00a0посетителей",
  openPage: "Открыть",
  openPageOf: (title: string) => `Страница для\u00a0посетителей: ${title}`,
  begin: "Новый документ",
  beginHint:
    "Черновик начинается с\u00a0последней версии, а\u00a0первый — с\u00a0шаблона по\u00a0ст.\u00a09 ч.\u00a04 152-ФЗ.",
  purpose: "Цель",
  forWhom: "Для\u00a0кого",
  beginDraft: "Начать черновик",
  nextVersion: "Подготовить новую версию",
  notYours:
    "Документ действует и\u00a0на\u00a0сайтах, на\u00a0которых вы не\u00a0работаете, поэтому изменить его нельзя.",

  fields: FIELDS_RU,
  languages: { ru: "по-русски", en: "по-английски" } as Record<Language, string>,
  counts: "Юридическую силу имеет русский текст. Перед публикацией покажите документ юристу.",
  save: "Сохранить черновик",
  saved: "Черновик сохранён.",
  unsaved: "Есть несохранённые изменения: опубликовать можно только сохранённый текст.",
  nothingChanged: "Все изменения сохранены.",
  stillEmpty: (fields: readonly string[]) => `Чтобы опубликовать, заполните: ${listRu.format(fields)}.`,
  controllerFields: {
    "controller.legal_name": "наименование оператора ПДн",
    "controller.inn": "ИНН оператора ПДн",
    "controller.address": "адрес оператора ПДн",
  } as Record<string, string>,
  controllerHint: "Сведения об\u00a0операторе ПДн заполняются на\u00a0странице «Документы».",
  preview: "Так документ увидят посетители",
  text: "Текст",
  publish: "Опубликовать",
  publishAsk: (title: string, sites: readonly string[]) =>
    `${title}. Опубликовать? Изменить опубликованный текст нельзя. ${
      sites.length > 0
        ? `Всех посетителей (${listRu.format(sites)}) чат спросит о\u00a0согласии заново и\u00a0до\u00a0ответа ничего от\u00a0них не\u00a0примет, если это согласие на\u00a0обработку.`
        : "Пока согласие не\u00a0основание обработки ни\u00a0на\u00a0одном из\u00a0этих сайтов, посетителей о\u00a0нём не\u00a0спросят."
    }`,
  publishMeans: (sites: readonly string[]) =>
    sites.length > 0
      ? `После публикации всех посетителей спросят заново: ${listRu.format(sites)}.`
      : "Посетителей об\u00a0этом документе пока не\u00a0спросят: согласие не\u00a0основание обработки.",
  publishedNow: (version: number) => `Опубликовано: версия ${version}.`,
  badText: "до\u00a04000\u00a0знаков, без\u00a0управляющих символов",
  emptyField: (field: string) => `не\u00a0заполнено: ${field}`,

  leaving: "Отозвали согласие",
  leavingLead: "Их данные нужно уничтожить в\u00a0течение 30\u00a0дней после отзыва (ст.\u00a021 ч.\u00a05 152-ФЗ).",
  noneLeaving: "Никто, чьи данные ещё хранятся, согласие не\u00a0отзывал.",
  visitor: "Посетитель",
  withdrawnAt: "Отозвано",
  destroyBy: "Уничтожить до\u00a0конца дня",
  overdue: "срок прошёл",
  blocked: "данные заблокированы",

  events: "Кто согласился и\u00a0кто отозвал",
  eventsNote: "Просмотр и\u00a0выгрузка записываются в\u00a0журнал действий.",
  noEvents: "Согласий по\u00a0этим условиям нет.",
  filters: "Отбор согласий",
  any: "Все",
  action: "Действие",
  actions: { given: "Дано", withdrawn: "Отозвано" } as Record<ConsentAction, string>,
  since: "С\u00a0даты",
  until: "По\u00a0дату",
  visitorNumber: "Номер посетителя",
  visitorWrong: "Это не\u00a0номер: в\u00a0нём 36\u00a0знаков с\u00a0дефисами.",
  show: "Показать",
  when: "Когда",
  how: "Как",
  methods: {
    widget_checkbox: "в\u00a0чате",
    page: "на\u00a0странице документа",
    operator: "записал сотрудник",
  } as Record<Method, string>,

  person: (short: string) => `Согласия посетителя\u00a0…\u2060${short}`,
  personLead: (site: string) =>
    `Сайт: ${site}. Записи не\u00a0меняются и\u00a0не\u00a0удаляются, пока их требует хранить закон.`,
  personUnknown: "У\u00a0такого посетителя нет согласий на\u00a0ваших сайтах.",
  blockedSince: (when: string) => `Данные заблокированы: ${when}.`,
  asPdf: "Выгрузить PDF",
  asJson: "Выгрузить JSON",
  ip: "IP-адрес",
  browser: "Браузер",
  webPage: "Страница",
  unknown: "—",
  withdraw: "Записать отзыв",
  withdrawOf: (purpose: string) => `Записать отзыв: ${purpose}`,
  withdrawHint: "Если посетитель отозвал согласие письмом или\u00a0по\u00a0телефону.",
  withdrawAsk: (short: string, purpose: string) =>
    `Посетитель …${short} отозвал согласие (${purpose.toLowerCase()})? Запись нельзя изменить. Отзыв действует сразу, и\u00a0начнётся срок уничтожения данных.`,
  withdrawn: "Отзыв записан.",
};

export const consentsEn: typeof consentsRu = {
  title: "Consents",
  lead: "On what basis data are processed, which documents visitors agree to, and who agreed.",
  toList: "To all consents",

  sites: "Sites",
  site: "Site",
  allSites: "All sites",
  allSitesOf: (controller) => (controller ? `All sites: ${controller}` : "All sites of the controller"),
  basis: "Basis",
  bases: { undecided: "Not chosen", consent: "Consent", other: "Another" },
  undecidedHint: "Nobody is asked for consent until a basis is chosen: this needs a check.",
  inForce: "Documents in force",
  noneInForce: "None",
  changeBasis: "Change",
  changeBasisOf: (site) => `Change the basis: ${site}`,
  basisFor: (site) => `Basis of processing: ${site}`,
  consentMeans: "The chat takes nothing from visitors who have not agreed.",
  otherMeans: "Nobody is asked for consent. Name the basis of article 6 part 1 of 152-FZ in your own words.",
  basisWording: "Which basis",
  basisWordingHint: "For example: a contract with the visitor, article 6 part 1 clause 5. At most 500 characters.",
  basisNoDocument: "publish a consent to processing first, there is nothing to agree to yet",
  basisNoWording: "word the basis, in at most 500 characters",
  basisAsk: (site, basis) =>
    `${site}: the basis of processing becomes “${basis}”, for every chat that is opened from now on. Save?`,
  basisSaved: (site) => `${site}: the basis is saved.`,

  documents: "Documents",
  noDocuments: "No documents yet.",
  document: "Document",
  purposes: {
    processing: "Processing of personal data",
    advertising: "Marketing messages",
    cross_border: "Cross-border transfer",
    draft_preview: "Showing a message before it is sent",
  },
  version: "Version",
  versionOf: (version) => `version ${version}`,
  draft: "Draft",
  published: "Published",
  hash: "SHA-256 of the text",
  page: "Page for visitors",
  openPage: "Open",
  openPageOf: (title) => `Page for visitors: ${title}`,
  begin: "New document",
  beginHint: "A draft begins as the newest version, the first one as a template by article 9 part 4 of 152-FZ.",
  purpose: "Purpose",
  forWhom: "For",
  beginDraft: "Begin a draft",
  nextVersion: "Prepare a new version",
  notYours: "The document is also in force on sites that you don’t work on, so you can’t change it.",

  fields: FIELDS_EN,
  languages: { ru: "in Russian", en: "in English" },
  counts: "The Russian text counts. Have a lawyer read the document before it is published.",
  save: "Save the draft",
  saved: "The draft is saved.",
  unsaved: "There are unsaved changes: only saved text can be published.",
  nothingChanged: "All changes are saved.",
  stillEmpty: (fields) => `To publish it, fill in: ${listEn.format(fields)}.`,
  controllerFields: {
    "controller.legal_name": "the controller’s name",
    "controller.inn": "the controller’s INN",
    "controller.address": "the controller’s address",
  },
  controllerHint: "What is of the controller is filled in on the page Papers.",
  preview: "What visitors will see",
  text: "Text",
  publish: "Publish",
  publishAsk: (title, sites) =>
    `${title}. Publish it? A published text can’t be changed. ${
      sites.length > 0
        ? `All visitors (${listEn.format(sites)}) are asked to agree anew, and if it is the consent to processing, nothing is taken from them until they do.`
        : "While consent is the basis on none of these sites, visitors are not asked."
    }`,
  publishMeans: (sites) =>
    sites.length > 0
      ? `Once it is published all visitors are asked anew: ${listEn.format(sites)}.`
      : "Visitors are not asked about this document yet: consent is not the basis of processing.",
  publishedNow: (version) => `Published: version ${version}.`,
  badText: "at most 4,000 characters, and no control characters",
  emptyField: (field) => `still empty: ${field}`,

  leaving: "Withdrew their consent",
  leavingLead: "Their data are to be destroyed within 30 days of the withdrawal (152-FZ article 21 part 5).",
  noneLeaving: "Nobody whose data are still here has withdrawn their consent.",
  visitor: "Visitor",
  withdrawnAt: "Withdrawn",
  destroyBy: "Destroy by the end of",
  overdue: "overdue",
  blocked: "data are blocked",

  events: "Who agreed and who withdrew",
  eventsNote: "Views and exports are written to the journal of actions.",
  noEvents: "There are no such consents.",
  filters: "Which consents",
  any: "All",
  action: "Action",
  actions: { given: "Given", withdrawn: "Withdrawn" },
  since: "From",
  until: "To",
  visitorNumber: "Visitor’s number",
  visitorWrong: "That is no number: it has 36 characters with hyphens.",
  show: "Show",
  when: "When",
  how: "How",
  methods: { widget_checkbox: "in the chat", page: "on the document’s page", operator: "noted by staff" },

  person: (short) => `Consents of visitor\u00a0…\u2060${short}`,
  personLead: (site) => `Site: ${site}. Records are neither changed nor deleted while the law wants them kept.`,
  personUnknown: "There is no consent of such a visitor on your sites.",
  blockedSince: (when) => `The data are blocked: ${when}.`,
  asPdf: "Export as PDF",
  asJson: "Export as JSON",
  ip: "IP address",
  browser: "Browser",
  webPage: "Page",
  unknown: "—",
  withdraw: "Note a withdrawal",
  withdrawOf: (purpose) => `Note a withdrawal: ${purpose}`,
  withdrawHint: "Where the visitor withdrew by a letter or on the phone.",
  withdrawAsk: (short, purpose) =>
    `Visitor …${short} has withdrawn their consent (${purpose.toLowerCase()})? The record can’t be changed. It counts at once, and the term to destroy their data begins.`,
  withdrawn: "The withdrawal is noted.",
};
