// What is being written in a conversation: an answer and a note lie apart, so that no switch sends one as the other.
import type { Entry } from "./rows";

export interface Draft {
  readonly reply: string;
  readonly note: string;
  /** Which of them is on the screen. */
  readonly isNote: boolean;
  /** Which message the answer is to. */
  readonly replyTo: number | null;
  /** The newest entry of the conversation when the answer was begun; null where none is being written. */
  readonly begunAfterSeq: number | null;
}

/** Which message has overtaken an answer, and whose it is. */
export interface Overtaking {
  readonly seq: number;
  readonly name: string;
}

export const EMPTY_DRAFT: Draft = { reply: "", note: "", isNote: false, replyTo: null, begunAfterSeq: null };

/** The words on the screen. */
export function wordsOf({ reply, note, isNote }: Draft): string {
  return isNote ? note : reply;
}

/** The draft with other words on the screen; `lastSeq` is the newest entry that is there to be read. */
export function withWords(draft: Draft, words: string, lastSeq: number, hasFiles: boolean): Draft {
  if (draft.isNote) return { ...draft, note: words };
  const isBegun = words.trim() !== "" || hasFiles;
  return { ...draft, reply: words, begunAfterSeq: isBegun ? (draft.begunAfterSeq ?? lastSeq) : null };
}

/** The same draft, or another where files have begun the answer, as words do, or nothing is left of either. */
export function withFiles(draft: Draft, hasFiles: boolean, lastSeq: number): Draft {
  const isBegun = draft.begunAfterSeq !== null;
  if (hasFiles && !isBegun) return { ...draft, begunAfterSeq: lastSeq };
  if (!hasFiles && isBegun && draft.reply.trim() === "") return { ...draft, begunAfterSeq: null };
  return draft;
}

/** The newest answer of a colleague's since this one was begun. */
export function overtakenBy({ begunAfterSeq }: Draft, entries: readonly Entry[], me: string): Overtaking | null {
  if (begunAfterSeq === null) return null;
  const answers = entries.filter(
    (entry) =>
      entry.type === "message_posted" &&
      entry.author.kind === "operator" &&
      entry.author.id !== me &&
      entry.seq > begunAfterSeq,
  );
  const answer = answers.at(-1);
  return answer ? { seq: answer.seq, name: answer.author.name } : null;
}

/** The drafts with this one as the last; one that is as at the beginning is none. */
export function withDraft(drafts: ReadonlyMap<string, Draft>, id: string, draft: Draft): ReadonlyMap<string, Draft> {
  const next = new Map(drafts);
  next.delete(id);
  if (isKeepable(draft) || draft.begunAfterSeq !== null) next.set(id, draft);
  return next;
}

/** Whether there is anything to keep for another page: not of files alone, which that has not. */
export function isKeepable({ reply, note, isNote, replyTo }: Draft): boolean {
  return reply + note !== "" || isNote || replyTo !== null;
}

/** Whether any words would be lost with the draft. */
export function hasWords({ reply, note }: Draft): boolean {
  return (reply + note).trim() !== "";
}
