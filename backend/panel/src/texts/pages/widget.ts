// The words of «Виджет».
import type {
  Asked,
  FILE_KINDS,
  FormField,
  FormTime,
  Language,
  Rule,
  Side,
  Theme,
  Word,
  WorkTime,
} from "../../live/site_requests";
import { visitorMailEn, visitorMailRu } from "./visitor_mail";

type FileKind = (typeof FILE_KINDS)[number];

const wordsRu: Record<Word, string> = {
  launcher: "На\u00a0кнопке",
  title: "Заголовок окна",
  greeting: "Приветствие",
  offline: "Когда никого нет",
};

const wordsEn: Record<Word, string> = {
  launcher: "On the button",
  title: "Title of the window",
  greeting: "Greeting",
  offline: "When nobody is there",
};

const hintsRu: Record<Word, string> = {
  launcher: "До\u00a024\u00a0знаков. Пусто: только значок.",
  title: "Видно, пока никто не\u00a0ответил. Пусто: название сайта.",
  greeting: "Первое, что видит посетитель. Пусто: обычные слова.",
  offline: "Вместо приветствия, когда сотрудников нет на\u00a0связи.",
};

const hintsEn: Record<Word, string> = {
  launcher: "Up to 24\u00a0characters. Empty: the icon alone.",
  title: "Shown until somebody answers. Empty: the site’s name.",
  greeting: "The first thing a visitor sees. Empty: the usual words.",
  offline: "Instead of the greeting when no operator is there.",
};

const themesRu: Record<Theme, string> = { auto: "Как у\u00a0посетителя", light: "Светлая", dark: "Тёмная" };
const themesEn: Record<Theme, string> = { auto: "As the visitor’s", light: "Light", dark: "Dark" };
const sidesRu: Record<Side, string> = { right: "Справа внизу", left: "Слева внизу" };
const sidesEn: Record<Side, string> = { right: "Bottom right", left: "Bottom left" };
const languagesRu: Record<Language, string> = { ru: "Русский", en: "Английский" };
const languagesEn: Record<Language, string> = { ru: "Russian", en: "English" };

const workTimesRu: Record<WorkTime, string> = {
  attack: "Когда их слишком много",
  always: "Всегда",
  off: "Никогда",
};
const workTimesEn: Record<WorkTime, string> = {
  attack: "When too many of them come",
  always: "Always",
  off: "Never",
};

const formTimesRu: Record<FormTime, string> = {
  never: "Не\u00a0спрашивать",
  away: "Когда никого нет на\u00a0связи",
  always: "Перед первым сообщением",
};
const formTimesEn: Record<FormTime, string> = {
  never: "Do not ask",
  away: "When nobody is there",
  always: "Before the first message",
};
const formFieldsRu: Record<FormField, string> = {
  name: "Имя",
  phone: "Телефон",
  email: "Почта",
  call: "Когда позвонить",
};
const formFieldsEn: Record<FormField, string> = {
  name: "Name",
  phone: "Telephone",
  email: "E-mail",
  call: "When to call",
};
const askedRu: Record<Asked, string> = {
  no: "Не\u00a0спрашивать",
  optional: "Можно пропустить",
  required: "Обязательно",
};
const askedEn: Record<Asked, string> = { no: "Do not ask", optional: "May be left empty", required: "Required" };

const deedsRu: Record<Rule["deed"], string> = {
  show: "Показывать кнопку только здесь",
  hide: "Не\u00a0показывать кнопку",
  open: "Открыть чат",
  invite: "Пригласить в\u00a0чат",
};
const deedsEn: Record<Rule["deed"], string> = {
  show: "Show the button only here",
  hide: "Hide the button",
  open: "Open the chat",
  invite: "Invite into the chat",
};
const devicesRu: Record<Rule["device"], string> = { any: "Любое", phone: "Телефон", computer: "Компьютер" };
const devicesEn: Record<Rule["device"], string> = { any: "Any", phone: "Phone", computer: "Computer" };
const visitorKindsRu: Record<Rule["visitors"], string> = {
  any: "Все",
  new: "Кто здесь ещё не\u00a0писал",
  returning: "Кто уже писал",
};
const visitorKindsEn: Record<Rule["visitors"], string> = {
  any: "Everybody",
  new: "Who has not written here yet",
  returning: "Who has written before",
};

const fileKindsRu: Record<FileKind, string> = {
  images: "изображения: JPEG, PNG, WebP, GIF",
  pdf: "PDF",
  documents: "документы: DOCX, XLSX, PPTX, ODT, ODS, RTF",
  texts: "текст: TXT, CSV",
  old_documents: "прежние DOC, XLS, PPT: в\u00a0них бывают макросы",
  archives: "архивы ZIP: внутри может быть что угодно",
};
const fileKindsEn: Record<FileKind, string> = {
  images: "images: JPEG, PNG, WebP, GIF",
  pdf: "PDF",
  documents: "documents: DOCX, XLSX, PPTX, ODT, ODS, RTF",
  texts: "text: TXT, CSV",
  old_documents: "older DOC, XLS, PPT: they may hold macros",
  archives: "ZIP archives: anything may be inside",
};

const wrongRu: Readonly<Record<string, string>> = {
  ru: "Русские слова: одной строкой, не\u00a0длиннее указанного.",
  en: "Английские слова: одной строкой, не\u00a0длиннее указанного.",
  hours: "Часы работы: день кончается позже, чем начинается, и\u00a0хотя\u00a0бы один день рабочий.",
  time_zone: "Такого часового пояса нет.",
  metrica: "Номер счётчика\u00a0— целое число больше нуля.",
  offset_x: "Отступ сбоку: от\u00a00 до\u00a0300.",
  offset_y: "Отступ снизу: от\u00a00 до\u00a0300.",
  rules:
    "Правила: у\u00a0приглашения есть слова, страница начинается с\u00a0/, https:// или\u00a0*, метка\u00a0— вида utm_source=vk.",
  files: "Файлы: хотя\u00a0бы один вид и\u00a0размер от\u00a01 до\u00a025\u00a0МБ.",
  form: "Анкета: выберите хотя\u00a0бы одно поле или не\u00a0спрашивайте.",
  mail: "Письма: тема в\u00a0одну строку, адрес для\u00a0ответа\u00a0— почтовый.",
  other: "Настройки не\u00a0приняты: проверьте поля.",
};

const wrongEn: Readonly<Record<string, string>> = {
  ru: "Russian words: one line each, not longer than said.",
  en: "English words: one line each, not longer than said.",
  hours: "Hours: a day ends after it begins, and at least one day has some.",
  time_zone: "There is no such time zone.",
  metrica: "The counter’s number is whole and above zero.",
  offset_x: "Offset from the side: 0 to 300.",
  offset_y: "Offset from the bottom: 0 to 300.",
  rules: "Rules: an invitation has words, a page begins with /, https:// or *, a campaign is like utm_source=vk.",
  files: "Files: at least one kind, and a size of 1 to 25\u00a0MB.",
  form: "Form: choose a field, or do not ask.",
  mail: "Mail: the subject is one line, and replies go to an e-mail address.",
  other: "The settings were not accepted: look at the fields.",
};

export const widgetRu = {
  title: "Виджет",
  lead: "Как чат выглядит на\u00a0сайте и\u00a0что говорит. Страницы узнают об\u00a0изменении за\u00a0две минуты.",
  empty: "Вы пока не\u00a0работаете ни\u00a0на\u00a0одном сайте. Добавить вас на\u00a0сайт может администратор.",
  site: "Сайт",
  looks: "Вид",
  accent: "Цвет",
  accentHint: "Если белый текст на\u00a0нём не\u00a0прочесть, он станет темнее ровно настолько, чтобы читался.",
  theme: "Тема",
  themes: themesRu,
  side: "Где кнопка",
  sides: sidesRu,
  offsetX: "Отступ сбоку, пикселей",
  offsetY: "Отступ снизу, пикселей",
  says: "Слова",
  language: "Язык страниц",
  languages: languagesRu,
  words: wordsRu,
  hints: hintsRu,
  hours: "Часы работы",
  hasHours: "Говорить посетителям, когда ответят",
  hoursHint:
    "Когда сотрудников нет на\u00a0связи, чат скажет: «Будем на\u00a0связи: завтра, 9:00». Писать можно всегда.",
  days: ["Понедельник", "Вторник", "Среда", "Четверг", "Пятница", "Суббота", "Воскресенье"],
  dayOff: "выходной",
  opens: (day: string) => `${day}, с`,
  closes: (day: string) => `${day}, до`,
  timeZone: "Часовой пояс",
  form: "Анкета",
  formWhen: "Спрашивать, кто пишет",
  formTimes: formTimesRu,
  formFields: formFieldsRu,
  asked: askedRu,
  formHint:
    "Ответы встанут первыми строками сообщения: по\u00a0ним работают поиск, карточка и\u00a0уничтожение. Спрашивайте только то, без чего не\u00a0ответить. Если «Маскирование» заменяет телефоны или почту до\u00a0сохранения, в\u00a0анкете они тоже не\u00a0сохранятся.",
  rules: "Правила страниц",
  rulesHint:
    "Всё, что названо в\u00a0правиле, должно выполняться сразу. Приглашение и\u00a0открытие\u00a0— один раз, пока открыта страница: до\u00a0согласия чат ничего не\u00a0запоминает. На\u00a0телефоне чат сам не\u00a0открывается: он закрыл\u00a0бы страницу.",
  addRule: "Добавить правило",
  rule: (number: number) => `Правило\u00a0${number}`,
  remove: "Удалить",
  removeRule: (number: number) => `Удалить правило\u00a0${number}`,
  deed: "Что сделать",
  deeds: deedsRu,
  inviteRu: "Слова по-русски",
  inviteEn: "Слова по-английски",
  rulePages: "На\u00a0каких страницах",
  rulePagesHint: "Например, /cart* или\u00a0*?sale=1*. Звёздочка\u00a0— что угодно. Пусто: на\u00a0всех.",
  device: "Устройство",
  devices: devicesRu,
  visitors: "Кому",
  visitorKinds: visitorKindsRu,
  campaign: "Метка в\u00a0адресе",
  campaignHint: "Например, utm_source=vk. Пусто: любая.",
  afterS: "Через сколько секунд",
  scrolled: "Прокручено, процентов",
  onLeaving: "Когда курсор уходит со\u00a0страницы вверх",
  rating: "Оценка",
  asksRating: "Спрашивать, помогли\u00a0ли посетителю",
  ratingHint: "Когда диалог закрыт. От\u00a01 до\u00a05 и\u00a0слова, если захочется; можно отказаться.",
  visitorsNow: "Сейчас на\u00a0сайте",
  showsVisitors: "Показывать сотрудникам, кто сейчас на\u00a0сайте",
  visitorsHints: [
    "Сотрудники увидят страницы, которые открывает посетитель, время на\u00a0сайте и\u00a0источник перехода и\u00a0смогут пригласить его в\u00a0чат. Это обработка персональных данных: назовите её в\u00a0согласии и\u00a0политике («страницы сайта, которые открывает субъект») до\u00a0того, как включите.",
    "Видно только тех, кто дал согласие в\u00a0чате раньше (где основание другое\u00a0— тех, кто открыл чат или писал). До\u00a0согласия о\u00a0посетителе не\u00a0известно ничего. Страницы сохраняются только у\u00a0тех, с\u00a0кем есть диалог, и\u00a0пока он открыт: последние 100, и\u00a0видны в\u00a0нём.",
  ],
  files: "Файлы",
  filesFromVisitors: "Принимать файлы от\u00a0посетителей",
  fileKinds: "Какие файлы можно отправлять",
  fileKindNames: fileKindsRu,
  fileKindsHint:
    "Что за файл, сервер узнаёт по\u00a0содержимому, а\u00a0не\u00a0по\u00a0имени. То\u00a0же\u00a0относится к\u00a0файлам сотрудников.",
  fileSize: "Самый большой файл, МБ",
  fileSizeHint: "От\u00a01 до\u00a025. Прокси перед сервером должен пропускать столько\u00a0же.",
  newcomers: "Защита от\u00a0роботов",
  asksWork: "Проверять новых посетителей",
  workTimes: workTimesRu,
  workHint:
    "Браузер нового посетителя решает задачу, прежде чем отправить первое сообщение. Человек только ждёт: около секунды на\u00a0телефоне. Роботу каждое сообщение обходится дороже. Кто уже писал, ничего не\u00a0заметит. Посторонних сервисов и\u00a0картинок нет.",
  attacked: (since: string) =>
    `Новых посетителей слишком много. Их\u00a0браузеры решают задачу: началось ${since}, закончится само, когда посетителей станет меньше.`,
  ...visitorMailRu,
  metrica: "Яндекс Метрика",
  counter: "Номер счётчика",
  counterHint:
    "Если счётчик есть на\u00a0странице, чат сообщит ему о\u00a0целях chat_opened, chat_started, message_sent и\u00a0rated, и\u00a0только после согласия посетителя. Пусто: не\u00a0сообщать.",
  wrong: wrongRu,
  leaveAsk: (site: string) => `Изменения виджета сайта «${site}» не\u00a0сохранены. Перейти без\u00a0них?`,
  unsaved: "Есть несохранённые изменения.",
  saved: "Сохранено.",
  preview: "Так увидит посетитель",
  previewOpen: "окно открыто",
  previewAway: "никого нет",
  snippet: "Код для\u00a0сайта",
  snippetHint: "Вставьте на\u00a0каждую страницу, в\u00a0любое место. Адрес страницы должен быть среди адресов сайта.",
  copy: "Скопировать",
  copied: "Скопировано.",
  notCopied: "Браузер не\u00a0дал скопировать: выделите строку и\u00a0скопируйте сами.",
};

export const widgetEn: typeof widgetRu = {
  title: "Widget",
  lead: "How the chat looks on a site and what it says. Pages know of a change within two minutes.",
  empty: "You work on no site yet. An administrator can add you to one.",
  site: "Site",
  looks: "Looks",
  accent: "Colour",
  accentHint: "Where white text on it could not be read, it is darkened just until it can.",
  theme: "Theme",
  themes: themesEn,
  side: "Where the button is",
  sides: sidesEn,
  offsetX: "Offset from the side, pixels",
  offsetY: "Offset from the bottom, pixels",
  says: "Words",
  language: "Language of the pages",
  languages: languagesEn,
  words: wordsEn,
  hints: hintsEn,
  hours: "Working hours",
  hasHours: "Tell visitors when they will be answered",
  hoursHint: "When no operator is there, the chat says: “We will be here: Tomorrow, 09:00”. One can always write.",
  days: ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
  dayOff: "day off",
  opens: (day: string) => `${day}, from`,
  closes: (day: string) => `${day}, until`,
  timeZone: "Time zone",
  form: "Form",
  formWhen: "Ask who is writing",
  formTimes: formTimesEn,
  formFields: formFieldsEn,
  asked: askedEn,
  formHint:
    "The answers become the first lines of the message: search, card and erasure work with them. Ask only for what you can’t answer without. Where masking replaces telephones or addresses before they are stored, it does so here too.",
  rules: "Rules of pages",
  rulesHint:
    "All that a rule names must hold at once. It invites and opens once while a page is open: before consent the chat remembers nothing. On phones the chat does not open by itself: it would cover the page.",
  addRule: "Add a rule",
  rule: (number: number) => `Rule\u00a0${number}`,
  remove: "Remove",
  removeRule: (number: number) => `Remove rule\u00a0${number}`,
  deed: "What to do",
  deeds: deedsEn,
  inviteRu: "Words in Russian",
  inviteEn: "Words in English",
  rulePages: "On which pages",
  rulePagesHint: "For example /cart* or *?sale=1*. The star is anything. Empty: on all.",
  device: "Device",
  devices: devicesEn,
  visitors: "For whom",
  visitorKinds: visitorKindsEn,
  campaign: "Parameter in the address",
  campaignHint: "For example utm_source=vk. Empty: any.",
  afterS: "After how many seconds",
  scrolled: "Scrolled, per cent",
  onLeaving: "When the pointer leaves the page upwards",
  rating: "Rating",
  asksRating: "Ask visitors whether they were helped",
  ratingHint: "Once a conversation is closed. From 1 to 5, and words if they like; they may decline.",
  visitorsNow: "On the site now",
  showsVisitors: "Show operators who is on the site now",
  visitorsHints: [
    "Operators will see the pages that a visitor opens, how long they have been there and what brought them, and can ask them into the chat. That is processing of personal data: name it in the consent and the policy (“pages of the site that the data subject opens”) before you turn this on.",
    "Only those are seen who agreed in the chat before (where the basis is another one: who opened the chat or wrote). Before that nothing is known of a visitor. Pages are kept only of those with a conversation, while it is open: the newest 100, and shown in it.",
  ],
  files: "Files",
  filesFromVisitors: "Take files from visitors",
  fileKinds: "Which files may be sent",
  fileKindNames: fileKindsEn,
  fileKindsHint: "The server tells a file by its content, not by its name. The same goes for operators’ files.",
  fileSize: "Largest file, MB",
  fileSizeHint: "From 1 to 25. A proxy in front of the server must let as much through.",
  newcomers: "Protection from bots",
  asksWork: "Check new visitors",
  workTimes: workTimesEn,
  workHint:
    "A new visitor’s browser solves a task before it sends the first message. A person only waits: about a second on a phone. Each message costs a bot more. Who has written before notices nothing. No outside service, no pictures.",
  attacked: (since: string) =>
    `Too many new visitors come. Their browsers solve a task first: it began on ${since} and ends by itself when fewer come.`,
  ...visitorMailEn,
  metrica: "Yandex Metrica",
  counter: "Number of the counter",
  counterHint:
    "Where the page has the counter, the chat tells it of the goals chat_opened, chat_started, message_sent and rated, and only once the visitor has agreed. Empty: nothing is told.",
  wrong: wrongEn,
  leaveAsk: (site: string) => `The changes to the widget of “${site}” are not saved. Leave without them?`,
  unsaved: "There are changes that are not saved.",
  saved: "Saved.",
  preview: "What a visitor will see",
  previewOpen: "window open",
  previewAway: "nobody there",
  snippet: "Code for the site",
  snippetHint: "Paste it into every page, anywhere. The page’s address must be among the site’s addresses.",
  copy: "Copy",
  copied: "Copied.",
  notCopied: "The browser did not let it be copied: select the line and copy it yourself.",
};
