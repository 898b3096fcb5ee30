// What is looked for, and what was: the filters of the search, and its last words, which are in memory only.

export interface SearchFilters {
  readonly siteId: string;
  readonly departmentId: string;
  readonly operatorId: string;
  readonly tagId: string;
  readonly status: "" | "open" | "closed";
  readonly period: Period;
  /** Days of the reader's calendar, "2026-11-28", both within; of the period `dates` only, and each may be empty. */
  readonly since: string;
  readonly until: string;
  readonly hasFiles: boolean;
}

/** Empty: at any time. Numbers are days back from today. */
export type Period = "" | "today" | "7" | "30" | "year" | "dates";

export const PERIODS: readonly Period[] = ["", "today", "7", "30", "year", "dates"];

export const NO_FILTERS: SearchFilters = {
  siteId: "",
  departmentId: "",
  operatorId: "",
  tagId: "",
  status: "",
  period: "",
  since: "",
  until: "",
  hasFiles: false,
};

/** What is shorter is no word yet. */
export const MIN_CHARS = 2;
const MAX_RECENT = 6;

/** How many filters are set; the days are the period's. */
export function countFilters({ since: _since, until: _until, ...filters }: SearchFilters): number {
  return Object.values(filters).filter((value) => value !== "" && value !== false).length;
}

/** From when (within) until when (not), by the calendar of the browser; null where there is no end. */
export function spanOf({ period, since, until }: SearchFilters, now: Date): readonly [Date | null, Date | null] {
  switch (period) {
    case "":
      return [null, null];
    case "today":
      return [midnight(now, 0), null];
    case "7":
    case "30":
      return [midnight(now, -Number(period)), null];
    case "year":
      return [new Date(now.getFullYear(), 0, 1), null];
    case "dates": {
      // Chosen the wrong way round, they mean the same days
      const [first, last] = since && until && since > until ? [until, since] : [since, until];
      return [first ? midnight(dayOf(first), 0) : null, last ? midnight(dayOf(last), 1) : null];
    }
    default:
      return period satisfies never;
  }
}

/** The last searches with this one first; what one of them has grown out of is left out. */
export function withRecent(recent: readonly string[], query: string): readonly string[] {
  const words = query.trim();
  if (words.length < MIN_CHARS) return recent;
  const others = recent.filter((one) => !words.toLowerCase().startsWith(one.toLowerCase()));
  return [words, ...others].slice(0, MAX_RECENT);
}

function dayOf(day: string): Date {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  return new Date(year, month - 1, date);
}

// By the calendar and not by hours: a day may have 23 or 25 of them.
function midnight(at: Date, days: number): Date {
  return new Date(at.getFullYear(), at.getMonth(), at.getDate() + days);
}
