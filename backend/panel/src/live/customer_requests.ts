// What operators write down of a customer, over HTTP: each answer is in the journal before it comes.
import { type Answer, ask, queryOf } from "./requests";

export const FACT_NAMES = ["name", "phone", "email", "company", "about"] as const;
export type FactName = (typeof FACT_NAMES)[number];
export type Facts = Readonly<Record<FactName, string>>;

export interface Note {
  readonly id: string;
  readonly author_id: string;
  readonly author_name: string;
  readonly body: string;
  readonly version: number;
  readonly created_at: string;
  readonly edited_at: string | null;
  /** Something stands masked in it. */
  readonly is_masked: boolean;
}

/** A visitor, with their newest conversation. */
export interface KnownPerson {
  readonly site_id: string;
  readonly site_name: string;
  readonly visitor_id: string;
  readonly name: string;
  readonly conversation_id: string;
}

export interface AboutRequest {
  readonly id: string;
  readonly number: number;
  readonly kind: string;
  readonly status: string;
  readonly due_on: string | null;
}

export interface Customer {
  /** 0 while nothing was ever written down. */
  readonly revision: number;
  readonly facts: Facts;
  /** The fields in which something stands masked. */
  readonly masked: readonly string[];
  readonly notes: readonly Note[];
  /** Visitors whom somebody took for the same person. */
  readonly linked: readonly KnownPerson[];
  /** Visitors with the same telephone or address. */
  readonly likely: readonly { readonly person: KnownPerson; readonly by: readonly string[] }[];
  /** Null for who has no right to them. */
  readonly requests: readonly AboutRequest[] | null;
}

/** What is written down, as it is stored. */
export type Written = Pick<Customer, "facts" | "notes">;

export interface FactChange {
  readonly id: string;
  readonly field: string;
  readonly before: string;
  readonly after: string;
  readonly operator_name: string;
  readonly at: string;
  readonly is_masked: boolean;
}

export interface HistoryPage {
  readonly changes: readonly FactChange[];
  readonly next_id: string | null;
}

type PersonRef = Pick<KnownPerson, "site_id" | "visitor_id">;

const at = (conversationId: string, rest = "") => `/conversations/${conversationId}/customer${rest}`;

export function fetchCustomer(conversationId: string): Promise<Answer<Customer>> {
  return ask("GET", at(conversationId));
}

export function putFacts(
  conversationId: string,
  overRevision: number,
  facts: Partial<Facts>,
): Promise<Answer<{ readonly revision: number }>> {
  return ask("PUT", at(conversationId), { over_revision: overRevision, ...facts });
}

/** Changes, the newest first; `reveals`: without masks. */
export function fetchHistory(
  conversationId: string,
  before: string | null,
  reveals: boolean,
): Promise<Answer<HistoryPage>> {
  const query = queryOf({ before });
  return reveals
    ? ask("POST", at(conversationId, `/history/reveal${query}`))
    : ask("GET", at(conversationId, `/history${query}`));
}

export function addNote(conversationId: string, noteId: string, body: string): Promise<Answer<object>> {
  return ask("PUT", at(conversationId, `/notes/${noteId}`), { body });
}

export function editNote(conversationId: string, note: Note, body: string): Promise<Answer<object>> {
  return ask("POST", at(conversationId, `/notes/${note.id}`), { body, over_version: note.version });
}

export function deleteNote(conversationId: string, noteId: string): Promise<Answer<object>> {
  return ask("DELETE", at(conversationId, `/notes/${noteId}`));
}

export function restoreNote(conversationId: string, noteId: string): Promise<Answer<object>> {
  return ask("POST", at(conversationId, `/notes/${noteId}/restore`));
}

export function linkPeople(conversationId: string, { site_id, visitor_id }: PersonRef): Promise<Answer<object>> {
  return ask("POST", at(conversationId, "/links"), { site_id, visitor_id });
}

export function partPeople(conversationId: string, { site_id, visitor_id }: PersonRef): Promise<Answer<object>> {
  return ask("POST", at(conversationId, "/links/part"), { site_id, visitor_id });
}
