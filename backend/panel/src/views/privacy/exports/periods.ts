// The period of an export: days of the reader's own zone, as instants.

export const PERIODS = ["all", "month", "quarter", "year", "custom"] as const;
export type Period = (typeof PERIODS)[number];

const DAYS: Readonly<Record<Exclude<Period, "all" | "custom">, number>> = { month: 30, quarter: 90, year: 365 };

/** Days of the calendar, "2026-12-09"; empty: without a beginning or an end. */
export interface Days {
  readonly since: string;
  readonly until: string;
}

export interface Instants {
  readonly since: string | null;
  readonly before: string | null;
}

/** From which instant on, and before which: the last days up to now, or whole days as chosen. */
export function instantsOf(period: Period, { since, until }: Days, now: Date): Instants {
  if (period === "all") return { since: null, before: null };
  if (period === "custom") return { since: since ? startOf(since, 0) : null, before: until ? startOf(until, 1) : null };
  return {
    since: new Date(now.getFullYear(), now.getMonth(), now.getDate() - DAYS[period]).toISOString(),
    before: null,
  };
}

/** Whether the days are in their order. */
export function areDaysRight({ since, until }: Days): boolean {
  return !since || !until || since <= until;
}

/** A day as fields of days write it. */
export function dayOf(at: Date): string {
  const two = (part: number) => String(part).padStart(2, "0");
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}

function startOf(day: string, later: number): string {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  return new Date(year, month - 1, date + later).toISOString();
}
