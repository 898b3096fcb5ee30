// Events that carry no seq: read marks, pages, presence. Applied to the row, or remembered until the row comes.
import { doubt } from "./doubts";
import { withKey } from "./hash_trie";
import type { Inbox, Passing } from "./model";
import type { Row } from "./rows";
import { applyPage, applyPresence, applyReadMark, unreachable } from "./rows";

/** So many are kept while no answer is under way: news of a conversation may be told a moment after what followed it. */
const KEPT_UNASKED = 100;

/** The inbox after an event without a version. Of an unknown conversation it is kept, for whatever brings the row. */
export function takePassing(inbox: Inbox, event: Passing): Inbox {
  if (inbox.rows.has(event.conversation_id)) return applyPassing(inbox, event);
  return forgetPassing({ ...inbox, passing: [...inbox.passing, { event, tick: inbox.tick }] });
}

/** The inbox without what no answer under way can need any more. */
export function forgetPassing(inbox: Inbox): Inbox {
  if (inbox.asked.size > 0 || inbox.passing.length <= KEPT_UNASKED) return inbox;
  return { ...inbox, passing: inbox.passing.slice(-KEPT_UNASKED) };
}

/** The inbox after an event without a version about a conversation that is held. */
export function applyPassing(inbox: Inbox, event: Passing): Inbox {
  const id = event.conversation_id;
  const row = inbox.rows.get(id);
  if (!row) return inbox;
  const set = (next: Row): Inbox => (next === row ? inbox : { ...inbox, rows: withKey(inbox.rows, id, next) });
  switch (event.type) {
    case "visitor_presence_changed":
      return set(applyPresence(row, event.visitor_online, inbox.tick));
    case "page_visited":
      return set(applyPage(row, event.page, inbox.tick));
    case "read_marked": {
      const { row: next, doubtful } = applyReadMark(row, event);
      return doubtful ? doubt(set(next), id, next.conversation.last_seq) : set(next);
    }
    default:
      return unreachable(event);
  }
}
