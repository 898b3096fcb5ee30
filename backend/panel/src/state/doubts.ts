// Rows that are known to be behind the server: which must be fetched, and when an answer has settled it.
import type { Conversation } from "../operator.gen";
import { withKey, withoutKey } from "./hash_trie";
import type { Doubt, Inbox } from "./model";

/** Marks a row as one that must come again, at least at `seq`. */
export function doubt(inbox: Inbox, conversationId: string, seq: number): Inbox {
  const held = inbox.doubts.get(conversationId);
  const next: Doubt = { seq: Math.max(seq, held?.seq ?? 0), tick: inbox.tick };
  return { ...inbox, doubts: withKey(inbox.doubts, conversationId, next) };
}

/** Ends the doubt where the answer was asked for after it arose and is new enough. */
export function settleDoubt(inbox: Inbox, fetched: Conversation, sentTick: number): Inbox {
  const held = inbox.doubts.get(fetched.id);
  if (!held || held.tick > sentTick || fetched.last_seq < held.seq) return inbox;
  return { ...inbox, doubts: withoutKey(inbox.doubts, fetched.id) };
}
