// Finds what somebody means by a few letters: by words in any order, with a slip, and typed in the wrong layout.

const LATIN = "`qwertyuiop[]asdfghjkl;'zxcvbnm,./";
const CYRILLIC = "ёйцукенгшщзхъфывапролджэячсмитьбю.";

const EXACT = 1;
const BEGINNING = 0.8;
const WITHIN = 0.4;
const SLIP = 0.25;
/** Shorter words say too little for a slip to be forgiven. */
const MIN_SLIP_CHARS = 4;
/** What was found only in the other layout stands after what was typed as it is meant. */
const OTHER_LAYOUT = 0.95;

/** How well the query names one of the texts: 0 where it does not, at most 1. Every word of the query must be found. */
export function matchScore(query: string, texts: readonly string[]): number {
  const typed = query.toLowerCase();
  const others = [inLayout(typed, LATIN, CYRILLIC), inLayout(typed, CYRILLIC, LATIN)].filter((one) => one !== typed);
  return Math.max(scoreOf(wordsOf(typed), texts), ...others.map((one) => OTHER_LAYOUT * scoreOf(wordsOf(one), texts)));
}

function scoreOf(asked: readonly string[], texts: readonly string[]): number {
  if (asked.length === 0) return 0;
  let best = 0;
  for (const text of texts) best = Math.max(best, scoreOfText(asked, wordsOf(text)));
  return best;
}

function scoreOfText(asked: readonly string[], words: readonly string[]): number {
  let sum = 0;
  for (const part of asked) {
    let best = 0;
    for (const word of words) best = Math.max(best, scoreOfWord(part, word));
    if (best === 0) return 0;
    sum += best;
  }
  // Of two that are found alike the one with fewer other words was meant
  return sum / asked.length - 0.01 * Math.min(10, words.length);
}

function scoreOfWord(asked: string, word: string): number {
  if (word === asked) return EXACT;
  if (word.startsWith(asked)) return BEGINNING;
  if (asked.length > 1 && word.includes(asked)) return WITHIN;
  if (asked.length >= MIN_SLIP_CHARS && beginsWithSlip(asked, word)) return SLIP;
  return 0;
}

/** Whether one letter more, less, other, or two swapped make `asked` the beginning of `word`. */
function beginsWithSlip(asked: string, word: string): boolean {
  let at = 0;
  while (at < asked.length && asked[at] === word[at]) at += 1;
  const [rest, wanted] = [asked.slice(at), word.slice(at)];
  return (
    wanted.slice(1).startsWith(rest.slice(1)) ||
    wanted.slice(1).startsWith(rest) ||
    wanted.startsWith(rest.slice(1)) ||
    (rest[0] === wanted[1] && rest[1] === wanted[0] && wanted.slice(2).startsWith(rest.slice(2)))
  );
}

/** Thousands of names are gone through at each key, and stay the same. */
const MAX_KNOWN = 20_000;
const known = new Map<string, readonly string[]>();

/** What was looked through may be the names of people. */
export function forgetTexts(): void {
  known.clear();
}

function wordsOf(text: string): readonly string[] {
  const held = known.get(text);
  if (held) return held;
  if (known.size >= MAX_KNOWN) known.clear();
  const lowered = text.toLowerCase().replaceAll("ё", "е");
  const words = lowered.match(/[\p{L}\p{N}]+/gu) ?? [];
  known.set(text, words);
  return words;
}

/** The same keys in another layout. */
function inLayout(text: string, from: string, to: string): string {
  return [...text.toLowerCase()].map((sign) => to[from.indexOf(sign)] ?? sign).join("");
}
