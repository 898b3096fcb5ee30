// Snoozes that are over: the row of such a conversation stands out before whoever leads it until it is opened here.
import type { Conversation, ConversationSnoozed } from "../operator.gen";
import { withKey, withoutKey } from "./hash_trie";
import type { Inbox } from "./model";

/** Whether a snooze is over that this operator has not ended themselves; without an `echo_id` its time has come. */
export function isWaking({ until, author, echo_id }: ConversationSnoozed, me: string | undefined): boolean {
  return until === null && (echo_id === null || author.id !== me);
}

/** The inbox after a live entry about a snooze, which is not in its row yet. */
export function takeWaking(inbox: Inbox, event: ConversationSnoozed): Inbox {
  const { conversation_id: id, seq } = event;
  const me = inbox.session?.me.id;
  const row = inbox.rows.get(id)?.conversation;
  if (seq <= (row?.last_seq ?? 0)) return inbox;
  const isForMe = (row?.assignee?.id ?? me) === me && id !== inbox.openId;
  const woken = isForMe && isWaking(event, me) ? withKey(inbox.woken, id, seq) : withoutKey(inbox.woken, id);
  return { ...inbox, woken };
}

/** Whether its row stands out: also one that nobody leads, but none that a colleague does, or that is closed. */
export function standsOut(woken: Inbox["woken"], { id, status, assignee }: Conversation, me: string): boolean {
  return woken.has(id) && status === "open" && (assignee?.id ?? me) === me;
}
