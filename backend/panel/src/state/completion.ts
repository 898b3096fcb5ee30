// What is being completed while somebody writes: a word that began with a sign, up to the caret.

/** A sign and what stands behind it: `text[start]` is the sign, the query goes on to the caret. */
export interface Trigger {
  readonly start: number;
  readonly query: string;
}

const MAX_QUERY_CHARS = 40;

/** The word before the caret that begins with `sign`, at the text's beginning or behind a blank; null where there is none. */
export function triggerAt(text: string, caret: number, sign: string, blanks: "one" | "none" = "none"): Trigger | null {
  const before = text.slice(0, caret);
  const start = before.lastIndexOf(sign);
  if (start < 0 || (start > 0 && !/\s/.test(before[start - 1] ?? ""))) return null;
  const query = before.slice(start + sign.length);
  // A name has two words; what comes after a third is no name any more.
  const pattern = blanks === "one" ? /^\S*( \S*)?$/ : /^\S*$/;
  return query.length <= MAX_QUERY_CHARS && pattern.test(query) && !query.startsWith(" ") ? { start, query } : null;
}

/** What a sign begins. */
interface Begun {
  readonly sign: string;
  readonly blanks: "one" | "none";
}

/** Of several signs the word that begins nearest before the caret: a name may go on over a blank, behind which another begins. */
export function nearestTrigger<S extends Begun>(
  text: string,
  caret: number,
  sources: readonly S[],
): { readonly trigger: Trigger; readonly source: S } | null {
  let nearest: { readonly trigger: Trigger; readonly source: S } | null = null;
  for (const source of sources) {
    const trigger = triggerAt(text, caret, source.sign, source.blanks);
    if (trigger && trigger.start > (nearest?.trigger.start ?? -1)) nearest = { trigger, source };
  }
  return nearest;
}
