// What a toast says, and how long it stays true.
import { isActing, type Outgoing } from "./outgoing";
import type { Row } from "./rows";

export interface Toast {
  readonly id: string;
  readonly text: string;
  /** What it speaks of. */
  readonly conversationId: string;
  /** `closed` can be undone, and is over when the conversation is open again; the others only pass. */
  readonly kind: "closed" | "failed" | "mentioned";
}

/** Whether the toast is still true. A closing that is on its way counts; a row that is not held any more contradicts nothing. */
export function isTrue(toast: Toast, rows: ReadonlyMap<string, Row>, outgoing: Outgoing): boolean {
  if (toast.kind !== "closed" || isActing(outgoing, toast.conversationId)) return true;
  return rows.get(toast.conversationId)?.conversation.status !== "open";
}
