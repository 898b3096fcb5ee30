// Notes that call this operator: marked at their conversations until they have been looked at, on any screen.
import type { Mention, MentionsSeen, NoteAdded } from "../operator.gen";
import { withKey, withoutKey } from "./hash_trie";
import type { Inbox } from "./model";

/** The inbox with what calls as the server says it at the beginning. */
export function takeCalls(inbox: Inbox, called: readonly Mention[]): Inbox {
  const mentions = new Map(called.map(({ conversation_id, seq }) => [conversation_id, seq]));
  return { ...inbox, mentions, heardCalls: new Map([...inbox.heardCalls, ...mentions]) };
}

/**
 * Whether a live note calls this operator and has not been heard of: one that is repeated is no news. Also in a
 * conversation that was hidden: it may be back in sight, and if it is not, the answer to what is asked of it says so.
 */
export function isCall(inbox: Inbox, { conversation_id: id, seq, author, mentions }: NoteAdded): boolean {
  const me = inbox.session?.me.id ?? "";
  if (author.id === me || !mentions?.includes(me)) return false;
  return seq > (inbox.heardCalls.get(id) ?? 0);
}

/** The inbox after a live note. */
export function takeCall(inbox: Inbox, note: NoteAdded): Inbox {
  if (!isCall(inbox, note)) return inbox;
  const { conversation_id: id, seq } = note;
  return { ...inbox, mentions: withKey(inbox.mentions, id, seq), heardCalls: withKey(inbox.heardCalls, id, seq) };
}

/** The inbox after somebody has looked, here or on another screen; a newer note still calls. */
export function takeSeen(inbox: Inbox, { conversation_id: id, operator_id, seq }: Omit<MentionsSeen, "type">): Inbox {
  if (operator_id !== inbox.session?.me.id || (inbox.mentions.get(id) ?? 0) > seq) return inbox;
  return { ...inbox, mentions: withoutKey(inbox.mentions, id) };
}
