// Steps on their way, one or many: what was done can be undone, what a colleague was quicker with is shown and can be repeated.
import { useRef, useState } from "preact/hooks";
import type { Panel } from "../../live/panel";
import type { Conversation } from "../../operator.gen";
import { isSnoozed } from "../../state/folders";
import type { Deed } from "../../state/outgoing";
import { type Aimed, aimedAt, undoing } from "../../state/steps";
import type { Toast } from "../../state/toasts";
import { errorText } from "../../texts/errors";
import type { Texts } from "../../texts/ru";
import { timeToCome } from "../../texts/time";
import { visitorName } from "../context";

/** The server takes so many commands at once from nobody's hands. */
const MAX_FLYING = 20;

interface Batch {
  readonly total: number;
  readonly waiting: Aimed[];
  readonly flying: Map<string, Aimed>;
  readonly undo: Map<Aimed, Aimed>;
  readonly failed: { readonly aimed: Aimed; readonly code: string }[];
}

export interface Progress {
  readonly done: number;
  readonly total: number;
}

export function useLeading(panel: () => Panel, texts: Texts, addToast: (toast: Omit<Toast, "id">) => void) {
  const singles = useRef(new Map<string, Aimed>());
  const batch = useRef<Batch | null>(null);
  const [progress, setProgress] = useState<Progress | null>(null);
  const rowOf = (id: string) => panel().state.inbox.rows.get(id)?.conversation;

  function leadOne(aimed: Aimed, isQuiet = false): void {
    const before = rowOf(aimed.conversationId);
    singles.current.set(panel().lead(aimed), aimed);
    const toast = before && !isQuiet && toastOf(texts, aimed, before);
    if (toast) addToast(toast);
  }

  /** Leads many, a few at a time; says what came of it at the end. False while others are on their way. */
  function leadMany(steps: readonly Aimed[]): boolean {
    if (batch.current) return false;
    if (steps.length === 0) return true;
    const undo = new Map<Aimed, Aimed>();
    for (const aimed of steps) {
      const before = rowOf(aimed.conversationId);
      const back = before && undoing(aimed, before);
      if (back) undo.set(aimed, back);
    }
    batch.current = { total: steps.length, waiting: [...steps], flying: new Map(), undo, failed: [] };
    goOn(batch.current);
    return true;
  }

  function goOn(now: Batch): void {
    while (now.flying.size < MAX_FLYING) {
      const next = now.waiting.shift();
      if (!next) break;
      now.flying.set(panel().lead(next), next);
    }
    const left = now.waiting.length + now.flying.size;
    if (left > 0) {
      setProgress({ done: now.total - left, total: now.total });
      return;
    }
    batch.current = null;
    setProgress(null);
    for (const toast of toastsOf(texts, now)) addToast(toast);
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
      now.failed.push({ aimed, code });
      now.undo.delete(aimed);
      goOn(now);
      return;
    }
    const single = singles.current.get(deed.echo_id);
    singles.current.delete(deed.echo_id);
    const row = rowOf(deed.conversation_id);
    if (code === "conversation_changed" && single && row) {
      const steps = [aimedAt(row, single.step)];
      const text = conflictText(texts, row, new Date(panel().clock.nowMs()));
      addToast({ text, conversationId: row.id, kind: "failed", offer: { word: "repeat", steps } });
      return;
    }
    const text = texts.toast.actionFailed(errorText(texts, code));
    addToast({ text, conversationId: deed.conversation_id, kind: "failed", offer: null });
  }

  /** Takes a toast's offer, and tells whether it has begun; a repeated step is judged by how the conversation is by now. */
  function take({ offer }: Toast): boolean {
    if (!offer || offer.word === "open") return false;
    const now = (aimed: Aimed) => {
      const row = rowOf(aimed.conversationId);
      return offer.word === "repeat" && row ? aimedAt(row, aimed.step) : aimed;
    };
    const [only] = offer.steps;
    if (offer.steps.length !== 1 || !only) return leadMany(offer.steps.map(now));
    leadOne(now(only), offer.word === "undo");
    return true;
  }

  return { leadOne, leadMany, settle, giveUp, take, progress };
}

function toastOf(texts: Texts, aimed: Aimed, before: Conversation): Omit<Toast, "id"> | null {
  const { step } = aimed;
  const back = undoing(aimed, before);
  const base = { conversationId: before.id, offer: back && { word: "undo" as const, steps: [back] } };
  if (step.kind === "status" && step.status === "closed") {
    return { ...base, text: texts.toast.closed(visitorName(texts, before.visitor)), kind: "closed" };
  }
  if (step.kind === "merge")
    return { ...base, text: texts.toast.merged(visitorName(texts, before.visitor)), kind: "closed" };
  if (step.kind !== "snooze") return null;
  return { ...base, text: step.until === null ? texts.inbox.did.unsnooze(1) : texts.inbox.did.snooze(1), kind: "done" };
}

function toastsOf(texts: Texts, { total, undo, failed }: Batch): Omit<Toast, "id">[] {
  const [first] = undo.keys();
  const step = first?.step ?? failed[0]?.aimed.step;
  const toasts: Omit<Toast, "id">[] = [];
  const done = total - failed.length;
  if (step && done > 0) {
    const steps = [...undo.values()];
    const offer = steps.length > 0 ? ({ word: "undo", steps } as const) : null;
    toasts.push({ text: didWord(texts, step)(done), conversationId: null, kind: "done", offer });
  }
  if (failed.length > 0) {
    const counts = new Map<string, number>();
    for (const { code } of failed) counts.set(code, (counts.get(code) ?? 0) + 1);
    const reasons = [...counts].map(([code, count]) => texts.inbox.bulk.failure(count, errorText(texts, code)));
    const text = texts.inbox.bulk.failed(failed.length, reasons.join("; "));
    toasts.push({ text, conversationId: null, kind: "failed", offer: null });
  }
  return toasts;
}

function didWord(texts: Texts, step: Aimed["step"]): (count: number) => string {
  const { did } = texts.inbox;
  if (step.kind === "status") return step.status === "closed" ? did.close : did.reopen;
  if (step.kind === "snooze") return step.until === null ? did.unsnooze : did.snooze;
  return step.kind === "assign" ? did.assign : did.tag;
}

/** What a colleague has made of it. */
function conflictText(texts: Texts, row: Conversation, now: Date): string {
  const { conflict } = texts.inbox;
  if (row.status === "closed") return conflict.closed;
  if (isSnoozed(row) && row.snoozed_until) return conflict.snoozed(timeToCome(texts, new Date(row.snoozed_until), now));
  return row.assignee ? conflict.taken(row.assignee.name) : conflict.queued;
}
