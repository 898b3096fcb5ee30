// What is being written in each conversation, and how it changes. Of an answer the visitor hears that it is written; of a note nothing.
import type { RefObject } from "preact";
import { useCallback, useState } from "preact/hooks";
import { type Draft, EMPTY_DRAFT, withDraft, withFiles } from "../state/drafts";
import { insertText } from "./insert_text";

export interface Drafts {
  readonly all: ReadonlyMap<string, Draft>;
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
}

export function useDrafts(
  kept: ReadonlyMap<string, Draft>,
  openId: string | null,
  input: RefObject<HTMLTextAreaElement | null>,
  onTyping: (isTyping: boolean) => void,
): Drafts {
  const [all, setAll] = useState(kept);
  const draft = all.get(openId ?? "") ?? EMPTY_DRAFT;

  function set(next: Draft) {
    if (openId === null) return;
    setAll((held) => withDraft(held, openId, next));
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
      setAll((held) => {
        const before = held.get(openId) ?? EMPTY_DRAFT;
        return withDraft(held, openId, { ...before, isNote: replyTo === null && before.isNote, replyTo });
      });
      requestAnimationFrame(() => input.current?.focus());
    },
    [openId, input],
  );
  // Over the draft of that moment: a key may have been pressed since the view was drawn
  const noteFiles = useCallback(
    (hasFiles: boolean, lastSeq: number) => {
      if (openId === null) return;
      setAll((held) => {
        const before = held.get(openId) ?? EMPTY_DRAFT;
        const next = withFiles(before, hasFiles, lastSeq);
        return next === before ? held : withDraft(held, openId, next);
      });
    },
    [openId],
  );
  return { all, draft, set, noteFiles, writeAs, offerReplies, quote };
}
