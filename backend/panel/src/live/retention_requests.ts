// Lifetimes, legal holds and acts of destruction, over HTTP.
import { type Answer, ask, queryOf } from "./requests";

/** In the order of the form. */
export const KINDS = ["messages", "pages", "card", "consents"] as const;
export type Kind = (typeof KINDS)[number];

/** Days that each kind is kept; null for as long as nobody erases it. */
export type Days = Readonly<Record<Kind, number | null>>;

export interface SiteLifetimes {
  readonly id: string;
  readonly name: string;
  readonly days: Days;
}

export interface Terms {
  readonly min_days: number;
  readonly recommended_days: number;
}

export interface Retention {
  readonly sites: readonly SiteLifetimes[];
  readonly terms: Readonly<Record<Kind, Terms>>;
}

/** Rows that are over their lifetime; `is_more`: counting stopped there. */
export interface DueRows {
  readonly rows: number;
  readonly is_more: boolean;
}

export type Due = Readonly<Partial<Record<Kind, DueRows>>>;

export interface Hold {
  readonly id: string;
  readonly site_id: string;
  readonly visitor_id: string;
  /** Null: everything of the visitor's. */
  readonly conversation_id: string | null;
  readonly reason: string;
  readonly placed_by: string;
  readonly placed_at: string;
}

export interface NewHold {
  readonly site_id: string;
  readonly conversation_id?: string;
  readonly visitor_id?: string;
  readonly reason: string;
}

export type Ground =
  | "withdrawal"
  | "request"
  | "purpose_reached"
  | "retention_term"
  | "unlawful_processing"
  | "command_line";

export interface Act {
  readonly id: string;
  readonly number: number;
  readonly site_id: string;
  readonly ground: Ground;
  readonly finished_at: string;
  readonly changed: Readonly<Record<string, number>>;
  readonly subjects: number;
  readonly kept_until: string;
}

export function fetchRetention(): Promise<Answer<Retention>> {
  return ask("GET", "/retention");
}

/** What these lifetimes would erase today. */
export async function fetchDue(siteId: string, days: Days): Promise<Answer<{ readonly due: Due }>> {
  const asked = Object.fromEntries(KINDS.map((kind) => [kind, days[kind] === null ? null : String(days[kind])]));
  // Without any the server counts by those that are set
  if (KINDS.every((kind) => days[kind] === null)) return { value: { due: {} } };
  return ask("GET", `/retention/${encodeURIComponent(siteId)}/due${queryOf(asked)}`);
}

/** Sets these over what they were when somebody decided; the others stay. */
export function saveLifetimes(siteId: string, days: Partial<Days>, over: Days): Promise<Answer<null>> {
  return ask("PUT", `/retention/${encodeURIComponent(siteId)}`, { days, over });
}

export function fetchHolds(): Promise<Answer<{ readonly holds: readonly Hold[] }>> {
  return ask("GET", "/holds");
}

export function placeHold(hold: NewHold): Promise<Answer<{ readonly id: string }>> {
  return ask("POST", "/holds", hold);
}

export function liftHold(id: string): Promise<Answer<null>> {
  return ask("DELETE", `/holds/${encodeURIComponent(id)}`);
}

/** A page of acts, the newest first; those that follow `after`. */
export function fetchActs(
  after: string | null,
): Promise<Answer<{ readonly acts: readonly Act[]; readonly is_last: boolean }>> {
  return ask("GET", `/destructions${queryOf({ after })}`);
}

/** Where an act, or its log, is to be had. */
export function paperAddress(id: string, paper: "act" | "log"): string {
  return `/panel/api/destructions/${encodeURIComponent(id)}/${paper}`;
}
