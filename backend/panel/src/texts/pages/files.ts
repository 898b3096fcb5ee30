// The words of files in the thread and the composer.
import type { RefusalTexts } from "../../../../../widget/src/live/file_refusals";

interface FileTexts extends RefusalTexts {
  readonly attach: string;
  /** The list of what goes with the next answer. */
  readonly chosen: string;
  readonly drop: string;
  readonly remove: (name: string) => string;
  readonly cancel: (name: string) => string;
  readonly again: (name: string) => string;
  readonly download: (name: string) => string;
  /** Of a picture, large. */
  readonly open: (name: string) => string;
  readonly image: (name: string) => string;
  readonly ready: string;
  readonly waiting: string;
  readonly size: (bytes: number) => string;
}

const kilobytes = (bytes: number) => Math.ceil(bytes / 1000);
const megabytes = (language: string, bytes: number) =>
  (bytes / 1e6).toLocaleString(language, { maximumFractionDigits: 1 });

export const filesRu: FileTexts = {
  attach: "Прикрепить файл",
  chosen: "Файлы к\u00a0ответу",
  drop: "Отпустите, чтобы прикрепить",
  remove: (name) => `Убрать: ${name}`,
  cancel: (name) => `Отменить загрузку: ${name}`,
  again: (name) => `Загрузить ещё\u00a0раз: ${name}`,
  download: (name) => `Скачать: ${name}`,
  open: (name) => `Открыть: ${name}`,
  image: (name) => `Изображение: ${name}`,
  ready: "загружен",
  waiting: "ждёт очереди",
  size: (bytes) => (bytes < 1e6 ? `${kilobytes(bytes)}\u00a0КБ` : `${megabytes("ru", bytes)}\u00a0МБ`),
  tooLarge: (maxMb) => `Больше ${maxMb}\u00a0МБ: уменьшите файл.`,
  empty: "Файл пустой: выберите другой.",
  wrongKind: (kinds) => `Такие файлы не\u00a0разрешены в\u00a0настройках сайта. Подойдут ${kinds}.`,
  lies: "Имя не\u00a0подходит к\u00a0содержимому: сохраните файл заново.",
  broken: "Файл повреждён: сохраните его заново.",
  tooManyPixels: "Изображение слишком большое: уменьшите его.",
  tooMany: "В\u00a0одном сообщении не\u00a0больше 10\u00a0файлов.",
  later: "Не\u00a0загрузился. Попробуйте чуть позже.",
  off: "Файлы на\u00a0этом сайте выключены.",
  full: "Место для\u00a0файлов закончилось. Сообщите администратору.",
  offline: "Нет связи: файл не\u00a0загрузился.",
};

export const filesEn: FileTexts = {
  attach: "Attach a file",
  chosen: "Files of the reply",
  drop: "Drop to attach",
  remove: (name) => `Remove: ${name}`,
  cancel: (name) => `Cancel the upload: ${name}`,
  again: (name) => `Upload again: ${name}`,
  download: (name) => `Download: ${name}`,
  open: (name) => `Open: ${name}`,
  image: (name) => `Image: ${name}`,
  ready: "uploaded",
  waiting: "waits for its turn",
  size: (bytes) => (bytes < 1e6 ? `${kilobytes(bytes)}\u00a0kB` : `${megabytes("en", bytes)}\u00a0MB`),
  tooLarge: (maxMb) => `Over ${maxMb}\u00a0MB: make the file smaller.`,
  empty: "The file is empty: choose another.",
  wrongKind: (kinds) => `The site’s settings do not allow such files. These are allowed: ${kinds}.`,
  lies: "Its name does not fit its content: save the file anew.",
  broken: "The file is damaged: save it anew.",
  tooManyPixels: "The image is too large: make it smaller.",
  tooMany: "A message has at most 10\u00a0files.",
  later: "Not uploaded. Try again a little later.",
  off: "Files are switched off on this site.",
  full: "There is no more room for files. Tell the administrator.",
  offline: "No connection: the file was not uploaded.",
};
