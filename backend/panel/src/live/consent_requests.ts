// Documents of consent, bases of sites and the evidence of who agreed, over HTTP.
import { type Answer, ask, queryOf } from "./requests";

export type Purpose = "processing" | "advertising" | "cross_border" | "draft_preview";
export type Basis = "undecided" | "consent" | "other";
export type ConsentAction = "given" | "withdrawn";
export type Method = "widget_checkbox" | "page" | "operator";

export const PURPOSES = [
  "processing",
  "advertising",
  "cross_border",
  "draft_preview",
] as const satisfies readonly Purpose[];
export const LANGUAGES = ["ru", "en"] as const;
/** In the order of 152-FZ article 9 part 4. */
export const FIELDS = [
  "subject",
  "representative",
  "purpose",
  "personal_data",
  "processor",
  "actions",
  "term",
  "withdrawal",
  "signature",
] as const;

export type Language = (typeof LANGUAGES)[number];
export type Field = (typeof FIELDS)[number];

export interface ConsentSite {
  readonly id: string;
  readonly name: string;
  readonly controller_id: string;
  readonly basis: Basis;
  readonly basis_wording: string;
  /** Ids of the documents that its visitors are asked to agree to. */
  readonly in_force: readonly string[];
}

/** Where a new document may be for: one site, or, without one, all sites of a controller. */
export interface Scope {
  readonly controller_id: string;
  readonly controller: string;
  readonly site_id: string | null;
  readonly site: string;
}

export interface ConsentDocument {
  readonly id: string;
  readonly controller_id: string;
  readonly site_id: string | null;
  /** Empty where it is for all sites of its controller. */
  readonly site: string;
  readonly purpose: Purpose;
  /** Null for a draft. */
  readonly version: number | null;
  readonly published_at: string | null;
  readonly sha256: string;
  readonly page: string;
  readonly is_ours: boolean;
}

export interface Library {
  readonly sites: readonly ConsentSite[];
  readonly scopes: readonly Scope[];
  readonly documents: readonly ConsentDocument[];
}

export interface OpenedDocument {
  readonly document: ConsentDocument;
  readonly wording: Readonly<Record<Language, Readonly<Record<Field, string>>>>;
  readonly text: string;
  readonly text_sha256: string;
  /** What must still be written: "purpose.ru", "controller.inn". */
  readonly empty: readonly string[];
  /** Names of the sites whose visitors are asked anew. */
  readonly asked: readonly string[];
}

export interface ConsentEvent {
  readonly site_id: string;
  readonly visitor_id: string;
  readonly action: ConsentAction;
  readonly purpose: Purpose;
  readonly document_id: string;
  readonly version: number;
  readonly method: Method;
  readonly at: string;
}

export interface EventPage {
  readonly events: readonly ConsentEvent[];
  readonly next_cursor: string | null;
}

/** Days as "2026-11-28", both included; null asks for any. */
export interface EventFilters {
  readonly siteId: string | null;
  readonly purpose: string | null;
  readonly action: string | null;
  readonly since: string | null;
  readonly until: string | null;
  readonly visitorId: string | null;
}

export interface Leaving {
  readonly site_id: string;
  readonly visitor_id: string;
  readonly method: Method;
  readonly at: string;
  /** A day, "2026-12-28". */
  readonly destroy_by: string;
  readonly is_overdue: boolean;
  readonly is_blocked: boolean;
}

export interface LeavingPage {
  readonly people: readonly Leaving[];
  readonly next_cursor: string | null;
}

export interface EvidenceEvent {
  readonly action: ConsentAction;
  readonly at: string;
  readonly purpose: Purpose;
  readonly document_id: string;
  readonly version: number;
  readonly sha256: string;
  readonly method: Method;
  readonly ip: string | null;
  readonly user_agent: string;
  readonly page_url: string;
}

export interface OpenedEvidence {
  readonly evidence: {
    readonly site_name: string;
    readonly visitor_id: string;
    readonly events: readonly EvidenceEvent[];
  };
  /** For what they agree now. */
  readonly agreed: readonly Purpose[];
  readonly blocked_at: string | null;
}

const API = "/consents";

export function fetchLibrary(): Promise<Answer<Library>> {
  return ask("GET", API);
}

/** Begins a draft, or gives the one that there is. */
export function beginDraft(
  scope: Pick<Scope, "controller_id" | "site_id">,
  purpose: Purpose,
): Promise<Answer<OpenedDocument>> {
  return ask("POST", `${API}/documents`, { controller_id: scope.controller_id, site_id: scope.site_id, purpose });
}

export function fetchDocument(id: string): Promise<Answer<OpenedDocument>> {
  return ask("GET", `${API}/documents/${id}`);
}

/** Writes fields of a draft, by "field.language", over what they said; the others stay. */
export function saveTexts(
  id: string,
  texts: Readonly<Record<string, string>>,
  over: Readonly<Record<string, string>>,
): Promise<Answer<OpenedDocument>> {
  return ask("PUT", `${API}/documents/${id}`, { texts, over });
}

/** Publishes a draft whose text was looked at. */
export function publishDocument(id: string, seenSha256: string): Promise<Answer<OpenedDocument>> {
  return ask("POST", `${API}/documents/${id}/publication`, { seen_sha256: seenSha256 });
}

/** Chooses a site's basis, over what it was. */
export function chooseBasis(basis: Basis, wording: string, over: ConsentSite): Promise<Answer<null>> {
  const seen = { basis: over.basis, wording: over.basis_wording };
  return ask("PUT", `${API}/sites/${over.id}/basis`, { basis, wording, over: seen });
}

export function fetchEvents(filters: EventFilters, cursor: string | null): Promise<Answer<EventPage>> {
  const { siteId, purpose, action, since, until, visitorId } = filters;
  const query = queryOf({ site_id: siteId, purpose, action, since, until, visitor_id: visitorId, cursor });
  return ask("GET", `${API}/events${query}`);
}

export function fetchLeaving(cursor: string | null): Promise<Answer<LeavingPage>> {
  return ask("GET", `${API}/withdrawn${queryOf({ cursor })}`);
}

export function fetchEvidence(siteId: string, visitorId: string): Promise<Answer<OpenedEvidence>> {
  return ask("GET", `${API}/visitors/${siteId}/${visitorId}`);
}

/** Notes that the visitor withdrew; gives how many documents that were. */
export function noteWithdrawal(
  siteId: string,
  visitorId: string,
  purpose: Purpose,
): Promise<Answer<{ readonly withdrawn: number }>> {
  return ask("POST", `${API}/visitors/${siteId}/${visitorId}/withdrawal`, { purpose });
}

/** Where the evidence of one visitor is as a file. */
export function evidenceFile(siteId: string, visitorId: string, form: "json" | "pdf"): string {
  return `/panel/api${API}/visitors/${siteId}/${visitorId}/evidence.${form}`;
}
