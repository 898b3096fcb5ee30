// The words of «Маскирование».
import type { Kind, Policy } from "../../live/masking_requests";
import { kindsEn, kindsRu } from "./masks";

const policiesRu: Record<Policy, string> = {
  keep: "Хранить как есть",
  mask: "Скрывать при\u00a0показе",
  replace: "Заменять до\u00a0записи",
};

const policiesEn: Record<Policy, string> = {
  keep: "Keep as it is",
  mask: "Mask on display",
  replace: "Replace before storing",
};

export const maskingRu = {
  title: "Маскирование",
  lead: "Что делать с\u00a0персональными данными в\u00a0сообщениях каждого сайта.",
  explained: [
    "Хранить как есть: текст виден всем сотрудникам сайта.",
    "Скрывать при\u00a0показе: текст хранится целиком, операторы чата и\u00a0ответственный за\u00a0ПДн видят «+7\u00a0•••\u00a0•••\u00a045\u00a067». Оператор может показать сообщение или карточку одним щелчком, запись об\u00a0этом попадёт в\u00a0журнал. Владелец, администратор и\u00a0руководитель видят всё.",
    "Заменять до\u00a0записи: вместо номера хранится «карта •••• 1234». Это необратимо: исходного номера не\u00a0будет ни\u00a0у\u00a0кого. Записанное раньше не\u00a0меняется.",
    "Если сайт ничего не\u00a0выбрал: телефон и\u00a0почта скрываются при\u00a0показе, карты и\u00a0паспорта заменяются до\u00a0записи, остальное хранится как есть.",
  ],
  empty: "Вы пока не\u00a0работаете ни\u00a0на\u00a0одном сайте. Добавить вас на\u00a0сайт может администратор.",
  kind: "Вид данных",
  policy: "Что делать",
  kinds: kindsRu,
  policies: policiesRu,
  policyOf: (kind: Kind, site: string) => `${kindsRu[kind]}, ${site}`,
  saveOf: (site: string) => `Сохранить: ${site}`,
  saved: (site: string) => `Сохранено: ${site}. Открытые панели покажут это после обновления страницы.`,
  replaceAsk: (site: string, kinds: readonly Kind[]) =>
    `Заменять до\u00a0записи на\u00a0сайте «${site}»: ${kinds.map((kind) => kindsRu[kind]).join(", ")}? Из\u00a0новых сообщений эти данные исчезнут навсегда.`,
};

export const maskingEn: typeof maskingRu = {
  title: "Masking",
  lead: "What becomes of personal data in the messages of each site.",
  explained: [
    "Keep as it is: everybody who works on the site sees the text.",
    "Mask on display: the text is stored whole, chat operators and the data protection officer see “+7\u00a0•••\u00a0•••\u00a045\u00a067”. An operator can show a message or a card with one click, and the journal has a record of it. Owners, administrators and supervisors see everything.",
    "Replace before storing: “карта •••• 1234” is stored instead of the number. This can’t be undone: nobody has the number any more. What was stored before stays as it is.",
    "Where a site has chosen nothing: telephones and e-mail are masked on display, cards and passports are replaced before storing, the rest is kept as it is.",
  ],
  empty: "You work on no site yet. An administrator can add you to one.",
  kind: "Kind of data",
  policy: "What to do",
  kinds: kindsEn,
  policies: policiesEn,
  policyOf: (kind: Kind, site: string) => `${kindsEn[kind]}, ${site}`,
  saveOf: (site: string) => `Save: ${site}`,
  saved: (site: string) => `Saved: ${site}. Open panels will show it once their page is reloaded.`,
  replaceAsk: (site: string, kinds: readonly Kind[]) =>
    `Replace before storing on “${site}”: ${kinds.map((kind) => kindsEn[kind]).join(", ")}? New messages will lose this data for good.`,
};
