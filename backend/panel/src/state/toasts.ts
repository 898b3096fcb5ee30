// What a toast says, and how long it stays true.
import { isActing, type Outgoing } from "./outgoing";
import type { Row } from "./rows";
import type { Aimed } from "./steps";

export interface Toast {
  readonly id: string;
  readonly text: string;
  /** What it speaks of; null where that is many. */
  readonly conversationId: string | null;
  /** `closed` is over when the conversation is open again; the others only pass. */
  readonly kind: "closed" | "done" | "failed" | "called";
  /** What its button does, and what stands on it; null without one. `open` leads to the conversation. */
  readonly offer:
    | { readonly word: "undo" | "repeat"; readonly steps: readonly Aimed[] }
    | { readonly word: "open" }
    | null;
}

/** Whether the toast is still true. A closing that is on its way counts; a row that is not held any more contradicts nothing. */
export function isTrue(toast: Toast, rows: ReadonlyMap<string, Row>, outgoing: Outgoing): boolean {
  if (toast.kind !== "closed" || toast.conversationId === null || isActing(outgoing, toast.conversationId)) return true;
  return rows.get(toast.conversationId)?.conversation.status !== "open";
}
