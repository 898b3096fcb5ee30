// What is said of deeds: what was done and can be undone, what did not work, and what a colleague was quicker with.
import type { Conversation } from "../../operator.gen";
import { isSnoozed } from "../../state/folders";
import { type Aimed, aimedAt, type Step, undoing } from "../../state/steps";
import type { Toast } from "../../state/toasts";
import { type Left, leftBy, type Overtaken } from "../../state/undoing";
import { errorText } from "../../texts/errors";
import type { Texts } from "../../texts/ru";
import { timeToCome } from "../../texts/time";
import { visitorName } from "../context";

export type Said = Omit<Toast, "id">;

/** What takes one step back, and how the step leaves the conversation. */
export interface WayBack {
  readonly steps: readonly Aimed[];
  readonly left: Left | null;
}

/** What came of steps that were led together. */
export interface Outcome {
  readonly steps: readonly Aimed[];
  readonly undo: ReadonlyMap<Aimed, WayBack>;
  /** What was undone by them, in words; null where they were no undoing. */
  readonly undone: string | null;
  /** Of one conversation no more than one. */
  readonly failed: readonly { readonly aimed: Aimed; readonly code: string }[];
}

/** `before`: the conversation as it was seen. */
export function wayBack(aimed: Aimed, before: Conversation): WayBack {
  return { steps: undoing(aimed, before), left: leftBy(aimed, before) };
}

/** `before`: the conversation as it was seen. */
export function toastOf(texts: Texts, me: string, aimed: Aimed, before: Conversation): Said {
  const { steps, left } = wayBack(aimed, before);
  const { step } = aimed;
  const isClosing = step.kind === "merge" || (step.kind === "status" && step.status === "closed");
  return {
    text: didWord(texts, me, step)(visitorName(texts, before.visitor)),
    conversationId: before.id,
    kind: isClosing ? "closed" : "done",
    offer: steps.length > 0 ? { word: "undo", steps, left: left ? [left] : [] } : null,
    isOfDeed: true,
  };
}

export function toastsOf(
  texts: Texts,
  me: string,
  { steps: [first, ...others], undo, undone, failed }: Outcome,
): Said[] {
  if (!first) return [];
  const toasts: Said[] = [];
  const ids = new Set([first, ...others].map(({ conversationId }) => conversationId));
  const done = ids.size - failed.length;
  if (done > 0) {
    const ways = [...undo.values()];
    const steps = ways.flatMap((way) => way.steps);
    const left = ways.flatMap((way) => way.left ?? []);
    const text = undone === null ? didWord(texts, me, first.step)(texts.inbox.chats(done)) : texts.toast.undone(undone);
    const offer = steps.length > 0 && undone === null ? ({ word: "undo", steps, left } as const) : null;
    toasts.push({ text, conversationId: null, kind: "done", offer, isOfDeed: true });
  }
  if (failed.length > 0) {
    const counts = new Map<string, number>();
    for (const { code } of failed) counts.set(code, (counts.get(code) ?? 0) + 1);
    const reasons = [...counts].map(([code, count]) => texts.inbox.bulk.failure(count, errorText(texts, code)));
    const text = texts.inbox.bulk.failed(failed.length, reasons.join("; "));
    toasts.push({ text, conversationId: null, kind: "failed", offer: null, isOfDeed: true });
  }
  return toasts;
}

/** A colleague was quicker, or the visitor: what they have made of it, and the way to do all of it all the same. */
export function conflictToast(
  texts: Texts,
  row: Conversation,
  steps: readonly Aimed[],
  now: Date,
  why: Overtaken = "changed",
): Said {
  const offer = { word: "repeat", steps: steps.map(({ step }) => aimedAt(row, step)) } as const;
  const text = why === "written" ? texts.inbox.conflict.written : conflictText(texts, row, now);
  return { text, conversationId: row.id, kind: "failed", offer, isOfDeed: true };
}

function didWord({ inbox: { did } }: Texts, me: string, step: Step): (what: string) => string {
  if (step.kind === "status") return step.status === "closed" ? did.close : did.reopen;
  if (step.kind === "snooze") return step.until === null ? did.unsnooze : did.snooze;
  if (step.kind === "tag") return did.tag;
  if (step.kind === "merge") return did.merge;
  if (step.operatorId === me) return did.take;
  return step.operatorId === null && step.departmentId === null ? did.requeue : did.assign;
}

function conflictText(texts: Texts, row: Conversation, now: Date): string {
  const { conflict } = texts.inbox;
  if (row.status === "closed") return conflict.closed;
  if (isSnoozed(row) && row.snoozed_until) return conflict.snoozed(timeToCome(texts, new Date(row.snoozed_until), now));
  return row.assignee ? conflict.taken(row.assignee.name) : conflict.queued;
}
