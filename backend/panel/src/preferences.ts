// What an operator chooses for this browser: language, theme, sound. Kept in localStorage, which may be forbidden.
import { en } from "./texts/en";
import type { Texts } from "./texts/ru";
import { ru } from "./texts/ru";

export type Language = "ru" | "en";
export type Theme = "auto" | "light" | "dark";

export interface Preferences {
  readonly language: Language;
  readonly theme: Theme;
  readonly sound: boolean;
}

export const LANGUAGES: readonly { code: Language; name: string }[] = [
  { code: "ru", name: "Русский" },
  { code: "en", name: "English" },
];

const CATALOGUES: Record<Language, Texts> = { ru, en };
const KEY = "ryadom:panel:preferences";
// Russian and not what the browser asks for: operators of Russian firms are whom the panel is for, their browsers often
// came in English, and the page itself has the switch.
const DEFAULTS: Preferences = { language: "ru", theme: "auto", sound: true };

export function textsOf(language: Language): Texts {
  return CATALOGUES[language];
}

/** The kept choices; whatever can't be read or is not a choice counts as not chosen. */
export function loadPreferences(storage: Pick<Storage, "getItem">): Preferences {
  const kept = readKept(storage);
  return {
    language: kept.language === "en" || kept.language === "ru" ? kept.language : DEFAULTS.language,
    theme: kept.theme === "light" || kept.theme === "dark" ? kept.theme : DEFAULTS.theme,
    sound: kept.sound !== false,
  };
}

/** Keeps the choices. Where storage is full or forbidden they hold for this page only. */
export function savePreferences(storage: Pick<Storage, "setItem">, preferences: Preferences): void {
  try {
    storage.setItem(KEY, JSON.stringify(preferences));
  } catch {
    return;
  }
}

/** Puts language and theme on the document; "auto" follows the system, also when that changes later. */
export function showPreferences(preferences: Preferences, root: HTMLElement, systemIsDark: boolean): void {
  const dark = preferences.theme === "dark" || (preferences.theme === "auto" && systemIsDark);
  root.dataset.theme = dark ? "dark" : "light";
  root.lang = preferences.language;
}

function readKept(storage: Pick<Storage, "getItem">): Record<string, unknown> {
  try {
    const kept: unknown = JSON.parse(storage.getItem(KEY) ?? "{}");
    return typeof kept === "object" && kept !== null ? (kept as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
