// What is being written in a conversation: an answer and a note lie apart, so that no switch sends one as the other.

export interface Draft {
  readonly reply: string;
  readonly note: string;
  /** Which of them is on the screen. */
  readonly isNote: boolean;
  /** Which message the answer is to. */
  readonly replyTo: number | null;
}

export const EMPTY_DRAFT: Draft = { reply: "", note: "", isNote: false, replyTo: null };

/** The words on the screen. */
export function wordsOf({ reply, note, isNote }: Draft): string {
  return isNote ? note : reply;
}

/** The draft with other words on the screen. */
export function withWords(draft: Draft, words: string): Draft {
  return draft.isNote ? { ...draft, note: words } : { ...draft, reply: words };
}

/** The drafts with this one; one that is as at the beginning is none. */
export function withDraft(drafts: ReadonlyMap<string, Draft>, id: string, draft: Draft): ReadonlyMap<string, Draft> {
  const next = new Map(drafts);
  const { reply, note, isNote, replyTo } = draft;
  if (reply === "" && note === "" && !isNote && replyTo === null) next.delete(id);
  else next.set(id, draft);
  return next;
}

/** Drafts as they were kept; before there were notes, as the words of an answer. */
export function draftsFrom(kept: readonly (readonly [string, Draft | string])[]): ReadonlyMap<string, Draft> {
  return new Map(
    kept.map(([id, draft]) => [id, { ...EMPTY_DRAFT, ...(typeof draft === "string" ? { reply: draft } : draft) }]),
  );
}
