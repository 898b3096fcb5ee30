// What has just happened that may call this operator: told once, and only once its conversation is known.
import type { Conversation, ConversationAssigned, MessagePosted, NoteAdded, OperatorEvent } from "../operator.gen";
import { type AlertKind, kindOfMessage } from "../state/alerts";
import { belongs } from "../state/folders";
import { isCall } from "../state/mentions";
import { eyesOf, type Inbox } from "../state/model";
import { serves } from "../state/serving";

export interface News {
  readonly kind: AlertKind;
  readonly conversation: Conversation;
  readonly event: MessagePosted | ConversationAssigned | NoteAdded;
}

/** Of conversations whose rows are still asked for; what is older has waited too long to be news. */
const MAX_HELD = 100;

export class NewsDesk {
  private readonly heard = new Map<string, number>();
  private readonly held = new Map<string, News["event"]>();

  /** Looks at an event before it is in the inbox. */
  hear(event: OperatorEvent, inbox: Inbox): void {
    if (event.type !== "message_posted" && event.type !== "conversation_assigned" && event.type !== "note_added")
      return;
    const { conversation_id: id, seq } = event;
    const known = inbox.rows.get(id)?.conversation;
    if (seq <= (this.heard.get(id) ?? 0)) return;
    if (event.type === "message_posted") {
      // A repeated acknowledgement is no news
      if (event.author.kind !== "visitor" || seq <= (known?.operator_read_seq ?? 0)) return;
    } else if (event.type === "note_added") {
      if (!isCall(inbox, event)) return;
    } else if (seq <= (known?.last_seq ?? 0) || !mayCall(event, known, inbox)) return;
    this.heard.set(id, seq);
    this.held.delete(id);
    this.held.set(id, event);
    const [oldest] = this.held.keys();
    if (this.held.size > MAX_HELD && oldest !== undefined) this.held.delete(oldest);
  }

  /** What can be told now: whose conversation is held, at least as new as the event. */
  take(inbox: Inbox): News[] {
    const news: News[] = [];
    for (const [id, event] of this.held) {
      const conversation = inbox.rows.get(id)?.conversation;
      // What is asked for again may be back: the answer says whether it is.
      const isGone = (inbox.hidden.has(id) || inbox.missing.has(id)) && !inbox.doubts.has(id);
      if (!isGone && (conversation === undefined || conversation.last_seq < event.seq)) continue;
      this.held.delete(id);
      if (isGone || conversation === undefined) continue;
      const kind = kindOf(event, conversation, inbox);
      if (kind !== null) news.push({ kind, conversation, event });
    }
    return news;
  }
}

/** Whether an assignment may call this operator; of one to the queue its row tells, once it is known. */
function mayCall(event: ConversationAssigned, known: Conversation | undefined, { session }: Inbox): boolean {
  const { author, operator, automatic, rule } = event;
  const me = session?.me.id;
  // What the server gives, it gives in the name of whom it gives it to.
  if (operator !== null) return operator.id === me && (author.id !== me || Boolean(automatic));
  // Whoever had it knows, also where the server took it from them.
  if (author.id === me) return false;
  // A rule goes by what a visitor has written, which has called those before whom it was already.
  if (rule) return known?.assignee !== null || !serves(session, known);
  // And a visitor who comes back calls by what they write next.
  return author.kind !== "visitor";
}

/** Null where it calls nobody here by now. */
function kindOf(event: News["event"], conversation: Conversation, inbox: Inbox): AlertKind | null {
  const { session } = inbox;
  if (event.type === "message_posted") return kindOfMessage(conversation, session?.me.id ?? "");
  if (event.type === "note_added" || event.operator !== null) return "called";
  const isQueued = belongs(conversation, "waiting", eyesOf(inbox));
  return isQueued && serves(session, conversation) ? "waiting" : null;
}
