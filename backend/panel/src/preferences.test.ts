// Choices kept in the browser, and what happens where it keeps nothing.
import { expect, test } from "vitest";
import { loadPreferences, savePreferences } from "./preferences";

const full = () => {
  throw new DOMException("no room", "QuotaExceededError");
};

test("choices come back as they were made", () => {
  const kept = new Map<string, string>();
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (k: string, v: string) => kept.set(k, v),
  };
  savePreferences(storage, { language: "en", theme: "dark", sound: false });
  expect(loadPreferences(storage)).toEqual({ language: "en", theme: "dark", sound: false });
});

test("what can't be read counts as not chosen", () => {
  const defaults = { language: "ru", theme: "auto", sound: true };
  expect(loadPreferences({ getItem: () => "{" })).toEqual(defaults);
  expect(loadPreferences({ getItem: () => '{"language":"xx","theme":1}' })).toEqual(defaults);
  expect(loadPreferences({ getItem: full })).toEqual(defaults);
  expect(() => savePreferences({ setItem: full }, { language: "ru", theme: "auto", sound: true })).not.toThrow();
});
