// What a message may be made of.

/** Longest message in Unicode code points, as the server has it. */
export const MAX_BODY_CHARS = 4_000;
/** The most answers that one message may offer, and the longest of them. */
export const MAX_CHOICES = 8;
export const MAX_CHOICE_CHARS = 60;

/** How many code points more a text may have; negative: it is too long. */
export function charsLeft(draft: string): number {
  return MAX_BODY_CHARS - [...draft.trim()].length;
}

/** The words without what Postgres can't keep: NUL, and halves of surrogate pairs that a cut emoji leaves behind. */
export function storable(draft: string): string {
  const isStorable = (char: string) => char !== "\0" && !(char.length === 1 && char >= "\uD800" && char <= "\uDFFF");
  return [...draft.trim()].filter(isStorable).join("");
}
