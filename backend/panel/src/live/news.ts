// What has just happened that may call this operator: told once, and only once its conversation is known.
import type { Conversation, ConversationAssigned, MessagePosted, NoteAdded, OperatorEvent } from "../operator.gen";
import { type AlertKind, kindOfMessage } from "../state/alerts";
import { isCall } from "../state/mentions";
import type { Inbox } from "../state/model";

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
    const heardSeq = this.heard.get(id) ?? 0;
    if (event.type === "message_posted") {
      // A repeated acknowledgement is no news
      if (event.author.kind !== "visitor" || seq <= Math.max(known?.operator_read_seq ?? 0, heardSeq)) return;
    } else if (event.type === "note_added") {
      if (seq <= heardSeq || !isCall(inbox, event)) return;
    } else {
      const me = inbox.session?.me.id;
      // What the server gives, it gives in the name of whom it gives it to.
      if (event.operator?.id !== me || (event.author.id === me && !event.automatic)) return;
      if (seq <= Math.max(known?.last_seq ?? 0, heardSeq)) return;
    }
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
      const me = inbox.session?.me.id ?? "";
      const kind = event.type === "message_posted" ? kindOfMessage(conversation, me) : "called";
      news.push({ kind, conversation, event });
    }
    return news;
  }
}
