// Which words are left as they are, and what is taken from those that would turn or cover others.
import { expect, test } from "vitest";
import { amidWords, isSeen, plainWords, splitEnding } from "./plain_words";

test("words of every script stay as they are", () => {
  for (const words of ["Пётр", "שָׁלוֹם", "عَرَبِيّ", "नमस्ते", "བསྒྲུབས", "Việt", "👩‍👩‍👧‍👦 ❤️ 1️⃣ 🏴󠁧󠁢󠁥󠁮󠁧󠁿", "a\u200fb", "می‌خواهم"]) {
    expect(plainWords(words)).toBe(words);
    expect(plainWords(words.normalize("NFD"))).toBe(words.normalize("NFD"));
  }
});

test("what turns lines is taken out, and marks end after four", () => {
  expect(plainWords("\u202egpj.exe\u202c \u2067x\u2069\u2066\u2068\u202a\u202b\u202d")).toBe("gpj.exe x");
  expect(plainWords(`я${"\u0301".repeat(40)}ма${"\u0489".repeat(9)}`)).toBe(
    `я${"\u0301".repeat(4)}ма${"\u0489".repeat(4)}`,
  );
});

test("signs without a shape are nothing to be seen", () => {
  for (const unseen of ["", "  ", "\u202e", "\u200b\u200d\ufeff", "\u3164\u2800", "\u0301"])
    expect(isSeen(unseen)).toBe(false);
  for (const seen of ["Я", "👋", " .", "א"]) expect(isSeen(seen)).toBe(true);
});

test("a name from right to left has its place in a sentence, others are the sentence's own", () => {
  expect(amidWords("Анна")).toBe("Анна");
  expect(amidWords("\u202eשרה")).toBe("\u200eשרה\u200e");
});

test("a file's ending stands apart", () => {
  expect(splitEnding("счёт.pdf")).toEqual(["счёт", ".pdf"]);
  expect(splitEnding("חשבון.final.exe")).toEqual(["חשבון.final", ".exe"]);
  expect(splitEnding("\u202egpj.exe")).toEqual(["gpj", ".exe"]);
  expect(splitEnding("README")).toEqual(["README", ""]);
  expect(splitEnding(".env")).toEqual([".env", ""]);
  expect(splitEnding("что. это за файл")).toEqual(["что. это за файл", ""]);
});
