// What was said in a conversation has been erased on the server: nothing of it may stay here.
import type { Conversation } from "../operator.gen";
import { amend } from "./amendments";
import { withKey } from "./hash_trie";
import type { Inbox } from "./model";
import { emptyThread, heldOf } from "./threads";

/** The inbox without the thread's words; it is read again, and answers that may have been read before are not taken. */
export function forgetWords(inbox: Inbox, id: string): Inbox {
  const threads = inbox.threads.has(id) ? withKey(inbox.threads, id, emptyThread()) : inbox.threads;
  const asked = new Map([...inbox.asked].filter(([, one]) => one.kind !== "history" || one.conversationId !== id));
  return { ...inbox, threads, asked };
}

/** The inbox without words that a row says are erased: the event may have been missed while the link was down. */
export function forgetErased(inbox: Inbox, { id, last_message: last }: Conversation): Inbox {
  // Without a last message all were deleted, and what remains are the visitor's words about it.
  if (last?.body) return inbox;
  const thread = inbox.threads.get(id);
  const entries = thread ? heldOf(thread) : [];
  const said = amend(entries);
  const hasWords = entries.some((entry) => {
    if (entry.type === "conversation_rated") return entry.comment !== "";
    return (entry.type === "message_posted" || entry.type === "note_added") && said(entry).body !== "";
  });
  return hasWords ? forgetWords(inbox, id) : inbox;
}
