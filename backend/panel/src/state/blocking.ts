// A visitor was blocked: to the panel it is as if there were no such conversation, until they are blocked no more.
import type { Conversation } from "../operator.gen";
import { doubt } from "./doubts";
import { forgetWords } from "./erasure";
import { withKey, withoutKey } from "./hash_trie";
import type { Inbox } from "./model";
import { emptyThread } from "./threads";

/** The inbox without the conversation. It is asked for all the same: a word of its return may have overtaken this one. */
export function hide(before: Inbox, id: string): Inbox {
  const inbox = forgetWords(before, id);
  const hidden = withKey(inbox.hidden, id, inbox.tick);
  const rows = withoutKey(inbox.rows, id);
  const threads = withoutKey(inbox.threads, id);
  const typing = withoutKey(inbox.typing, id);
  const [mentions, woken] = [withoutKey(inbox.mentions, id), withoutKey(inbox.woken, id)];
  return doubt({ ...inbox, hidden, rows, threads, typing, mentions, woken, countsDoubt: inbox.tick }, id, 0);
}

/** The inbox that will fetch a conversation it may have been told there is none of. */
export function show(inbox: Inbox, id: string): Inbox {
  return doubt({ ...inbox, countsDoubt: inbox.tick }, id, 0);
}

/** Whether an answer was read before the conversation was hidden: nothing of it may be shown. */
export function isStale(inbox: Inbox, { id }: Conversation, sentTick: number): boolean {
  return (inbox.hidden.get(id) ?? -1) > sentTick;
}

/** The inbox ready for a row that was not held: where it had been said that there is none, it is there again. */
export function reveal(inbox: Inbox, { id }: Conversation): Inbox {
  if (!inbox.hidden.has(id) && !inbox.missing.has(id)) return inbox;
  const missing = new Set([...inbox.missing].filter((one) => one !== id));
  const isOpen = id === inbox.openId && !inbox.threads.has(id);
  const threads = isOpen ? withKey(inbox.threads, id, emptyThread()) : inbox.threads;
  return { ...inbox, hidden: withoutKey(inbox.hidden, id), missing, threads };
}
