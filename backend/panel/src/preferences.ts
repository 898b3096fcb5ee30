// What an operator chooses for this browser: language, theme, contrast, what calls them, which key sends. Kept in localStorage, which may be forbidden.
import { type AlertChoices, DEFAULT_ALERTS, readAlerts } from "./state/alerts";

export type Language = "ru" | "en";
export type Theme = "auto" | "light" | "dark";
/** What sends that is written; `Mod` is Ctrl, or ⌘. The other way Enter begins a line. */
export type SendKey = "Enter" | "Mod+Enter";

export interface Preferences {
  readonly language: Language;
  readonly theme: Theme;
  /** High contrast, light or dark; a system that asks for it gets it anyway. */
  readonly contrast: boolean;
  /** Whether anything sounds at all. */
  readonly sound: boolean;
  readonly alerts: AlertChoices;
  /** The list of first steps has been put away. */
  readonly hidesFirstSteps: boolean;
  /** Null: as suits what one writes on. */
  readonly sendKey: SendKey | null;
}

export const LANGUAGES: readonly { code: Language; name: string }[] = [
  { code: "ru", name: "Русский" },
  { code: "en", name: "English" },
];

/** Where the choices are kept; other tabs hear of a change by it. */
export const PREFERENCES_KEY = "ryadom:panel:preferences";
// Russian and not what the browser asks for: operators of Russian firms are whom the panel is for, their browsers often
// came in English, and the page itself has the switch.
export const DEFAULT_PREFERENCES: Preferences = {
  language: "ru",
  theme: "auto",
  contrast: false,
  sound: true,
  alerts: DEFAULT_ALERTS,
  hidesFirstSteps: false,
  sendKey: null,
};

/** The kept choices; whatever can't be read or is not a choice counts as not chosen. */
export function loadPreferences(storage: Pick<Storage, "getItem">): Preferences {
  const kept = readKept(storage);
  return {
    language: kept.language === "en" || kept.language === "ru" ? kept.language : DEFAULT_PREFERENCES.language,
    theme: kept.theme === "light" || kept.theme === "dark" ? kept.theme : DEFAULT_PREFERENCES.theme,
    contrast: kept.contrast === true,
    sound: kept.sound !== false,
    alerts: readAlerts(kept.alerts),
    hidesFirstSteps: kept.hidesFirstSteps === true,
    sendKey: kept.sendKey === "Enter" || kept.sendKey === "Mod+Enter" ? kept.sendKey : null,
  };
}

/** Keeps the choices. Where storage is full or forbidden they hold for this page only. */
export function savePreferences(storage: Pick<Storage, "setItem">, preferences: Preferences): void {
  try {
    storage.setItem(PREFERENCES_KEY, JSON.stringify(preferences));
  } catch {
    return;
  }
}

/** What the system asks for. */
export interface SystemWishes {
  readonly dark: boolean;
  readonly contrast: boolean;
}

/** Colour of the browser's own bars around an installed panel: the ground of each theme in styles/tokens.css. */
const GROUNDS = { light: "#f4f2ee", dark: "#181714" };

type Looks = Pick<Preferences, "theme" | "contrast"> & { readonly language: string };

/** Puts language and looks on the document; "auto" follows the system, also when that changes later. */
export function showPreferences({ theme, contrast, language }: Looks, page: Document, system: SystemWishes): void {
  const shown = theme === "dark" || (theme === "auto" && system.dark) ? "dark" : "light";
  const root = page.documentElement;
  root.dataset.theme = shown;
  root.dataset.contrast = contrast || system.contrast ? "more" : "normal";
  root.lang = language;
  page.querySelector('meta[name="theme-color"]')?.setAttribute("content", GROUNDS[shown]);
}

function readKept(storage: Pick<Storage, "getItem">): Record<string, unknown> {
  try {
    const kept: unknown = JSON.parse(storage.getItem(PREFERENCES_KEY) ?? "{}");
    return typeof kept === "object" && kept !== null ? (kept as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
