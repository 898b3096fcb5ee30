// What an error code of the server's means, in words.
import type { Texts } from "./ru";

/** A part of a sentence: "dialogue no longer available". */
export function errorText(texts: Texts, code: string): string {
  const known = texts.errors[code];
  return typeof known === "string" ? known : texts.errors.other(code);
}
