// What an error code of the server's means, in words.
import type { Texts } from "./ru";

export type LearntErrors = Readonly<Record<string, string>>;

const learnt: Record<Texts["language"], LearntErrors> = { ru: {}, en: {} };

/** Parts that are fetched later bring the words of what only they hear of. */
export function learnErrors(ru: LearntErrors, en: LearntErrors): void {
  learnt.ru = { ...learnt.ru, ...ru };
  learnt.en = { ...learnt.en, ...en };
}

/** A part of a sentence: "dialogue no longer available". */
export function errorText(texts: Texts, code: string): string {
  const known = texts.errors[code] ?? learnt[texts.language]?.[code];
  return typeof known === "string" ? known : texts.errors.other(code);
}
