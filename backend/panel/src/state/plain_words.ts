// Words of people as they may stand on a page: nothing in them turns or covers what is not theirs.

/** What opens a direction, or closes one: left open it turns what follows. Letters have their own, and need none of it. */
const TURNS = /[\u202a-\u202e\u2066-\u2069]/g;
/** Marks above and below a letter, without end. No script in use needs more than four of them on one. */
const PILES = /([\p{Mn}\p{Me}]{4})[\p{Mn}\p{Me}]+/gu;
/** Most texts have nothing that either could be: this is asked for each of them, at each drawing. */
const SUSPICIOUS = /[\u0300-\u036f\u0483-\u0489\u0591-\u200f\u202a-\u202e\u2066-\uffff]/;

const BEGINNING_CHARS = 60;

const SEEN = /[^\s\p{Cc}\p{Cf}\p{Mn}\p{Me}\u115f\u1160\u2800\u3164\uffa0]/u;
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\ud802\ud803\ud83a\ud83b]/;
const LEFT_TO_RIGHT_MARK = "\u200e";

/** The text without what turns lines, and with at most four marks in a row. */
export function plainWords(text: string): string {
  return SUSPICIOUS.test(text) ? text.replace(TURNS, "").replace(PILES, "$1") : text;
}

/** Whether there is anything to be seen in it: a name may be of signs without a shape. */
export function isSeen(text: string): boolean {
  return SEEN.test(text);
}

/** A name as it stands in a sentence of the panel, which goes from left to right: the sentence goes on behind it. */
export function amidWords(name: string): string {
  const plain = plainWords(name);
  return RIGHT_TO_LEFT.test(plain) ? LEFT_TO_RIGHT_MARK + plain + LEFT_TO_RIGHT_MARK : plain;
}

/** Whether the first letter, which is among the first 200 signs if there is one, is of a script that goes to the left. */
export function goesLeft(text: string): boolean {
  return RIGHT_TO_LEFT.test(/\p{L}/u.exec(text.slice(0, 200))?.[0] ?? "");
}

/** One line of the words' beginning, to name them by. */
export function beginningOf(body: string): string {
  const line = [...plainWords(body).replace(/\s+/g, " ")];
  return line.length > BEGINNING_CHARS ? `${line.slice(0, BEGINNING_CHARS).join("")}…` : line.join("");
}

/** A file's name in two: what may be cut where there is no room, and its ending, which says what the file is. */
export function splitEnding(name: string): readonly [stem: string, ending: string] {
  const plain = plainWords(name);
  const ending = /(?<=.)\.[^.\s]{1,8}$/u.exec(plain)?.[0] ?? "";
  return [plain.slice(0, plain.length - ending.length), ending];
}
