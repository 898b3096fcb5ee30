// Russian, the language the widget was written in.
import { pluralOf } from "../texts/plural";
import type {
  AnswersTexts,
  CopyTexts,
  FilesTexts,
  FormTexts,
  InvitationTexts,
  LauncherTexts,
  MenuTexts,
  PreviewTexts,
  QuoteTexts,
  ReceptionTexts,
  Texts,
} from "../texts/texts";

const newMessages = pluralOf("ru", {
  one: "новое сообщение",
  few: "новых сообщения",
  other: "новых сообщений",
});
const chars = pluralOf("ru", { one: "знак", few: "знака", other: "знаков" });

/** Before the chat is there. */
export const LAUNCHER: LauncherTexts = {
  label: "Открыть чат",
  failure: "Чат не загрузился. Нажмите ещё\u00a0раз.",
};

export const INVITATION: InvitationTexts = {
  close: "Закрыть приглашение",
};

export const FORM: FormTexts = {
  name: "Имя",
  phone: "Телефон",
  phoneHint: "Номер с\u00a0кодом: +7 912 345-67-89",
  email: "Почта",
  call: "Когда позвонить",
  callHint: "После 18",
};

export const MENU: MenuTexts = {
  language: "ru",
  forget: "Удалить мои данные",
  forgetAsk: "Передать просьбу удалить вашу переписку и\u00a0данные? Её рассмотрит ответственный за\u00a0данные.",
  forgetYes: "Передать просьбу",
  forgetNo: "Не\u00a0нужно",
  forgetting: "Передаём…",
  forgetTaken: (number, day) => `Просьба №\u00a0${number} принята.${day ? ` Ответят до\u00a0${day}.` : ""}`,
  more: "Ещё",
  mute: "Выключить звук",
  unmute: "Включить звук",
  download: "Скачать переписку",
  copy: "Прислать копию на\u00a0почту",
  end: "Завершить диалог",
  file: "Переписка.txt",
};

export const PREVIEW: PreviewTexts = {
  seen: "Оператор видит, что вы\u00a0пишете.",
  hide: "Не\u00a0показывать",
};

export const COPY: CopyTexts = {
  email: "Ваша почта",
  send: "Прислать копию",
  sending: "Отправляем…",
  sent: (email) => `Отправили на\u00a0${email}.`,
  wrong: "Проверьте адрес: в\u00a0нём ошибка.",
  tooMany: "Столько копий подряд не\u00a0присылаем. Скачайте переписку или попробуйте позже.",
  refused: "На\u00a0этот адрес прислать копию нельзя. Скачайте переписку.",
  off: "Копии здесь больше не\u00a0присылают. Скачайте переписку.",
  offline: "Нет связи. Попробуйте чуть позже.",
  failed: "Не\u00a0получилось. Попробуйте чуть позже.",
};

export const RECEPTION: ReceptionTexts = {
  choose: "Кому вы пишете",
  any: "Любому",
  away: "не\u00a0на\u00a0связи",
  place: (place) => `Вы ${place}-й в\u00a0очереди.`,
  answersIn: {
    60: "Обычно отвечаем за\u00a0минуту.",
    300: "Обычно отвечаем за\u00a05\u00a0минут.",
    900: "Обычно отвечаем за\u00a015\u00a0минут.",
    3600: "Обычно отвечаем за\u00a0час.",
    86400: "Обычно отвечаем в\u00a0течение дня.",
  },
};

export const ANSWERS: AnswersTexts = {
  choices: "Варианты ответа",
  question: "Насколько мы вам помогли?",
  scores: ["очень плохо", "плохо", "нормально", "хорошо", "отлично"],
  comment: "Что получилось, а\u00a0что нет? Можно не\u00a0отвечать.",
  submit: "Отправить оценку",
  sending: "Отправляем…",
  skip: "Не\u00a0сейчас",
  refused: "Оценка не\u00a0принята.",
  thanks: (score, meaning) => `Спасибо. Ваша оценка: ${score}, ${meaning}.`,
  change: "Изменить",
};

const megabytes = new Intl.NumberFormat("ru", { maximumFractionDigits: 1 });

export const FILES: FilesTexts = {
  attach: "Прикрепить файл",
  chosen: "Файлы к\u00a0сообщению",
  drop: "Отпустите, чтобы прикрепить",
  remove: (name) => `Убрать: ${name}`,
  cancel: (name) => `Отменить загрузку: ${name}`,
  again: (name) => `Загрузить ещё\u00a0раз: ${name}`,
  download: (name) => `Скачать: ${name}`,
  image: (name) => `Изображение: ${name}`,
  ready: "загружен",
  waiting: "ждёт очереди",
  held: "загрузится после согласия",
  size: (bytes) => (bytes < 1e6 ? `${Math.ceil(bytes / 1000)}\u00a0КБ` : `${megabytes.format(bytes / 1e6)}\u00a0МБ`),
  tooLarge: (maxMb) => `Больше ${maxMb}\u00a0МБ: уменьшите файл.`,
  empty: "Файл пустой: выберите другой.",
  wrongKind: (kinds) => `Такие файлы не\u00a0принимаем. Подойдут ${kinds}.`,
  lies: "Имя не\u00a0подходит к\u00a0содержимому: сохраните файл заново.",
  broken: "Файл повреждён: сохраните его заново.",
  tooManyPixels: "Изображение слишком большое: уменьшите его.",
  tooMany: "Столько файлов сразу не\u00a0отправить.",
  later: "Не\u00a0загрузился. Попробуйте чуть позже.",
  off: "Файлы здесь не\u00a0принимаем.",
  full: "На\u00a0сервере нет места. Опишите файл словами.",
  offline: "Нет связи: файл не\u00a0загрузился.",
  gone: "Файл сейчас не\u00a0открыть.",
};

export const CHAT: Texts = {
  language: "ru",
  open: "Открыть чат",
  chat: "Чат",
  close: "Закрыть чат",
  connecting: "Соединяемся…",
  online: "На\u00a0связи",
  offline: "Сейчас не\u00a0на\u00a0связи",
  backAt: (day, time) => `Будем на\u00a0связи: ${day}, ${time}`,
  messages: "Сообщения",
  greeting: "Здравствуйте",
  greetingOnline: "Напишите, что вас интересует. Ответим здесь\u00a0же.",
  greetingOffline: "Напишите сейчас: ответим здесь\u00a0же, как\u00a0только вернёмся.",
  compose: "Сообщение",
  placeholder: "Напишите сообщение",
  send: "Отправить",
  document: "(текст)",
  withdrawConsent: "Отозвать согласие",
  charsLeft: (count) => `Осталось: ${chars(count)}`,
  charsOver: (count) => `Лишнее: ${chars(count)}`,
  you: "Вы",
  operator: "Сотрудник",
  sending: "отправляется…",
  waiting: "ждёт связи",
  sent: "отправлено",
  read: "прочитано",
  erased: "Сообщение удалено",
  edited: "изменено",
  notSent: "Сообщение не\u00a0принято.",
  refusals: {
    visitor_banned: "Вы не\u00a0можете писать в\u00a0этот чат.",
  },
  retry: "Повторить",
  edit: "Изменить",
  joined: (name) => `Вам отвечает ${name}`,
  closed: "Диалог закрыт.",
  closedNow: "Диалог закрыт. Напишите, чтобы продолжить.",
  typing: (name) => `${name} печатает…`,
  newMessages,
  loading: "Загружаем сообщения…",
  noConnection: "Нет связи. Сообщения отправятся, когда она появится.",
  outdated: "Чат обновился.",
  unwelcome: "Чат на\u00a0этой странице не\u00a0подключён. Свяжитесь с\u00a0нами иначе.",
  reload: "Перезагрузить страницу",
  today: "Сегодня",
  yesterday: "Вчера",
  tomorrow: "Завтра",
};

/** Of the message that another one answers. */
export const QUOTE: QuoteTexts = {
  to: "Ответ на\u00a0сообщение:",
  earlier: "Более раннее сообщение",
};
