// What is done to the words of the open conversation: each function is the same one while the conversation is.
import { useCallback } from "preact/hooks";
import type { Panel } from "../live/panel";
import type { FileRef } from "../operator.gen";
import type { Drafts } from "./use_drafts";

export interface OpenThread {
  readonly send: (body: string, attached: { choices: readonly string[]; files: readonly FileRef[] }) => void;
  readonly note: (body: string, mentions: readonly string[]) => void;
  /** Everything up to there has been on the screen. */
  readonly seen: (seq: number) => void;
  readonly edit: (seq: number, body: string) => void;
  readonly remove: (seq: number) => void;
  readonly older: () => void;
  /** Of a stretch of the past. */
  readonly newer: () => void;
  /** Shows what stands around this place, however far away. */
  readonly seek: (seq: number) => void;
  /** Shows the newest entries again. */
  readonly toNewest: () => void;
}

export function useOpenThread(panel: Panel, openId: string | null, drafts: Drafts, canAnswer: boolean): OpenThread {
  const { draft } = drafts;

  const send: OpenThread["send"] = (body, attached) => {
    if (openId === null) return;
    panel.send(openId, body, { ...attached, replyTo: draft.replyTo });
    drafts.set({ ...draft, reply: "", replyTo: null, begunAfterSeq: null });
  };
  const note: OpenThread["note"] = (body, mentions) => {
    if (openId === null) return;
    panel.note(openId, body, mentions);
    drafts.set({ ...draft, note: "" });
  };
  const seen = useCallback(
    (seq: number) => {
      if (openId === null) return;
      panel.seeMentions(openId, seq);
      if (canAnswer) panel.markSeen(openId, seq);
    },
    [panel, openId, canAnswer],
  );
  const edit = useCallback(
    (seq: number, body: string) => {
      if (openId !== null) panel.editMessage(openId, seq, body);
    },
    [panel, openId],
  );
  const remove = useCallback(
    (seq: number) => {
      if (openId !== null) panel.deleteMessage(openId, seq);
    },
    [panel, openId],
  );
  const older = useCallback(() => {
    if (openId !== null) panel.wantOlderEntries(openId);
  }, [panel, openId]);
  const newer = useCallback(() => {
    if (openId !== null) panel.wantNewerEntries(openId);
  }, [panel, openId]);
  const seek = useCallback(
    (seq: number) => {
      if (openId !== null) panel.seekEntry(openId, seq);
    },
    [panel, openId],
  );
  const toNewest = useCallback(() => {
    if (openId !== null) panel.leavePast(openId);
  }, [panel, openId]);
  return { send, note, seen, edit, remove, older, newer, seek, toNewest };
}
