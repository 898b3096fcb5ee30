// Words of the list of first steps: loaded with it.
import { pluralOf } from "./plural";

const plural = pluralOf("ru");

export const firstStepsRu = {
  title: "Первые шаги",
  site: "Добавить сайт",
  siteHint: "На\u00a0странице «Адреса и\u00a0код».",
  steps: {
    embed: {
      name: "Вставить код на\u00a0сайт",
      hint: "Одна строка, она на\u00a0странице «Адреса и\u00a0код». Отметится, когда сайт с\u00a0ней откроют.",
    },
    hello: {
      name: "Поздороваться с\u00a0самим собой",
      hint: "Откройте свой сайт и\u00a0напишите в\u00a0чат: диалог появится слева.",
    },
    invite: { name: "Пригласить коллегу", hint: "Приглашение придёт письмом или\u00a0ссылкой." },
    consent: {
      name: "Опубликовать согласие",
      hint: "Документ, с\u00a0которым посетитель соглашается до\u00a0первого сообщения, или\u00a0иное законное основание.",
    },
  },
  lacking: (names: string, more: number) =>
    more === 0
      ? `Ещё нет: ${names}.`
      : `Ещё нет: ${names} и\u00a0ещё ${more}\u00a0${plural(more, { one: "сайт", few: "сайта", other: "сайтов" })}.`,
  done: "сделано",
  toDo: "ещё не\u00a0сделано",
  putAway: "Убрать список",
};

export type FirstStepsTexts = typeof firstStepsRu;

export const firstStepsEn: FirstStepsTexts = {
  title: "First steps",
  site: "Add a site",
  siteHint: "On the page “Addresses and snippet”.",
  steps: {
    embed: {
      name: "Paste the code into the site",
      hint: "One line, on the page “Addresses and snippet”. It is ticked once the site is opened with it.",
    },
    hello: { name: "Say hello to yourself", hint: "Open your site and write in the chat: it appears on the left." },
    invite: { name: "Invite a colleague", hint: "The invitation comes by mail or as a link." },
    consent: {
      name: "Publish a consent",
      hint: "The document that visitors agree to before their first message, or another legal basis.",
    },
  },
  lacking: (names: string, more: number) => (more === 0 ? `Not yet: ${names}.` : `Not yet: ${names} and ${more} more.`),
  done: "done",
  toDo: "still to do",
  putAway: "Put the list away",
};
