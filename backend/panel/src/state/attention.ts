// How much wants this operator: the number in the title.
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
