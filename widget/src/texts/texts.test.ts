// Words that depend on numbers and days.
import { expect, test } from "vitest";
import { CHAT as EN } from "../languages/en";
import { CHAT as RU } from "../languages/ru";
import { dayOf, timeOf } from "./texts";

const plain = (text: string) => text.replaceAll("\u00a0", " ");

test("Russian counts in three forms, English in two", () => {
  expect([1, 2, 5, 11, 21, 104].map((count) => plain(RU.newMessages(count)))).toEqual([
    "1 новое сообщение",
    "2 новых сообщения",
    "5 новых сообщений",
    "11 новых сообщений",
    "21 новое сообщение",
    "104 новых сообщения",
  ]);
  expect([1, 2].map((count) => plain(EN.newMessages(count)))).toEqual(["1 new message", "2 new messages"]);
});

test("a day is called today, yesterday, or by its date, with the year where it is another", () => {
  const now = new Date(2026, 2, 12, 0, 30).getTime();
  const day = (...parts: [number, number, number, number]) => plain(dayOf(RU, +new Date(...parts), now));
  expect(day(2026, 2, 12, 0)).toBe("Сегодня");
  expect(day(2026, 2, 11, 23)).toBe("Вчера");
  expect(day(2026, 1, 3, 12)).toBe("3 февраля");
  expect(day(2025, 1, 3, 12)).toBe("3 февраля 2025 г.");
});

test("times have two digits and twenty-four hours in both languages", () => {
  const at = new Date(2026, 2, 12, 21, 5).getTime();
  expect([timeOf(RU, at), timeOf(EN, at)]).toEqual(["21:05", "21:05"]);
});
