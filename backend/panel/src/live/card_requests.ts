// The visitor's card and what is masked, over HTTP: each answer is in the journal before it comes.
import type { Conversation } from "../operator.gen";
import { type Answer, ask, queryOf } from "./requests";

/** A text as it is stored, and the pieces of it that stand masked, in their order. */
export interface Revealed {
  readonly body: string;
  readonly pieces: readonly string[];
}

export interface Contact {
  readonly kind: string;
  /** The contact, or what stands for it. */
  readonly text: string;
  /** Where it is masked: which of the masked pieces of its message. */
  readonly piece: number | null;
  readonly conversation_id: string;
  readonly seq: number;
}

export interface ConsentDone {
  readonly purpose: "processing" | "advertising" | "cross_border";
  readonly action: "given" | "withdrawn";
  readonly version: number;
  readonly at: string;
}

export type OtherConversation = Pick<Conversation, "id" | "status" | "created_at" | "active_at">;

export interface ConversationsPage {
  readonly conversations: readonly OtherConversation[];
  readonly next_cursor: string | null;
}

export interface Card extends ConversationsPage {
  readonly is_erased: boolean;
  readonly is_name_masked: boolean;
  readonly contacts: readonly Contact[];
  /** The page on which the conversation began; empty where it is not known. */
  readonly landing_url: string;
  /** What its address says of the campaign that brought the visitor. */
  readonly campaign: readonly { readonly name: string; readonly value: string }[];
  /** What the site's counter of Yandex Metrica calls the visitor's browser. */
  readonly metrica_client_id: string;
  readonly consents: readonly ConsentDone[];
}

/** A message as it is stored, or (null) the visitor's name. */
export function reveal(conversationId: string, seq: number | null): Promise<Answer<Revealed>> {
  return ask("POST", `/conversations/${conversationId}/reveal`, { seq });
}

export function fetchCard(conversationId: string): Promise<Answer<Card>> {
  return ask("GET", `/conversations/${conversationId}/card`);
}

export function fetchOtherConversations(conversationId: string, cursor: string): Promise<Answer<ConversationsPage>> {
  return ask("GET", `/conversations/${conversationId}/card/conversations${queryOf({ cursor })}`);
}
