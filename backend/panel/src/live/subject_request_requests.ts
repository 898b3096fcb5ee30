// Requests of data subjects, over HTTP.
import { type Answer, ask, queryOf } from "./requests";

export type RequestKind = "access" | "rectification" | "restriction" | "erasure" | "withdrawal" | "objection";
export type RequestSource = "widget" | "email" | "panel" | "api";
export type RequestStatus = "received" | "identity_check" | "in_work" | "answered" | "refused";
export type IdentityMethod = "in_person" | "known_contact" | "same_chat" | "signature" | "representative";

/** By when an answer is due; `on` is null where the calendar of working days does not reach so far yet. */
export interface Due {
  readonly on: string | null;
  /** Working days after today: 0 on the last one, negative once it is over. */
  readonly days_left: number | null;
  readonly article: string;
}

export interface RequestLine {
  readonly id: string;
  readonly number: number;
  readonly kind: RequestKind;
  readonly source: RequestSource;
  readonly status: RequestStatus;
  readonly name: string;
  readonly site_name: string | null;
  readonly received_at: string;
  readonly closed_at: string | null;
  readonly due: Due;
}

export interface Counts {
  readonly open: number;
  readonly overdue: number;
}

export interface Firm {
  readonly id: string;
  readonly legal_name: string;
  readonly sites: readonly { readonly id: string; readonly name: string }[];
}

export interface RequestPage {
  readonly requests: readonly RequestLine[];
  readonly next: string | null;
  readonly counts: Counts;
  readonly firms: readonly Firm[];
}

export interface SubjectRequest {
  readonly id: string;
  readonly number: number;
  readonly kind: RequestKind;
  readonly source: RequestSource;
  readonly subject_name: string;
  readonly contact: string;
  readonly body: string;
  readonly status: RequestStatus;
  readonly version: number;
  readonly received_at: string;
  readonly extended_on: string | null;
  readonly extension_reason: string | null;
  readonly identity_method: IdentityMethod | null;
  readonly identity_note: string | null;
  readonly identity_by_name: string | null;
  readonly identity_at: string | null;
  readonly closed_at: string | null;
  readonly outcome: string | null;
}

export interface SubjectPerson {
  readonly site_id: string;
  readonly site_name: string;
  readonly visitor_id: string;
  readonly name: string;
  readonly conversations: number;
  readonly created_at: string | null;
  readonly active_at: string | null;
  readonly erased_at: string | null;
  readonly blocked_at: string | null;
}

export interface RequestEvent {
  readonly kind: string;
  readonly actor_name: string;
  readonly note: string;
  readonly at: string;
}

/** What makes sense to do with a request now: commands, and `package` where its answer can be downloaded. */
export type Possible = Command["type"] | "package";

export interface RequestCard {
  readonly request: SubjectRequest;
  readonly due: Due;
  readonly site_name: string | null;
  readonly people: readonly SubjectPerson[];
  /** People on sites that the officer does not work on. */
  readonly hidden_people: number;
  /** Visitors whom operators take for the same person as one of the people. */
  readonly linked: readonly SubjectPerson[];
  readonly events: readonly RequestEvent[];
  readonly may: readonly Possible[];
}

export interface Match {
  readonly person: SubjectPerson;
  readonly by: "id" | "phone" | "email" | "text";
  readonly query: string;
  readonly excerpt: string;
}

export interface Matches {
  readonly matches: readonly Match[];
  readonly is_complete: boolean;
}

interface PersonRef {
  readonly site_id: string;
  readonly visitor_id: string;
}

export type Command =
  | { readonly type: "begin_check" | "restrict" | "lift" | "withdraw" | "erase" }
  | { readonly type: "confirm_identity"; readonly method: IdentityMethod; readonly note: string }
  | ({ readonly type: "add_person" | "remove_person" } & PersonRef)
  | ({ readonly type: "rectify"; readonly name: string; readonly note: string } & PersonRef)
  | { readonly type: "extend" | "refuse"; readonly reason: string }
  | { readonly type: "answer"; readonly outcome: string };

export interface WrittenDown {
  readonly controller_id: string;
  readonly site_id: string | null;
  readonly kind: RequestKind;
  readonly source: RequestSource;
  readonly name: string;
  readonly contact: string;
  readonly text: string;
  readonly received_at: string | null;
  /** Of the form: sent again, it is no second request. */
  readonly echo_id: string;
}

const PATH = "/subject-requests";

export function fetchRequests(folder: "open" | "closed", cursor: string | null): Promise<Answer<RequestPage>> {
  return ask("GET", PATH + queryOf({ folder, cursor }));
}

export function fetchRequestCounts(): Promise<Answer<Counts>> {
  return ask("GET", `${PATH}/counts`);
}

export function writeDown(request: WrittenDown): Promise<Answer<{ readonly id: string; readonly number: number }>> {
  return ask("POST", PATH, request);
}

export function fetchRequest(id: string): Promise<Answer<RequestCard>> {
  return ask("GET", `${PATH}/${id}`);
}

/** Who may be meant: by what was typed, or with null by what the request itself names. */
export function findPeople(id: string, query: string | null): Promise<Answer<Matches>> {
  return ask("GET", `${PATH}/${id}/people${query === null ? "" : queryOf({ query })}`);
}

/** Does something with the version that was read; gives the card as it is then. */
export function command(request: SubjectRequest, what: Command): Promise<Answer<RequestCard>> {
  return ask("POST", `${PATH}/${request.id}`, { ...what, version: request.version });
}

/** Where the answer package is downloaded from. */
export function packageHref(id: string): string {
  return `/panel/api${PATH}/${id}/answer.zip`;
}
