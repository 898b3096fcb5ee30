// Periods by their names: the days that each means, of the calendar in some zone.

export type Preset = "today" | "yesterday" | "week" | "month30" | "month" | "lastMonth" | "custom";

export const PRESETS: readonly Preset[] = ["today", "yesterday", "week", "month30", "month", "lastMonth", "custom"];

export interface Days {
  readonly since: string;
  readonly until: string;
}

/** Today in a zone: "2026-11-28". */
export function todayIn(zone: string, now: Date): string {
  // Swedes write days as ISO 8601 does
  return new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short" }).format(now);
}

/** The days of a preset; null for those that are chosen by hand. */
export function daysOf(preset: Preset, today: string): Days | null {
  const [year = 0, month = 1] = today.split("-").map(Number);
  switch (preset) {
    case "today":
      return { since: today, until: today };
    case "yesterday":
      return { since: plus(today, -1), until: plus(today, -1) };
    case "week":
      return { since: plus(today, -6), until: today };
    case "month30":
      return { since: plus(today, -29), until: today };
    case "month":
      return monthOf(year, month);
    case "lastMonth":
      return monthOf(year, month - 1);
    case "custom":
      return null;
    default:
      return preset satisfies never;
  }
}

/** The browser's own zone. */
export function ownZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone || "Europe/Moscow";
}

/** A day so many days later. */
function plus(day: string, days: number): string {
  const at = new Date(`${day}T00:00:00Z`);
  at.setUTCDate(at.getUTCDate() + days);
  return at.toISOString().slice(0, 10);
}

/** All days of a month; the month 0 is December of the year before. */
function monthOf(year: number, month: number): Days {
  const iso = (at: number) => new Date(at).toISOString().slice(0, 10);
  return { since: iso(Date.UTC(year, month - 1, 1)), until: iso(Date.UTC(year, month, 0)) };
}
