// What has just happened that may call this operator: told once, and only once its conversation is known.
import type {
  Conversation,
  ConversationAssigned,
  ConversationSnoozed,
  MessagePosted,
  NoteAdded,
  OperatorEvent,
} from "../operator.gen";
import { type AlertKind, kindOfMessage } from "../state/alerts";
import { belongs } from "../state/folders";
import { isCall } from "../state/mentions";
import { eyesOf, type Inbox, type Session } from "../state/model";
import { isOwnQueue, serves } from "../state/serving";
import { isWaking } from "../state/waking";

export interface News {
  readonly kind: AlertKind;
  readonly conversation: Conversation;
  readonly event: MessagePosted | ConversationAssigned | ConversationSnoozed | NoteAdded;
}

/** Of conversations whose rows are still asked for; what is older has waited too long to be news. */
const MAX_HELD = 100;

export class NewsDesk {
  private readonly heard = new Map<string, number>();
  /** The newest of each type in a conversation: a hand-over says nothing of the message that came with it. */
  private readonly held = new Map<string, News["event"]>();

  /** Looks at an event before it is in the inbox. */
  hear(event: OperatorEvent, inbox: Inbox): void {
    if (!mayCall(event, inbox)) return;
    const { conversation_id: id, seq } = event;
    if (seq <= this.toldSeq(id)) return;
    this.heard.set(id, seq);
    const key = event.type + id;
    this.held.delete(key);
    this.held.set(key, event);
    const [oldest] = this.held.keys();
    if (this.held.size > MAX_HELD && oldest !== undefined) this.held.delete(oldest);
  }

  /** The newest entry of a conversation that was told, or is about to be; 0 where none was. */
  toldSeq(conversationId: string): number {
    return this.heard.get(conversationId) ?? 0;
  }

  /** What can be told now: whose conversation is held, at least as new as the event. */
  take(inbox: Inbox): News[] {
    const news: News[] = [];
    for (const [key, event] of this.held) {
      const id = event.conversation_id;
      const conversation = inbox.rows.get(id)?.conversation;
      // What is asked for again may be back: the answer says whether it is.
      const isGone = (inbox.hidden.has(id) || inbox.missing.has(id)) && !inbox.doubts.has(id);
      if (!isGone && (conversation === undefined || conversation.last_seq < event.seq)) continue;
      this.held.delete(key);
      if (isGone || conversation === undefined) continue;
      const kind = kindOf(event, conversation, inbox);
      if (kind !== null) news.push({ kind, conversation, event });
    }
    return news;
  }
}

/** Whether it is for this operator: what is new in the queue as they have chosen, what is back in it if they may take it. */
export function isForThem(
  { kind, conversation, event }: News,
  session: Session | null,
  { isOwnOnly, canLead }: { readonly isOwnOnly: boolean; readonly canLead: boolean },
): boolean {
  if (kind !== "waiting") return true;
  if (event.type !== "message_posted") return canLead;
  return !isOwnOnly || isOwnQueue(session, conversation);
}

/** Whether the event may call this operator. Of what is back in the queue its row tells, once it is known. */
function mayCall(event: OperatorEvent, inbox: Inbox): event is News["event"] {
  const { rows, session } = inbox;
  const known = "conversation_id" in event ? rows.get(event.conversation_id)?.conversation : undefined;
  switch (event.type) {
    case "message_posted":
      // A repeated acknowledgement is no news
      return event.author.kind === "visitor" && event.seq > (known?.operator_read_seq ?? 0);
    case "note_added":
      return isCall(inbox, event);
    case "conversation_assigned":
      return event.seq > (known?.last_seq ?? 0) && isHandedOver(event, known, session);
    case "conversation_snoozed":
      return event.seq > (known?.last_seq ?? 0) && isWaking(event, session?.me.id);
    default:
      return false;
  }
}

function isHandedOver(event: ConversationAssigned, known: Conversation | undefined, session: Session | null): boolean {
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
  if (event.type === "note_added" || (event.type === "conversation_assigned" && event.operator)) return "called";
  const eyes = eyesOf(inbox);
  if (event.type === "conversation_snoozed" && belongs(conversation, "mine", eyes)) return "called";
  return belongs(conversation, "waiting", eyes) && serves(session, conversation) ? "waiting" : null;
}
