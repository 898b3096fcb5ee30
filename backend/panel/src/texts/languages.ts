// The words of all languages, for parts that need more than the one that is chosen, as a search that takes both.
import type { Language } from "../preferences";
import { en } from "./en";
import { ru, type Texts } from "./ru";

const CATALOGUES: Readonly<Record<Language, Texts>> = { ru, en };

export function textsOf(language: Language): Texts {
  return CATALOGUES[language];
}
