// Whether a deed can still be taken back: what it has left of a conversation is compared with how that is by now.
import type { Conversation, Status } from "../operator.gen";
import type { Aimed, Step } from "./steps";
import type { Thread } from "./threads";

/** How a deed leaves a conversation. */
export interface Left {
  readonly conversationId: string;
  /** The version that was seen when it was done. */
  readonly seenSeq: number;
  readonly status: Status;
  readonly assigneeId: string | null;
  readonly departmentId: string | null;
  readonly snoozedUntil: string | null;
  readonly unreadCount: number;
}

/** Why a deed is not simply taken back: somebody has gone on from it, or the visitor has written since. */
export type Overtaken = "changed" | "written";

/** Null of tags: putting one on again, or taking it off, undoes nothing that anybody else has done. */
export function leftBy({ step, overSeq }: Aimed, before: Conversation): Left | null {
  if (step.kind === "tag") return null;
  const left: Left = {
    conversationId: before.id,
    seenSeq: overSeq,
    status: before.status,
    assigneeId: before.assignee?.id ?? null,
    departmentId: before.department?.id ?? null,
    snoozedUntil: before.snoozed_until ?? null,
    unreadCount: before.unread_count,
  };
  switch (step.kind) {
    case "status":
      // Either way no snooze is left
      return { ...left, status: step.status, snoozedUntil: null };
    case "merge":
      return { ...left, status: "closed", snoozedUntil: null };
    case "assign":
      return { ...left, assigneeId: step.operatorId, departmentId: step.departmentId ?? left.departmentId };
    case "snooze":
      return { ...left, snoozedUntil: step.until };
  }
}

/** Null where `steps` take back what is still so. A row that is older than the deed says nothing of what came after. */
export function overtakenBy(
  left: Left,
  steps: readonly Aimed[],
  row: Conversation,
  thread: Thread | undefined,
): Overtaken | null {
  if (row.last_seq <= left.seenSeq) return null;
  const isElsewhere =
    (row.assignee?.id ?? null) !== left.assigneeId || (row.department?.id ?? null) !== left.departmentId;
  if (isElsewhere) return "changed";
  const isSame = row.status === left.status && instantOf(row.snoozed_until) === instantOf(left.snoozedUntil);
  // A visitor who writes wakes what is snoozed, and opens what is closed
  const isHidden = steps.some(({ step }) => hides(step));
  if ((isHidden || !isSame) && isWrittenSince(left, row, thread)) return "written";
  return isSame ? null : "changed";
}

/** Without snoozes whose time has come meanwhile: the server takes none of them. */
export function stillDue(steps: readonly Aimed[], nowMs: number): readonly Aimed[] {
  return steps.filter(
    ({ step }) => step.kind !== "snooze" || (instantOf(step.until) ?? Number.POSITIVE_INFINITY) > nowMs,
  );
}

/** Whether it puts a conversation out of sight, which the visitor's words must not be. */
function hides(step: Step): boolean {
  return step.kind === "snooze" ? step.until !== null : step.kind === "status" && step.status === "closed";
}

function isWrittenSince({ seenSeq, unreadCount }: Left, row: Conversation, thread: Thread | undefined): boolean {
  const last = row.last_message;
  if (row.unread_count > unreadCount) return true;
  if (last?.author.kind === "visitor" && (last.seq ?? 0) > seenSeq) return true;
  // They were answered already
  const entries = thread?.timeline.entries ?? [];
  return entries.some(
    ({ type, author, seq }) => type === "message_posted" && author.kind === "visitor" && seq > seenSeq,
  );
}

/** The server writes the same time in other digits. */
function instantOf(time: string | null | undefined): number | null {
  return time ? Date.parse(time) : null;
}
