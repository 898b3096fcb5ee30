// Emoji are found in both languages; what is kept of them can't break anything.
import { expect, test } from "vitest";
import { EMOJI, findEmoji } from "./emoji";
import { noteEmoji, recentEmoji } from "./recent";

test("every line says an emoji once, with a name in both languages", () => {
  expect(new Set(EMOJI.map(({ char }) => char)).size).toBe(EMOJI.length);
  expect(EMOJI.filter(({ char, ru, en }) => !char || !/[а-яё]/.test(ru) || !/[a-z]/.test(en))).toEqual([]);
});

test("words of either language find, by their beginnings and whatever е there is", () => {
  expect(findEmoji("спас").map(({ char }) => char)).toEqual(["🙏"]);
  expect(findEmoji("DELIVERY").map(({ char }) => char)).toEqual(["🚚"]);
  expect(findEmoji("зеленое серд").map(({ char }) => char)).toEqual(["💚"]);
  expect(findEmoji("ыыы")).toEqual([]);
  expect(findEmoji(" ")).toHaveLength(EMOJI.length);
});

test("the last used come first, each once, whatever is found in storage", () => {
  const kept = new Map<string, string>();
  const store = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (k: string, v: string) => void kept.set(k, v),
  };
  for (const char of ["👍", "🙏", "👍"]) noteEmoji(store, char);
  expect(recentEmoji(store)).toEqual(["👍", "🙏"]);
  kept.set("ryadom:panel:emoji", "{broken");
  expect(recentEmoji(store)).toEqual([]);
  kept.set("ryadom:panel:emoji", '{"a":1}');
  expect(recentEmoji(store)).toEqual([]);
});
