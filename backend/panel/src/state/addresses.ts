// Web addresses in what people write. Only http and https, told from the words around them, and never anything hidden.

/** A stretch of a text; `url` is null where it is not an address. The texts of all pieces make up the whole. */
export interface Piece {
  readonly text: string;
  readonly url: string | null;
}

// Ends at spaces, quotes, and at signs that cannot be seen or turn the reading direction: an address with those deceives.
const CANDIDATE = /https?:\/\/[^\s<>"`«»“”„\p{Cc}\p{Cf}]+/giu;
const BEFORE_A_WORD = /[\p{L}\p{N}_]$/u;
const SENTENCE_SIGNS = ".,;:!?…'’*";
const BRACKETS: Readonly<Record<string, string>> = { ")": "(", "]": "[", "}": "{" };

/** The text as pieces, in order; linear in its length. */
export function splitAddresses(text: string): Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (const match of text.matchAll(CANDIDATE)) {
    // Two characters: one may be half of a pair.
    if (BEFORE_A_WORD.test(text.slice(Math.max(0, match.index - 2), match.index))) continue;
    const address = withoutTail(match[0]);
    const url = webUrl(address);
    if (url === null) continue;
    if (match.index > from) pieces.push({ text: text.slice(from, match.index), url: null });
    pieces.push({ text: address, url });
    from = match.index + address.length;
  }
  if (from < text.length) pieces.push({ text: text.slice(from), url: null });
  return pieces;
}

/** Without what ends the sentence and not the address: signs, and closing brackets that the address has not opened. */
function withoutTail(candidate: string): string {
  const counts = new Map<string, number>();
  for (const char of candidate) counts.set(char, (counts.get(char) ?? 0) + 1);
  let end = candidate.length;
  for (; end > 0; end -= 1) {
    const char = candidate[end - 1] ?? "";
    const opening = BRACKETS[char];
    if (opening !== undefined) {
      const closings = counts.get(char) ?? 0;
      if (closings <= (counts.get(opening) ?? 0)) break;
      counts.set(char, closings - 1);
    } else if (!SENTENCE_SIGNS.includes(char)) {
      break;
    }
  }
  return candidate.slice(0, end);
}

/** The address as browsers have it, or null: a name before the host serves to pass one host off as another. */
function webUrl(address: string): string | null {
  try {
    const url = new URL(address);
    const isWeb = url.protocol === "http:" || url.protocol === "https:";
    return isWeb && url.username === "" && url.password === "" ? url.href : null;
  } catch {
    return null;
  }
}
