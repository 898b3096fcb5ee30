// Each setting of a widget is told under a name of its own, in words: what differs in it can be seen beside another's.
import { expect, test } from "vitest";
import type { Rule, WidgetSettings } from "../../../live/site_requests";
import { widgetRu } from "../../../texts/pages/widget";
import { ru } from "../../../texts/ru";
import { clashesBetween } from "../changed_over";
import type { PrivacyTexts } from "../words";
import { toldSettings } from "./told_settings";

const texts = { ...ru, widget: widgetRu } as unknown as PrivacyTexts;
const RULE: Rule = {
  deed: "invite",
  pages: "/cart*",
  device: "phone",
  visitors: "any",
  campaign: "",
  after_s: 30,
  scrolled_percent: 0,
  on_leaving: true,
  ru: "Подсказать?",
  en: "",
};
const WORDS = { launcher: "", title: "", greeting: "", offline: "" };
const SETTINGS: WidgetSettings = {
  accent: "#2f5aa0",
  side: "right",
  offset_x: 20,
  offset_y: 20,
  theme: "auto",
  ru: WORDS,
  en: WORDS,
  time_zone: "UTC",
  hours: [],
  metrica: null,
  rules: [],
  form: { when: "never", name: "no", phone: "no", email: "no", call: "no" },
  asks_rating: false,
  asks_work: "attack",
  files: { from_visitors: true, kinds: ["images", "pdf"], max_mb: 10 },
  mail: {
    answers: false,
    copies: false,
    subject: "",
    subject_en: "",
    greeting: "",
    greeting_en: "",
    reply_to: "",
  },
  shows_visitors: false,
};

const clashes = (mine: Partial<WidgetSettings>) =>
  clashesBetween(toldSettings(texts, SETTINGS), toldSettings(texts, { ...SETTINGS, ...mine })).map(
    ({ name, theirs, mine }) => [name, theirs, mine],
  );

test("no two settings have one name, and what is alike is not told", () => {
  const names = toldSettings(texts, { ...SETTINGS, rules: [RULE, RULE] }).map(([name]) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(clashes({})).toEqual([]);
});

// Each of them has a line: none can differ unseen
const OTHER: WidgetSettings = {
  accent: "#000000",
  side: "left",
  offset_x: 21,
  offset_y: 21,
  theme: "dark",
  ru: { ...WORDS, title: "Чай" },
  en: { ...WORDS, title: "Tea" },
  time_zone: "Europe/Moscow",
  hours: [{ opens: 540, closes: 1440 }, null, null, null, null, null, null],
  metrica: 7,
  rules: [RULE],
  form: { ...SETTINGS.form, when: "away" },
  asks_rating: true,
  asks_work: "off",
  files: { ...SETTINGS.files, kinds: ["pdf"] },
  mail: { ...SETTINGS.mail, copies: true },
  shows_visitors: true,
};

test.each(Object.keys(OTHER) as (keyof WidgetSettings)[])("another %s is told", (name) => {
  expect(clashes({ [name]: OTHER[name] })).not.toEqual([]);
});

test("hours and rules are told as one reads them", () => {
  expect(clashes({ hours: OTHER.hours }).slice(0, 2)).toEqual([
    ["Часы работы: Понедельник", "", "09:00–00:00"],
    ["Часы работы: Вторник", "", "выходной"],
  ]);
  expect(clashes({ rules: [RULE] })).toEqual([
    [
      "Правило\u00a01",
      "",
      "Пригласить в\u00a0чат; Слова по-русски: Подсказать?; На\u00a0каких страницах: /cart*; Устройство: Телефон; " +
        "Через сколько секунд: 30; Когда курсор уходит со\u00a0страницы вверх",
    ],
  ]);
});
