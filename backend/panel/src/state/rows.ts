// One row of the inbox and how answers and events change it: the newer version wins, field by field.
import type { Conversation, History, MessagePosted, Page, ReadMarked } from "../operator.gen";

export type Entry = History["entries"][number];

/**
 * A conversation as it is known, and the ticks (see `Inbox.tick`) at which entries, presence and page last changed.
 *
 * Presence and page carry no version. An answer to a request may have been read before an event that came first, so
 * for those two an event that came after the request was sent beats the answer; the next event beats both.
 */
export interface Row {
  readonly conversation: Conversation;
  /** When the question was sent whose answer last brought the row. */
  readonly confirmedTick: number;
  readonly entryTick: number;
  readonly presenceTick: number;
  readonly pageTick: number;
}

/** A change of a row; `doubtful` says that the row is not what the server has, and must be fetched. */
export interface Change {
  readonly row: Row;
  readonly doubtful: boolean;
}

const MAX_UNREAD = 100;
const LAST_MESSAGE_CHARS = 200;

/** When a question was sent, and when its answer came. */
export interface AnswerTicks {
  readonly sent: number;
  readonly now: number;
}

/** A row that nothing but an answer is known of. */
export function newRow(conversation: Conversation, ticks: AnswerTicks): Row {
  return { conversation, confirmedTick: ticks.sent, entryTick: ticks.now, presenceTick: 0, pageTick: 0 };
}

/** The row after an answer. */
export function mergeFetched(row: Row, fetched: Conversation, ticks: AnswerTicks): Change {
  const held = row.conversation;
  const base = held.last_seq > fetched.last_seq ? held : fetched;
  const operatorReadSeq = Math.max(held.operator_read_seq, fetched.operator_read_seq);
  const unread = unreadAfter(base, operatorReadSeq);
  return {
    row: {
      ...row,
      confirmedTick: Math.max(row.confirmedTick, ticks.sent),
      entryTick: fetched.last_seq > held.last_seq ? ticks.now : row.entryTick,
      conversation: {
        ...base,
        visitor_online: row.presenceTick > ticks.sent ? held.visitor_online : fetched.visitor_online,
        page: row.pageTick > ticks.sent ? held.page : fetched.page,
        visitor_read_seq: Math.max(held.visitor_read_seq, fetched.visitor_read_seq),
        operator_read_seq: operatorReadSeq,
        unread_count: unread.count,
      },
    },
    doubtful: unread.doubtful,
  };
}

/** The row after a live entry; one that is already in the row changes nothing, a gap makes it doubtful. */
export function applyEntry(row: Row, entry: Entry, tick: number): Change {
  const held = row.conversation;
  if (entry.seq <= held.last_seq) return { row, doubtful: false };
  if (entry.prev_seq > held.last_seq) return { row, doubtful: true };
  const conversation = { ...held, last_seq: entry.seq, ...changed(held, entry) };
  // What was said before the last words, the row does not know, nor what of the visitor's a bot has answered.
  const isLastWord = entry.type === "message_deleted" && entry.message_seq === held.last_message?.seq;
  const isUnclear = isLastWord || (isLetGo(held, entry) && held.waiting_since !== null);
  // Nor since when somebody has waited in the conversation that was merged into it.
  const doubtful = isUnclear || entry.type === "conversation_merged";
  return { row: { ...row, entryTick: tick, conversation }, doubtful };
}

/** The row after either side has read. */
export function applyReadMark(row: Row, mark: ReadMarked): Change {
  const held = row.conversation;
  if (mark.reader === "visitor") {
    if (mark.seq <= held.visitor_read_seq) return { row, doubtful: false };
    return { row: { ...row, conversation: { ...held, visitor_read_seq: mark.seq } }, doubtful: false };
  }
  if (mark.seq <= held.operator_read_seq) return { row, doubtful: false };
  const unread = unreadAfter(held, mark.seq);
  const conversation = { ...held, operator_read_seq: mark.seq, unread_count: unread.count };
  return { row: { ...row, conversation }, doubtful: unread.doubtful };
}

export function applyPresence(row: Row, online: boolean, tick: number): Row {
  return { ...row, presenceTick: tick, conversation: { ...row.conversation, visitor_online: online } };
}

export function applyPage(row: Row, page: Page, tick: number): Row {
  const referrer = row.conversation.page?.referrer ?? page.referrer ?? "";
  return { ...row, pageTick: tick, conversation: { ...row.conversation, page: { ...page, referrer } } };
}

/** What an entry does to a row, as the server's append statements do it. */
function changed(held: Conversation, entry: Entry): Partial<Conversation> {
  const active_at = entry.created_at;
  switch (entry.type) {
    case "message_posted":
      return { active_at, last_message: lastMessage(entry), ...marksOf(held, entry) };
    case "conversation_assigned": {
      const queued = held.status === "open" && entry.operator === null;
      // Until it is fetched: not the first word, which the bot may have answered long ago.
      const isGuess = isLetGo(held, entry) && held.waiting_since !== null;
      const waitingSince = isGuess ? entry.created_at : held.waiting_since;
      const queuedAt = held.queued_at ?? waitingSince ?? entry.created_at;
      const department = entry.department ?? held.department ?? null;
      const queued_at = queued ? queuedAt : null;
      return { active_at, assignee: entry.operator, department, queued_at, waiting_since: waitingSince };
    }
    case "status_changed": {
      const open = entry.status === "open";
      // Closing answers nobody; a visitor who comes back begins to wait anew.
      const waitingSince = entry.author.kind === "operator" ? held.waiting_since : null;
      return {
        active_at,
        status: entry.status,
        score: open ? null : (held.score ?? null),
        result_id: open ? null : (entry.result_id ?? null),
        merged_into: open ? null : (entry.merged_into ?? held.merged_into ?? null),
        snoozed_until: null,
        waiting_since: waitingSince,
        queued_at: open && held.assignee === null ? (held.queued_at ?? waitingSince ?? entry.created_at) : null,
      };
    }
    case "message_edited": {
      const { last_message } = held;
      if (last_message?.seq !== entry.message_seq) return {};
      return { last_message: { ...last_message, body: beginningOf(entry.body) } };
    }
    case "message_deleted":
      return {};
    case "conversation_rated":
      return { active_at, score: entry.score };
    case "conversation_tagged": {
      const kept = (held.tag_ids ?? []).filter((id) => !entry.removed_ids.includes(id));
      return { tag_ids: [...kept, ...entry.added_ids.filter((id) => !kept.includes(id))] };
    }
    case "conversation_snoozed":
      return { active_at, snoozed_until: entry.until };
    case "note_added":
    case "conversation_merged":
      return { active_at };
    default:
      return unreachable(entry);
  }
}

/** Whether the entry takes the conversation from a bot that leads it. */
function isLetGo({ assignee }: Conversation, entry: Entry): boolean {
  return entry.type === "conversation_assigned" && Boolean(assignee?.bot) && !entry.operator?.bot;
}

function marksOf(held: Conversation, entry: MessagePosted): Partial<Conversation> {
  // A bot has read nothing, and whoever waits for a person waits on.
  if (entry.author.bot) return {};
  if (entry.author.kind === "operator") {
    const operatorReadSeq = Math.max(held.operator_read_seq, entry.seq);
    return { operator_read_seq: operatorReadSeq, unread_count: 0, waiting_since: null };
  }
  const isUnread = entry.seq > held.operator_read_seq;
  return {
    visitor_read_seq: Math.max(held.visitor_read_seq, entry.seq),
    unread_count: Math.min(MAX_UNREAD, held.unread_count + (isUnread ? 1 : 0)),
    waiting_since: held.waiting_since ?? entry.created_at,
    // Whoever writes is out of nobody's way any more.
    snoozed_until: null,
  };
}

function lastMessage(entry: MessagePosted): Conversation["last_message"] {
  return { author: entry.author, body: beginningOf(entry.body), created_at: entry.created_at, seq: entry.seq };
}

function beginningOf(body: string): string {
  return [...body].slice(0, LAST_MESSAGE_CHARS).join("");
}

/**
 * How many are unread once read up to `readSeq`. It follows from `last_seq` and the mark alone, but the row does not
 * hold the messages between: where neither end is met, only the server can count.
 */
function unreadAfter(held: Conversation, readSeq: number): { count: number; doubtful: boolean } {
  if (readSeq === held.operator_read_seq) return { count: held.unread_count, doubtful: false };
  if (readSeq >= held.last_seq || held.unread_count === 0) return { count: 0, doubtful: false };
  return { count: held.unread_count, doubtful: true };
}

export function unreachable(value: never): never {
  throw new TypeError(`A case that the types exclude: ${JSON.stringify(value)}`);
}
