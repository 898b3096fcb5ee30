// The visitor's card and what is masked, over HTTP: each answer is in the journal before it comes.
import type { Conversation } from "../operator.gen";
import type { Purpose } from "./consent_requests";
import type { Written } from "./customer_requests";
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
  readonly purpose: Purpose;
  readonly action: "given" | "withdrawn";
  readonly version: number;
  readonly at: string;
}

/** As a row of the inbox has it; a server of the version before says neither what was said last nor who led it. */
export type OtherConversation = Pick<Conversation, "id" | "site_id" | "status" | "created_at" | "merged_into"> &
  Partial<Pick<Conversation, "assignee" | "last_message" | "tag_ids" | "result_id">>;

export interface ConversationsPage {
  readonly conversations: readonly OtherConversation[];
  readonly next_cursor: string | null;
}

/** An attribute of the visitor, or a property of an event, as text. */
export interface ToldAttribute {
  readonly key: string;
  readonly value: string;
}

/** Who the visitor is by the site's signature. Without `is_verified` only the number was signed. */
export interface SiteIdentity {
  readonly external_id: string;
  readonly name: string;
  readonly email: string;
  readonly phone: string;
  readonly is_verified: boolean;
  readonly identified_at: string;
}

/** What the site has told of the visitor; events newest first. */
export interface Profile {
  readonly identity: SiteIdentity | null;
  readonly attributes: readonly ToldAttribute[];
  readonly events: readonly {
    readonly name: string;
    readonly properties: readonly ToldAttribute[];
    readonly at: string;
  }[];
  /** Something stands masked in it. */
  readonly is_masked: boolean;
}

export interface Card extends ConversationsPage {
  readonly is_erased: boolean;
  /** Something stands masked in what `revealCard` shows; a server of the version before does not say. */
  readonly is_masked?: boolean;
  readonly is_name_masked: boolean;
  /** What the visitor calls themselves; a server of the version before does not say. */
  readonly own_name?: string;
  readonly contacts: readonly Contact[];
  /** The page on which the conversation began; empty where it is not known. */
  readonly landing_url: string;
  /** What its address says of the campaign that brought the visitor. */
  readonly campaign: readonly { readonly name: string; readonly value: string }[];
  /** What the site's counter of Yandex Metrica calls the visitor's browser. */
  readonly metrica_client_id: string;
  readonly consents: readonly ConsentDone[];
  readonly profile: Profile | null;
}

/** What stands masked on the card, as it is stored. */
export interface RevealedCard extends Written, Pick<Card, "contacts" | "landing_url" | "campaign"> {
  /** By which name operators see the visitor. */
  readonly name: string;
  readonly own_name: string;
  readonly profile: Profile;
}

/** A page that the visitor went to. */
export interface VisitedPage {
  readonly at: string;
  readonly url: string;
  readonly title: string;
}

/** A message as it is stored, or (null) the visitor's name. */
export function reveal(conversationId: string, seq: number | null): Promise<Answer<Revealed>> {
  return ask("POST", `/conversations/${conversationId}/reveal`, { seq });
}

/** All of the card at once: one record of the journal. */
export function revealCard(conversationId: string): Promise<Answer<RevealedCard>> {
  return ask("POST", `/conversations/${conversationId}/card/reveal`);
}

export function fetchCard(conversationId: string): Promise<Answer<Card>> {
  return ask("GET", `/conversations/${conversationId}/card`);
}

/** Where the visitor went since the conversation began, oldest first. */
export function fetchPages(conversationId: string): Promise<Answer<{ readonly pages: readonly VisitedPage[] }>> {
  return ask("GET", `/conversations/${conversationId}/pages`);
}

/** With what the conversation may be merged: others of its person on its site, open ones first. */
export function fetchMergeChoices(
  conversationId: string,
): Promise<Answer<{ readonly conversations: readonly Conversation[] }>> {
  return ask("GET", `/conversations/${conversationId}/merge-choices`);
}

export function fetchOtherConversations(conversationId: string, cursor: string): Promise<Answer<ConversationsPage>> {
  return ask("GET", `/conversations/${conversationId}/card/conversations${queryOf({ cursor })}`);
}
