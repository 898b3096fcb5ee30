// Incidents with personal data, over HTTP. Times are ISO 8601 in UTC.
import { type Answer, ask, queryOf } from "./requests";

export type Notice = "first" | "second";
export type ClockState = "running" | "overdue" | "sent" | "sent_late";
export type IncidentKind = "access" | "transfer" | "spreading" | "accident";
export type Affected = "contact" | "message" | "page" | "network";
export type PaperName = "first-notice" | "second-notice" | "report";

export const KINDS: readonly IncidentKind[] = ["access", "transfer", "spreading", "accident"];
export const CATEGORIES: readonly Affected[] = ["contact", "message", "page", "network"];

export interface Clock {
  readonly notice: Notice;
  readonly deadline_at: string;
  readonly state: ClockState;
  readonly sent_at: string | null;
  /** Given by the regulator; empty while it is not known. */
  readonly number: string;
}

export interface Named {
  readonly id: string;
  readonly name: string;
}

export interface IncidentRow {
  readonly id: string;
  readonly number: number;
  readonly title: string;
  readonly controller: string;
  readonly discovered_at: string;
  readonly closed_at: string | null;
  readonly clocks: readonly [Clock, Clock];
}

export interface IncidentListing {
  readonly incidents: readonly IncidentRow[];
  readonly controllers: readonly Named[];
  /** What to ask for more with; null at the end. */
  readonly next: string | null;
  readonly server_time: string;
  /** Whether there is a mail server to send alarms by. */
  readonly can_mail: boolean;
  /** Controllers whose officer has no e-mail address. */
  readonly deaf: readonly string[];
}

/** What people write on a card. */
export interface Description {
  readonly title: string;
  readonly happened: string;
  readonly kind: IncidentKind;
  readonly discovered_at: string | null;
  readonly occurred_from: string | null;
  readonly occurred_to: string | null;
  readonly categories: readonly Affected[];
  readonly cause: string;
  readonly harm: string;
  readonly measures: string;
  readonly results: string;
  readonly culprits: string;
  readonly contact: string;
}

export interface Incident extends Description {
  readonly id: string;
  readonly number: number;
  readonly version: number;
  readonly discovered_at: string;
  readonly closed_at: string | null;
}

/** A stored count with its query. */
export interface Count {
  readonly site_ids: readonly string[];
  readonly since: string | null;
  readonly before: string | null;
  readonly operator_id: string | null;
  readonly operator_name: string;
  readonly categories: readonly Affected[];
  readonly people: number;
  readonly at_most: number;
  readonly contact: number;
  readonly message: number;
  readonly page: number;
  readonly network: number;
}

interface EventOf<Kind extends string, Details> {
  readonly ordinal: number;
  readonly at: string;
  readonly kind: Kind;
  readonly actor_name: string;
  readonly note: string;
  readonly details: Details;
}

export type IncidentEvent =
  | EventOf<"opened" | "noted" | "closed", object>
  | EventOf<"described", { readonly fields: readonly (keyof Description)[]; readonly discovered_at_before?: string }>
  | EventOf<"counted", Count>
  | EventOf<"first_notice" | "second_notice", { readonly sent_at: string; readonly number: string }>
  | EventOf<"alarm", { readonly kind: "opened" | "soon" | "overdue"; readonly notice: Notice | null }>;

export interface IncidentCard {
  readonly incident: Incident;
  readonly controller: string;
  readonly clocks: readonly [Clock, Clock];
  readonly events: readonly IncidentEvent[];
  readonly sites: readonly Named[];
  readonly operators: readonly Named[];
  readonly server_time: string;
}

export interface CountQuery {
  readonly site_ids: readonly string[];
  readonly since: string | null;
  readonly before: string | null;
  readonly operator_id: string | null;
  readonly categories: readonly Affected[];
}

export type Opening = Pick<Description, "title" | "happened" | "kind" | "discovered_at"> & {
  readonly controller_id: string | null;
};

export function fetchIncidents(before: string | null = null): Promise<Answer<IncidentListing>> {
  return ask("GET", `/incidents${queryOf({ before })}`);
}

export function fetchIncident(id: string): Promise<Answer<IncidentCard>> {
  return ask("GET", pathOf(id));
}

export function openIncident(opening: Opening): Promise<Answer<{ readonly id: string }>> {
  return ask("POST", "/incidents", opening);
}

/** Replaces what is written, unless somebody has changed it since `version`. */
export function describeIncident(
  id: string,
  version: number,
  description: Description,
): Promise<Answer<{ readonly version: number }>> {
  return ask("PUT", pathOf(id), { ...description, version });
}

export function addNote(id: string, note: string): Promise<Answer<null>> {
  return ask("POST", `${pathOf(id)}/notes`, { note });
}

/** Counts affected people and keeps the count on the card; without sites on all of one's own. */
export function countAffected(id: string, query: CountQuery): Promise<Answer<null>> {
  return ask("POST", `${pathOf(id)}/counts`, query);
}

/** Marks a notice as sent: now, or at a time that is named. */
export function markSent(id: string, notice: Notice, number: string, sentAt: string | null): Promise<Answer<null>> {
  return ask("PUT", `${pathOf(id)}/notices/${notice}`, { number, sent_at: sentAt });
}

export function closeIncident(id: string, reason: string): Promise<Answer<null>> {
  return ask("POST", `${pathOf(id)}/end`, { reason });
}

/** Where a paper of an incident is downloaded from. */
export function paperUrl(id: string, name: PaperName, format: "pdf" | "rtf"): string {
  return `/panel/api${pathOf(id)}/papers/${name}.${format}`;
}

function pathOf(id: string): string {
  return `/incidents/${encodeURIComponent(id)}`;
}
