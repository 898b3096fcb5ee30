// Who works on what, over HTTP: how colleagues stand, how sites give conversations out, limits of operators.
import { type Answer, ask } from "./requests";

export interface ColleagueAtWork {
  readonly id: string;
  readonly name: string;
  readonly standing: "online" | "away" | "offline";
  /** Open conversations, of all sites, without snoozed ones. */
  readonly open_count: number;
  /** So many at once are given to them by the server; null: as many as come. */
  readonly max_chats: number | null;
  readonly site_ids: readonly string[];
}

export const MODES = ["off", "evenly", "load", "last"] as const;
export type Mode = (typeof MODES)[number];

export interface SiteRule {
  readonly site_id: string;
  readonly name: string;
  readonly version: number;
  readonly mode: Mode;
  /** After so many minutes without its operator an unanswered conversation goes back to the queue; null: never. */
  readonly return_min: number | null;
}

export function fetchAtWork(): Promise<Answer<{ readonly colleagues: readonly ColleagueAtWork[] }>> {
  return ask("GET", "/work/colleagues");
}

export function fetchRules(): Promise<Answer<{ readonly sites: readonly SiteRule[] }>> {
  return ask("GET", "/work-rules");
}

export function changeRule(
  { site_id, version }: SiteRule,
  mode: Mode,
  returnMin: number | null,
): Promise<Answer<SiteRule>> {
  return ask("PUT", `/sites/${site_id}/work-rule`, { over_version: version, mode, return_min: returnMin });
}

/** Saves it over the limit that was seen. */
export function changeLimit(operatorId: string, maxChats: number | null, over: number | null): Promise<Answer<null>> {
  return ask("PUT", `/operators/${encodeURIComponent(operatorId)}/limit`, { max_chats: maxChats, over });
}
