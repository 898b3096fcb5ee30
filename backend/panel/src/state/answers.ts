// Answers to questions: pages of a folder, single rows and counts, merged with what events have brought meanwhile.
import type { Conversation, ConversationList, CountsFetched } from "../operator.gen";
import { isStale, reveal } from "./blocking";
import { doubt, settleDoubt } from "./doubts";
import { forgetErased } from "./erasure";
import type { FolderState, Frontier } from "./folders";
import { further, isNarrowed, LISTS, placeOf } from "./folders";
import { withKey, withoutKeys } from "./hash_trie";
import { listStretch } from "./listing";
import type { Asked, Doubt, Inbox } from "./model";
import { eyesOf } from "./model";
import { applyPassing } from "./passing";
import { mergeFetched, newRow } from "./rows";

type List = Extract<Asked, { kind: "list" }>;

/** The inbox after a page of a folder. */
export function takeList(inbox: Inbox, list: ConversationList, asked: List): Inbox {
  const { folder } = asked;
  const before = inbox.folders[folder];
  // What another filter lets through, which has been open before.
  if (isNarrowed(folder) && asked.filter !== inbox.filter) return inbox;
  // Asked before the folders were begun anew, or continuing another walk.
  if (asked.sentTick < inbox.resetTick || (asked.cursor !== null && asked.cursor !== before.cursor)) return inbox;
  const from = asked.cursor === null ? null : before.verified;
  const to = frontierOf(list);
  const merged = list.conversations.reduce((state, row) => takeRow(state, row, asked.sentTick), inbox);
  const kept = dropMissing(merged, list, { from, to }, asked.sentTick);
  const state: FolderState = {
    verified: to,
    shown: further(folder, before.shown, to),
    cursor: list.next_cursor,
    wantsMore: false,
  };
  return { ...kept, folders: { ...kept.folders, [folder]: state } };
}

/** The inbox after news of a conversation: what is known of it may be younger, for it was read before it was told. */
export function takeStarted(inbox: Inbox, started: Conversation): Inbox {
  const page = inbox.rows.get(started.id)?.conversation.page ?? started.page;
  return { ...takeRow(inbox, { ...started, page }, inbox.tick, 0), countsDoubt: inbox.tick };
}

/** The inbox after one row that was asked for at `sentTick`; what passed after `readTick` may not be in it. */
export function takeRow(before: Inbox, fetched: Conversation, sentTick: number, readTick = sentTick): Inbox {
  if (isStale(before, fetched, sentTick)) return before;
  const inbox = reveal(forgetErased(before, fetched), fetched);
  const held = inbox.rows.get(fetched.id);
  const ticks = { sent: sentTick, now: inbox.tick };
  if (held) {
    const { row, doubtful } = mergeFetched(held, fetched, ticks);
    const state = { ...inbox, rows: withKey(inbox.rows, fetched.id, row) };
    // An answer that the row has outrun is not taken over: what was doubtful in it is so still.
    if (fetched.last_seq < row.conversation.last_seq && !doubtful) return state;
    return settleDoubt(doubtful ? doubt(state, fetched.id, row.conversation.last_seq) : state, fetched, sentTick);
  }
  const state = { ...inbox, rows: withKey(inbox.rows, fetched.id, newRow(fetched, ticks)) };
  const missed = inbox.passing.filter(({ event, tick }) => event.conversation_id === fetched.id && tick > readTick);
  const caughtUp = missed.reduce((reached, { event }) => applyPassing(reached, event), state);
  return settleDoubt(caughtUp, fetched, sentTick);
}

export function takeCounts(inbox: Inbox, answer: CountsFetched, asked: Asked): Inbox {
  const settled = inbox.countsDoubt === null || inbox.countsDoubt <= asked.sentTick;
  return { ...inbox, counts: answer.counts, countsDoubt: settled ? null : inbox.countsDoubt };
}

/** Forgets what is known of all rows but those in use: folders are read again, events bring back what lives. */
export function startOver(inbox: Inbox): Inbox {
  const folders = { ...inbox.folders };
  for (const folder of LISTS) {
    const isOpen = folder === inbox.openFolder;
    const { shown } = folders[folder];
    folders[folder] = { shown: isOpen ? shown : null, verified: null, cursor: null, wantsMore: false };
  }
  const open = inbox.openId;
  const doubts = new Map<string, Doubt>();
  if (open !== null) doubts.set(open, { seq: inbox.rows.get(open)?.conversation.last_seq ?? 0, tick: inbox.tick });
  return { ...inbox, folders, doubts, resetTick: inbox.tick };
}

function frontierOf(list: ConversationList): Frontier {
  const last = list.conversations.at(-1);
  return list.next_cursor === null || !last ? "end" : placeOf(last, list.folder);
}

/**
 * A page is the whole truth about its stretch of the folder. What is held there but missing from the page has left the
 * folder unseen: it is forgotten (its event, or the next, brings it back), unless an event has changed it since.
 */
function dropMissing(
  inbox: Inbox,
  list: ConversationList,
  stretch: { from: Frontier | null; to: Frontier },
  sentTick: number,
): Inbox {
  const listed = new Set(list.conversations.map((conversation) => conversation.id));
  const missing = listStretch(inbox.rows, list.folder, stretch, eyesOf(inbox)).filter(
    ({ id }) => !listed.has(id) && (inbox.rows.get(id)?.entryTick ?? 0) <= sentTick,
  );
  const open = missing.find(({ id }) => id === inbox.openId);
  const state = open ? doubt(inbox, open.id, open.last_seq) : inbox;
  const dropped = missing.flatMap((one) => (one === open ? [] : [one.id]));
  return dropped.length > 0 ? { ...state, rows: withoutKeys(state.rows, dropped) } : state;
}
