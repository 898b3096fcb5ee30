// The journal of actions with personal data, over HTTP.
import { type Answer, ask, queryOf } from "./requests";

/** What is asked for; null asks for any. `since` and `before` are instants in ISO 8601, the latter is not included. */
export interface JournalFilters {
  readonly controllerId: string | null;
  readonly since: string | null;
  readonly before: string | null;
  readonly operatorId: string | null;
  readonly action: string | null;
  readonly result: string | null;
  /** A visitor or a conversation. */
  readonly subjectId: string | null;
  readonly siteId: string | null;
}

export interface JournalRecord {
  readonly number: number;
  readonly at: string;
  readonly action: string;
  readonly result: "done" | "refused";
  readonly actor: {
    readonly kind: "operator" | "api_key" | "command_line" | "stranger" | "server";
    readonly id: string | null;
    readonly name: string;
    readonly network: string | null;
  };
  readonly site_id: string | null;
  readonly visitor_ids: readonly string[];
  readonly conversation_ids: readonly string[];
  readonly details: Readonly<Record<string, string>>;
  /** What became of the details that were sealed under the person's key. */
  readonly personal: "none" | "open" | "blocked" | "destroyed" | "unreadable";
  readonly personal_details: Readonly<Record<string, string>>;
}

export interface JournalPage {
  readonly records: readonly JournalRecord[];
  /** Below it goes on; null where nothing is left. A page without records may have more to look through. */
  readonly next_below: number | null;
}

export interface OwnJournal {
  readonly controller_id: string;
  readonly legal_name: string;
  /** Whether all of it may be seen, or only what has to do with `sites`. */
  readonly is_whole: boolean;
  readonly sites: readonly { readonly id: string; readonly name: string }[];
}

export interface JournalState {
  readonly journals: readonly OwnJournal[];
  readonly controller_id: string;
  readonly number: number;
  readonly hash: string;
  readonly signed_head: { readonly at: string; readonly number: number; readonly fits: boolean } | null;
  readonly are_heads_unusable: boolean;
}

/** How far a verification is. */
export interface Verification {
  readonly is_done: boolean;
  /** So many records are whole. */
  readonly number: number;
  readonly hash: string;
  /** Without it nothing goes on from here. */
  readonly signature: string;
  readonly end: number;
  readonly broken: { readonly number: number; readonly reason: string } | null;
  readonly clock_went_back: number | null;
  readonly kept_heads: number;
}

export function fetchJournal(filters: JournalFilters, below: number | null): Promise<Answer<JournalPage>> {
  return ask("GET", `/journal${journalQuery(filters, below)}`);
}

export function fetchJournalState(controllerId: string | null): Promise<Answer<JournalState>> {
  return ask("GET", `/journal/state${queryOf({ controller_id: controllerId })}`);
}

/** Verifies the next part: from the beginning, or from where `soFar` ended. */
export function verifyJournal(controllerId: string, soFar: Verification | null): Promise<Answer<Verification>> {
  const mark = soFar && { number: soFar.number, hash: soFar.hash, signature: soFar.signature };
  return ask("POST", "/journal/verify", { controller_id: controllerId, ...mark });
}

/** Where the same records are to be had as CSV. */
export function journalCsvHref(filters: JournalFilters): string {
  return `/panel/api/journal.csv${journalQuery(filters, null)}`;
}

function journalQuery(filters: JournalFilters, below: number | null): string {
  return queryOf({
    controller_id: filters.controllerId,
    since: filters.since,
    before: filters.before,
    operator_id: filters.operatorId,
    action: filters.action,
    result: filters.result,
    subject_id: filters.subjectId,
    site_id: filters.siteId,
    below: below === null ? null : String(below),
  });
}
