// Reports, over HTTP: figures of a period, and where the same are to be had as files.
import { type Answer, ask, queryOf } from "./requests";

/** What is asked for; days are "2026-11-28", both included, of the calendar in `zone`. Null asks for any. */
export interface ReportFilters {
  readonly since: string;
  readonly until: string;
  readonly zone: string;
  readonly siteId: string | null;
  readonly departmentId: string | null;
  readonly operatorId: string | null;
}

export type Unit = "count" | "seconds" | "rating";

/** By the key of a figure; null where there is nothing to reckon with. */
export type Values = Readonly<Record<string, number | null>>;

export interface Figure {
  readonly key: string;
  readonly name: string;
  readonly definition: string;
  readonly unit: Unit;
}

export interface ReportGroup {
  readonly id: string | null;
  readonly name: string;
  readonly values: Values;
}

/** Tables that have a row for each of something. */
export type GroupSection = "operators" | "departments" | "sites" | "sources";
export type Section = GroupSection | "summary" | "days" | "hours" | "week" | "ratings";

export interface Named {
  readonly id: string;
  readonly name: string;
  readonly site_id: string | null;
  /** An archived department, somebody without access; older servers don't say. */
  readonly is_past?: boolean;
}

export interface Report extends Readonly<Record<GroupSection, readonly ReportGroup[]>> {
  readonly since: string;
  readonly until: string;
  readonly before_since: string;
  readonly before_until: string;
  /** The period has not ended; of the one before as much is counted. */
  readonly is_running: boolean;
  readonly counted_at: string | null;
  /** False while conversations from before are still being gone through. */
  readonly is_whole: boolean;
  readonly figures: readonly Figure[];
  readonly sections: readonly { readonly key: Section; readonly name: string; readonly note: string | null }[];
  /** From Monday on. */
  readonly weekdays: readonly string[];
  readonly total: Values;
  readonly before: Values;
  readonly days: readonly { readonly on: string; readonly values: Values }[];
  /** Conversations by hour of the day; `week` by weekday, then hour. */
  readonly hours: readonly number[];
  readonly week: readonly (readonly number[])[];
  readonly scores: readonly { readonly score: number; readonly conversations: number; readonly comments: number }[];
  readonly filters: {
    readonly sites: readonly Named[];
    readonly departments: readonly Named[];
    readonly operators: readonly Named[];
  };
}

export function fetchReport(filters: ReportFilters, language: string): Promise<Answer<Report>> {
  return ask("GET", `/reports${reportQuery(filters, language)}`);
}

/** One visit of a visitor to a conversation, as reports count them; of none it says who the visitor is. */
export interface ListedRound {
  readonly site_id: string;
  readonly conversation_id: string;
  readonly number: number;
  readonly department_id: string | null;
  /** Whom it was given to last, else who answered. */
  readonly operator_id: string | null;
  readonly asked_at: string;
  readonly answered_at: string | null;
  readonly closed_at: string | null;
  readonly score: number | null;
  /** Its conversation can be opened. */
  readonly is_shown: boolean;
}

export interface Listed {
  /** In all, of all pages. */
  readonly count: number;
  readonly rounds: readonly ListedRound[];
  readonly next: string | null;
}

/** What a figure counts, the newest first; `after`: what the page before gave as `next`. */
export function fetchListed(filters: ReportFilters, figure: string, after: string | null): Promise<Answer<Listed>> {
  return ask("GET", `/reports/conversations${queryOf({ ...askedBy(filters), figure, after })}`);
}

export function reportHref(filters: ReportFilters, language: string, section: Section, form: "csv" | "xlsx"): string {
  return `/panel/api/reports.${form}${reportQuery(filters, language, section)}`;
}

function reportQuery(filters: ReportFilters, language: string, section: Section | null = null): string {
  return queryOf({ ...askedBy(filters), language, section });
}

function askedBy(filters: ReportFilters): Readonly<Record<string, string | null>> {
  return {
    since: filters.since,
    until: filters.until,
    zone: filters.zone,
    site_id: filters.siteId,
    department_id: filters.departmentId,
    operator_id: filters.operatorId,
  };
}
