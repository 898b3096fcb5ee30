// The words of masks in conversations.
import type { Kind } from "../../live/masking_requests";

export const kindsRu: Record<Kind, string> = {
  phone: "Телефон",
  email: "Почта",
  card: "Банковская карта",
  passport: "Паспорт",
  snils: "СНИЛС",
  inn: "ИНН",
  ogrn: "ОГРН",
  account: "Расчётный счёт",
};

export const kindsEn: Record<Kind, string> = {
  phone: "Telephone",
  email: "E-mail",
  card: "Bank card",
  passport: "Passport",
  snils: "СНИЛС",
  inn: "ИНН",
  ogrn: "ОГРН",
  account: "Bank account",
};

export const masksRu = {
  show: "показать",
  showing: (kind: string) => `Показать (${kindsRu[kind as Kind] ?? kind}): запись об\u00a0этом попадёт в\u00a0журнал`,
  hidden: "Скрыто настройкой сайта",
  notShown: (reason: string) => `Не\u00a0показано: ${reason}.`,
};

export const masksEn: typeof masksRu = {
  show: "show",
  showing: (kind: string) => `Show (${kindsEn[kind as Kind] ?? kind}): the journal will have a record of it`,
  hidden: "Masked by the site's settings",
  notShown: (reason: string) => `Not shown: ${reason}.`,
};
