// Finding by a few letters: words in any order, slips, the wrong layout.
import { expect, test } from "vitest";
import { matchScore } from "./fuzzy";

const finds = (query: string, ...texts: string[]) => matchScore(query, texts) > 0;

test("beginnings of words in any order name a text", () => {
  expect(finds("зак диа", "Закрыть диалог")).toBe(true);
  expect(finds("диалог закр", "Закрыть диалог")).toBe(true);
  expect(finds("закрыть окно", "Закрыть диалог")).toBe(false);
  expect(finds("", "Закрыть диалог")).toBe(false);
});

test("what was typed in the wrong layout is what the same keys say in the other", () => {
  expect(finds("pfrhsnm", "Закрыть диалог")).toBe(true);
  expect(finds("ыекщтп", "Strong password")).toBe(true);
  expect(finds("вфкл", "Theme: dark")).toBe(true);
});

test("ё is е, and one slip is forgiven in a word of four letters or more", () => {
  expect(finds("тёмное", "Оформление: темное")).toBe(true);
  expect(finds("закырть", "Закрыть диалог")).toBe(true);
  expect(finds("зкрыть", "Закрыть диалог")).toBe(true);
  expect(finds("заккрыть", "Закрыть диалог")).toBe(true);
  expect(finds("закпыть", "Закрыть диалог")).toBe(true);
  expect(finds("зко", "Закрыть диалог")).toBe(false);
});

test("a whole word stands before a beginning, a beginning before what is within, that before a slip", () => {
  const scores = ["тема", "тематика", "система", "тесак"].map((text) => matchScore("тема", [text]));
  expect(scores).toEqual([...scores].sort((a, b) => b - a));
  expect(new Set(scores).size).toBe(scores.length);
});
