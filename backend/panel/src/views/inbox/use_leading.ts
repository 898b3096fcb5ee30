// Steps on their way, one or many: what was done can be undone, what a colleague was quicker with is shown and can be repeated.
import { useRef, useState } from "preact/hooks";
import type { Panel } from "../../live/panel";
import type { Deed } from "../../state/outgoing";
import { type Aimed, aimedAt, undoing } from "../../state/steps";
import type { Toast, UndoOffer } from "../../state/toasts";
import { errorText } from "../../texts/errors";
import type { Texts } from "../../texts/ru";
import type { useToasts } from "../use_toasts";
import { conflictToast, type Outcome, type Said, toastOf, toastsOf } from "./deed_toasts";

/** The server takes so many commands at once from nobody's hands. */
const MAX_FLYING = 20;
/** So many deeds can be undone one after the other, the last one first. */
const MAX_UNDONE = 20;
/** Older ones nobody has in mind any more who presses the key. */
const UNDO_FOR_MS = 10 * 60_000;

interface Batch extends Outcome {
  readonly waiting: Aimed[];
  readonly flying: Map<string, Aimed>;
  readonly undo: Map<Aimed, readonly Aimed[]>;
  readonly failed: { readonly aimed: Aimed; readonly code: string }[];
}

/** What was done and is not undone; `echoId` of a single deed, which may be refused yet. */
interface Undoable {
  readonly said: Said;
  readonly offer: UndoOffer;
  readonly echoId: string | null;
  readonly atMs: number;
}

export interface Progress {
  readonly done: number;
  readonly total: number;
}

export function useLeading(
  panel: () => Panel,
  texts: Texts,
  toasts: Pick<ReturnType<typeof useToasts>, "add" | "withdraw">,
) {
  const singles = useRef(new Map<string, Aimed>());
  const batch = useRef<Batch | null>(null);
  const undoable = useRef<readonly Undoable[]>([]);
  const [progress, setProgress] = useState<Progress | null>(null);
  const rowOf = (id: string) => panel().state.inbox.rows.get(id)?.conversation;
  const me = () => panel().state.inbox.session?.me.id ?? "";

  function leadOne(aimed: Aimed): void {
    const before = rowOf(aimed.conversationId);
    const echoId = send(aimed);
    if (before) say(toastOf(texts, me(), aimed, before), echoId);
  }

  function send(aimed: Aimed): string {
    const echoId = panel().lead(aimed);
    singles.current.set(echoId, aimed);
    return echoId;
  }

  function say(said: Said, echoId: string | null): void {
    if (said.offer?.word === "undo") {
      const done = { said, offer: said.offer, echoId, atMs: panel().clock.nowMs() };
      undoable.current = [...undoable.current, done].slice(-MAX_UNDONE);
    }
    toasts.add(said);
  }

  /**
   * Leads many, a few at a time; says what came of it at the end. False while others are on their way. `undone`: what
   * they undo, in words.
   */
  function leadMany(steps: readonly Aimed[], undone: string | null = null): boolean {
    if (batch.current) return false;
    if (steps.length === 0) return true;
    const undo = new Map<Aimed, readonly Aimed[]>();
    for (const aimed of steps) {
      const before = rowOf(aimed.conversationId);
      if (before) undo.set(aimed, undoing(aimed, before));
    }
    batch.current = { steps, undone, waiting: [...steps], flying: new Map(), undo, failed: [] };
    goOn(batch.current);
    return true;
  }

  function goOn(now: Batch): void {
    while (now.flying.size < MAX_FLYING) {
      const next = now.waiting.shift();
      if (!next) break;
      now.flying.set(panel().lead(next), next);
    }
    const total = now.steps.length;
    const left = now.waiting.length + now.flying.size;
    if (left > 0) {
      setProgress({ done: total - left, total });
      return;
    }
    batch.current = null;
    setProgress(null);
    for (const said of toastsOf(texts, me(), now)) say(said, null);
  }

  function settle(echoId: string): void {
    singles.current.delete(echoId);
    if (batch.current?.flying.delete(echoId)) goOn(batch.current);
  }

  function giveUp(deed: Deed, code: string): void {
    const now = batch.current;
    const aimed = now?.flying.get(deed.echo_id);
    if (now && aimed) {
      now.flying.delete(deed.echo_id);
      const isKnown = now.failed.some((one) => one.aimed.conversationId === aimed.conversationId);
      if (!isKnown) now.failed.push({ aimed, code });
      now.undo.delete(aimed);
      goOn(now);
      return;
    }
    const single = singles.current.get(deed.echo_id);
    singles.current.delete(deed.echo_id);
    undoable.current = undoable.current.filter(({ echoId }) => echoId !== deed.echo_id);
    const row = rowOf(deed.conversation_id);
    if (code === "conversation_changed" && single && row) {
      toasts.add(conflictToast(texts, row, single.step, new Date(panel().clock.nowMs())));
      return;
    }
    const text = texts.toast.actionFailed(errorText(texts, code));
    toasts.add({ text, conversationId: deed.conversation_id, kind: "failed", offer: null });
  }

  /** Takes a toast's offer, and tells whether it has begun; a repeated step is judged by how the conversation is by now. */
  function take({ offer, text }: Toast): boolean {
    if (!offer || offer.word === "open") return false;
    if (offer.word === "undo") return undo(offer, text);
    for (const aimed of offer.steps) {
      const row = rowOf(aimed.conversationId);
      leadOne(row ? aimedAt(row, aimed.step) : aimed);
    }
    return true;
  }

  function undo(offer: UndoOffer, text: string): boolean {
    if (isOfOne(offer)) offer.steps.forEach(send);
    else if (!leadMany(offer.steps, text)) return false;
    undoable.current = undoable.current.filter((one) => one.offer !== offer);
    return true;
  }

  /** Undoes the last deed that is not undone, also where its toast has gone, and says so. */
  function undoLast(): void {
    const last = lastUndoable();
    if (!last || !undo(last.offer, last.said.text)) return;
    toasts.withdraw(last.offer);
    const [first] = last.offer.steps;
    // Of many it is said once it is done
    if (!first || !isOfOne(last.offer)) return;
    const text = texts.toast.undone(last.said.text);
    toasts.add({ text, conversationId: first.conversationId, kind: "done", offer: null });
  }

  function lastUndoable(): Undoable | null {
    const last = undoable.current.at(-1);
    return last && panel().clock.nowMs() - last.atMs < UNDO_FOR_MS ? last : null;
  }

  /** What `undoLast` would undo, in words; null where there is nothing. */
  const lastDone = () => lastUndoable()?.said.text ?? null;

  return { leadOne, leadMany, settle, giveUp, take, undoLast, lastDone, progress };
}

function isOfOne({ steps }: UndoOffer): boolean {
  return new Set(steps.map(({ conversationId }) => conversationId)).size === 1;
}
