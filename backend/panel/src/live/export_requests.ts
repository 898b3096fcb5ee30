// Exports as jobs, over HTTP.
import type { Filter } from "../operator.gen";
import { type Answer, ask } from "./requests";

export type ExportKind = "conversations" | "messages" | "customers" | "consents" | "ratings";
export type ExportForm = "csv" | "xlsx" | "jsonl" | "vcf";
export type ExportState = "queued" | "running" | "done" | "failed" | "cancelled" | "ended";

/** Of which conversations an export is; empty: of all. */
export type Conditions = Omit<Filter, "site_ids" | "since" | "until">;

export interface Export {
  readonly id: string;
  readonly kind: ExportKind;
  readonly form: ExportForm;
  /** Names of the reader's sites. */
  readonly sites: readonly string[];
  /** Empty: all. */
  readonly columns: readonly string[];
  /** Null: without a beginning, an end. */
  readonly since: string | null;
  readonly before: string | null;
  readonly conditions: Conditions;
  /** Contacts stand masked in it. */
  readonly is_masked: boolean;
  readonly state: ExportState;
  /** Why it failed, was cancelled, or has no file any more. */
  readonly reason: string;
  readonly asked_at: string;
  readonly rows_done: number;
  /** How many the server expects, about; null while it has not said it. */
  readonly rows_about: number | null;
  readonly size_bytes: number | null;
  readonly finished_at: string | null;
  readonly expires_at: string | null;
}

export interface Named {
  readonly id: string;
  readonly name: string;
}

/** What conversations may be of, also what is archived, by name. */
export interface ConditionChoices {
  readonly departments: readonly Named[];
  readonly operators: readonly Named[];
  readonly tags: readonly Named[];
}

export interface Exports {
  /** Newest first. */
  readonly exports: readonly Export[];
  readonly sites: readonly Named[];
  readonly choices: ConditionChoices;
  readonly columns: Readonly<Record<ExportKind, readonly string[]>>;
  /** Whether contacts will stand masked in what the reader asks for. */
  readonly is_masked: boolean;
}

export interface NewExport {
  readonly kind: ExportKind;
  readonly form: ExportForm;
  readonly site_ids: readonly string[];
  readonly since: string | null;
  readonly before: string | null;
  /** Null: all. */
  readonly columns: readonly string[] | null;
  readonly conditions: Conditions;
  /** Of CSV: what is between cells, and whether a mark says UTF-8 to Excel. */
  readonly delimiter?: ";" | ",";
  readonly has_mark?: boolean;
}

export function fetchExports(): Promise<Answer<Exports>> {
  return ask("GET", "/exports");
}

export function askForExport(wanted: NewExport): Promise<Answer<Export>> {
  return ask("POST", "/exports", wanted);
}

/** Cancels what is being made, or takes the file away of what is done. */
export function leaveExport(id: string): Promise<Answer<null>> {
  return ask("DELETE", `/exports/${id}`);
}

/** A link to the file: good for a minute, in this session, once. */
export function linkToExport(id: string): Promise<Answer<{ readonly link: string }>> {
  return ask("POST", `/exports/${id}/link`);
}

/** Where the file of a link is. */
export function exportFileHref(id: string, link: string): string {
  return `/panel/api/exports/${id}/files/${link}`;
}
