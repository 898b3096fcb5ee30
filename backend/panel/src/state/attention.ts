// What wants this operator: the number in the title, and whether somebody of their own waits.
import type { Conversation } from "../operator.gen";
import type { Inbox } from "./model";

/** Conversations in the queue, and the operator's own with something unread. */
export function wantingAttention({ counts, rows, session }: Inbox): number {
  let unread = 0;
  for (const { conversation } of rows.values()) {
    const isMine = conversation.status === "open" && conversation.assignee?.id === session?.me.id;
    if (isMine && conversation.unread_count > 0) unread += 1;
  }
  return (counts?.waiting ?? 0) + unread;
}

/** Whether any of the operator's own open conversations that are held waits for an answer. */
export function ownIsWaiting({ rows, session }: Inbox): boolean {
  for (const { conversation } of rows.values()) {
    if (conversation.assignee?.id === session?.me.id && isWaiting(conversation)) return true;
  }
  return false;
}

/** Whether the visitor waits for an answer; in a closed conversation nobody does, whatever time it still carries. */
export function isWaiting({ status, waiting_since: since }: Conversation): boolean {
  return status === "open" && since !== null;
}
