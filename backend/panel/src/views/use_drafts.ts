// What is being written in each conversation, and how it changes. Of an answer the visitor hears that it is written; of a note nothing.
import type { RefObject } from "preact";
import { useCallback, useEffect, useState } from "preact/hooks";
import type { DraftsKeeper, HeldDrafts } from "../live/kept_drafts";
import { forgetDrafts } from "../live/kept_words";
import { type Draft, EMPTY_DRAFT, hasWords, withDraft, withFiles } from "../state/drafts";
import { insertText } from "./insert_text";

export interface Drafts extends Pick<HeldDrafts, "drafted" | "keeper"> {
  /** Of the open conversation. */
  readonly draft: Draft;
  readonly set: (draft: Draft) => void;
  /** Whether files are a part of the answer; `lastSeq` is the newest entry. The same function while the conversation is. */
  readonly noteFiles: (hasFiles: boolean, lastSeq: number) => void;
  /** Goes on with the note or with the answer, in the field. */
  readonly writeAs: (isNote: boolean) => void;
  /** Goes on with the answer, and begins a word that offers ready replies. */
  readonly offerReplies: () => void;
  /** Which message the answer is to; null: to none. The same function while the conversation is. */
  readonly quote: (seq: number | null) => void;
  /** Whether there are words in any. */
  readonly hasWords: () => boolean;
  /** Leaves none, neither here nor in the browser. */
  readonly forget: () => void;
}

export function useDrafts(
  before: ReadonlyMap<string, Draft>,
  openId: string | null,
  input: RefObject<HTMLTextAreaElement | null>,
  onTyping: (isTyping: boolean) => void,
  keep: (held: HeldDrafts, onChange: () => void) => Promise<DraftsKeeper>,
): Drafts {
  const [held] = useState<HeldDrafts>(() => ({ all: before, drafted: new Set(), openId, keeper: null }));
  const [, draw] = useState(0);
  const drawAgain = () => draw((count) => count + 1);
  held.openId = openId;
  const of = (id: string | null) => held.all.get(id ?? "") ?? EMPTY_DRAFT;
  const draft = of(openId);
  useEffect(() => {
    const kept = keep(held, drawAgain).then(
      (keeper) => {
        held.keeper = keeper;
      },
      () => undefined,
    );
    return () => void kept.then(() => held.keeper?.stop());
  }, []);

  function put(id: string, next: Draft) {
    held.all = withDraft(held.all, id, next);
    held.keeper?.put(id);
    drawAgain();
  }

  function set(next: Draft) {
    if (openId === null) return;
    put(openId, next);
    onTyping(!next.isNote && next.reply.trim() !== "");
  }

  function writeAs(isNote: boolean) {
    if (!input.current) return;
    set({ ...draft, isNote });
    input.current.focus();
  }

  function offerReplies() {
    writeAs(false);
    // Once the field has the answer's words
    requestAnimationFrame(() => {
      const field = input.current;
      if (!field) return;
      const { selectionStart: start, selectionEnd: end, value } = field;
      insertText(field, start, end, start === 0 || /\s$/.test(value.slice(0, start)) ? "/" : " /");
    });
  }

  const quote = useCallback(
    (replyTo: number | null) => {
      if (openId === null) return;
      const before = of(openId);
      put(openId, { ...before, isNote: replyTo === null && before.isNote, replyTo });
      requestAnimationFrame(() => input.current?.focus());
    },
    [openId, input],
  );
  // Over the draft of that moment: a key may have been pressed since the view was drawn
  const noteFiles = useCallback(
    (hasFiles: boolean, lastSeq: number) => {
      if (openId === null) return;
      const before = of(openId);
      const next = withFiles(before, hasFiles, lastSeq);
      if (next !== before) put(openId, next);
    },
    [openId],
  );
  const anyWords = () => [...held.all.values()].some(hasWords);
  function forget() {
    forgetDrafts(localStorage);
    held.all = new Map();
  }
  const { drafted, keeper } = held;
  return { draft, drafted, keeper, set, noteFiles, writeAs, offerReplies, quote, hasWords: anyWords, forget };
}
