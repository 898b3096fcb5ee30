// Choices kept in the browser, and what happens where it keeps nothing.
import { expect, test } from "vitest";
import { DEFAULT_PREFERENCES, loadPreferences, savePreferences } from "./preferences";
import { DEFAULT_ALERTS } from "./state/alerts";

const full = () => {
  throw new DOMException("no room", "QuotaExceededError");
};

test("choices come back as they were made", () => {
  const kept = new Map<string, string>();
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (k: string, v: string) => kept.set(k, v),
  };
  const alerts = { ...DEFAULT_ALERTS, volume: 0.2, showsWords: true, isQuietInFocus: true, isOwnOnly: false };
  const chosen = {
    language: "en",
    theme: "dark",
    contrast: true,
    sound: false,
    alerts,
    hidesFirstSteps: true,
    sendKey: "Mod+Enter",
  } as const;
  savePreferences(storage, chosen);
  expect(loadPreferences(storage)).toEqual(chosen);
});

test("what can't be read counts as not chosen", () => {
  const defaults = DEFAULT_PREFERENCES;
  expect(loadPreferences({ getItem: () => "{" })).toEqual(defaults);
  expect(loadPreferences({ getItem: () => '{"language":"xx","theme":1,"sendKey":"Tab"}' })).toEqual(defaults);
  expect(loadPreferences({ getItem: full })).toEqual(defaults);
  expect(() => savePreferences({ setItem: full }, DEFAULT_PREFERENCES)).not.toThrow();
});

test("what was kept before there were kinds of alerts goes on to hold, and each wrong choice alone is forgotten", () => {
  const kept = { language: "en", sound: false, alerts: { tones: { mine: "knock", waiting: "gong" }, volume: 7 } };
  const loaded = loadPreferences({ getItem: () => JSON.stringify(kept) });
  expect(loaded.sound).toBe(false);
  expect(loaded.alerts.tones).toEqual({ ...DEFAULT_ALERTS.tones, mine: "knock" });
  expect(loaded.alerts.volume).toBe(DEFAULT_ALERTS.volume);
  expect(loaded.alerts.isOwnOnly).toBe(true);
});
