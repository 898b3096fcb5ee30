// What wants this operator: the number in the title, and whether somebody of their own waits.
import type { Conversation } from "../operator.gen";
import { isWaiting, NO_FILTER } from "./filters";
import { listFolder } from "./listing";
import { eyesOf, type Inbox } from "./model";

/**
 * Conversations in the queue, the operator's own with something unread or just awake, and those where a note calls them.
 * `isOwnOnly`: of the queue only what may call them too, see `AlertChoices`.
 */
export function wantingAttention(inbox: Inbox, isOwnOnly: boolean): number {
  const { counts, mentions, woken } = inbox;
  const wanting = own(inbox).filter(({ id, unread_count }) => (unread_count > 0 || woken.has(id)) && !mentions.has(id));
  return ((isOwnOnly ? counts?.own_waiting : null) ?? counts?.waiting ?? 0) + wanting.length + mentions.size;
}

/** Whether any of the operator's own open conversations that are held waits for an answer. */
export function ownIsWaiting(inbox: Inbox): boolean {
  return own(inbox).some(isWaiting);
}

/**
 * The operator's own open conversations as far down as their folder has been read. What is held from further down may
 * be of before a lost connection; only until the first page comes there is nothing better.
 */
function own({ rows, folders, session }: Inbox): readonly Conversation[] {
  return listFolder(rows, "mine", folders.mine.verified ?? "end", eyesOf({ session, filter: NO_FILTER })).conversations;
}
