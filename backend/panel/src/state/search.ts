// What is looked for, and what was: the filters of the search, and its last words, which are in memory only.

export interface SearchFilters {
  readonly siteId: string;
  readonly departmentId: string;
  readonly status: "" | "open" | "closed";
  readonly period: Period;
  readonly isMine: boolean;
  readonly hasFiles: boolean;
}

/** Days back from today; empty: at any time. */
export type Period = "" | "7" | "30" | "365";

export const NO_FILTERS: SearchFilters = {
  siteId: "",
  departmentId: "",
  status: "",
  period: "",
  isMine: false,
  hasFiles: false,
};

/** What is shorter is no word yet. */
export const MIN_CHARS = 2;
const MAX_RECENT = 6;

/** How many filters are set. */
export function countFilters(filters: SearchFilters): number {
  return Object.values(filters).filter((value) => value !== "" && value !== false).length;
}

/** The local midnight from which on a period is; null for any time. */
export function beginningOf(period: Period, now: Date): Date | null {
  return period === "" ? null : new Date(now.getFullYear(), now.getMonth(), now.getDate() - Number(period));
}

/** The last searches with this one first; what one of them has grown out of is left out. */
export function withRecent(recent: readonly string[], query: string): readonly string[] {
  const words = query.trim();
  if (words.length < MIN_CHARS) return recent;
  const others = recent.filter((one) => !words.toLowerCase().startsWith(one.toLowerCase()));
  return [words, ...others].slice(0, MAX_RECENT);
}
