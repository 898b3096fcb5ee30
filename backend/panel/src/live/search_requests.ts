// The search, over HTTP: what is looked for stands in no address, and is in the journal before anything is shown.
import type { Conversation, Status } from "../operator.gen";
import { type Answer, ask } from "./requests";

/** A stretch of an excerpt; `is_found`: it is what was looked for. */
export interface Piece {
  readonly text: string;
  readonly is_found?: boolean;
}

export interface FoundMessage {
  readonly seq: number;
  readonly said_at: string;
  readonly author_kind: "visitor" | "operator";
  /** An operator's. */
  readonly author_name: string;
  /** Whether it is a note for colleagues. */
  readonly is_note: boolean;
  readonly pieces: readonly Piece[];
  /** Names of files in which something was found. */
  readonly files: readonly (readonly Piece[])[];
}

/** What was found on a customer's card: `field` says in which of its parts, see the words of the search. */
export interface FoundField {
  readonly field: string;
  readonly pieces: readonly Piece[];
}

/** A conversation with the newest messages in which something was found. */
export interface FoundConversation {
  readonly conversation: Conversation;
  /** The customer's name where that was found, else empty. */
  readonly name: readonly Piece[];
  /** What else of the customer was found; a server of the version before does not say. */
  readonly card?: readonly FoundField[];
  readonly messages: readonly FoundMessage[];
  readonly has_more_messages: boolean;
}

export interface FoundPage {
  readonly results: readonly FoundConversation[];
  readonly next_cursor: string | null;
  /** Words that nobody has written, in whose place others were looked for. */
  readonly corrected: readonly string[];
  /** There was no word to look for. */
  readonly is_too_little: boolean;
}

export interface SearchWanted {
  readonly query: string;
  readonly site_id?: string;
  readonly department_id?: string;
  readonly operator_id?: string;
  readonly tag_id?: string;
  readonly status?: Status;
  readonly since?: string;
  readonly until?: string;
  readonly has_files?: boolean;
}

export function searchConversations(wanted: SearchWanted, cursor: string | null): Promise<Answer<FoundPage>> {
  return ask("POST", "/search", { ...wanted, cursor });
}
