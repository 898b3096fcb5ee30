// A colleague who is called otherwise: in rows and entries that are held already, too. Fetched when a site changes, or may
// have changed while there was no connection.
import type { Author, SiteRef } from "../operator.gen";
import { withKey } from "./hash_trie";
import type { Inbox } from "./model";
import type { Entry, Row } from "./rows";
import type { Thread } from "./threads";

interface Held {
  readonly inbox: Inbox;
}

type Names = ReadonlyMap<string, string>;

/** The inbox with the names that the site's colleagues have now; what names none of them otherwise stays the same object. */
export function renamed({ inbox }: Held, { id, colleagues = [], former_colleagues = [] }: SiteRef): Held {
  const names = new Map([...former_colleagues, ...colleagues].map(({ id, name }) => [id, name]));
  let { rows, threads } = inbox;
  for (const [key, row] of inbox.rows) {
    if (row.conversation.site_id !== id) continue;
    const now = renamedRow(row, names);
    if (now !== row) rows = withKey(rows, key, now);
    const thread = inbox.threads.get(key);
    const read = thread && renamedThread(thread, names);
    if (read && read !== thread) threads = withKey(threads, key, read);
  }
  return { inbox: rows === inbox.rows && threads === inbox.threads ? inbox : { ...inbox, rows, threads } };
}

function renamedRow(row: Row, names: Names): Row {
  const { assignee, last_message: last } = row.conversation;
  const leader = renamedAuthor(assignee, names);
  const author = last && renamedAuthor(last.author, names);
  if (leader === assignee && author === (last?.author ?? null)) return row;
  const last_message = last && author && { ...last, author };
  return { ...row, conversation: { ...row.conversation, assignee: leader, last_message } };
}

function renamedThread(thread: Thread, names: Names): Thread {
  const timeline = renamedTimeline(thread.timeline, names);
  const past = thread.past && renamedTimeline(thread.past.timeline, names);
  if (timeline === thread.timeline && past === (thread.past?.timeline ?? null)) return thread;
  return { ...thread, timeline, past: thread.past && past && { ...thread.past, timeline: past } };
}

function renamedTimeline(timeline: Thread["timeline"], names: Names): Thread["timeline"] {
  const entries = timeline.entries.map((entry) => renamedEntry(entry, names));
  return entries.every((entry, place) => entry === timeline.entries[place]) ? timeline : { ...timeline, entries };
}

function renamedEntry(entry: Entry, names: Names): Entry {
  const author = renamedAuthor(entry.author, names);
  const named = author === entry.author ? entry : { ...entry, author };
  if (named.type !== "conversation_assigned") return named;
  const operator = renamedAuthor(named.operator, names);
  return operator === named.operator ? named : { ...named, operator };
}

function renamedAuthor<A extends Author | null>(author: A, names: Names): A {
  const name = author?.kind === "operator" && author.id ? names.get(author.id) : undefined;
  return name === undefined || name === author?.name ? author : { ...author, name };
}
