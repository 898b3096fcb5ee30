// Instants and durations in the reader's words: relative under an hour, absolute after, in the reader's own time zone.
import type { Texts } from "./ru";

const MINUTE_S = 60;
const HOUR_S = 3_600;
const DAY_S = 86_400;
/** Moscow is so far ahead of UTC, without a summer time. */
const MOSCOW_S = 3 * HOUR_S;

/** How long something has lasted or will last: "40 s", "5 min", "1 h 20 min", "3 days". Negative reads as zero. */
export function duration(texts: Texts, seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  if (whole < MINUTE_S) return texts.time.seconds(whole);
  if (whole < HOUR_S) return texts.time.minutes(Math.floor(whole / MINUTE_S));
  if (whole < DAY_S) return texts.time.hours(Math.floor(whole / HOUR_S), Math.floor((whole % HOUR_S) / MINUTE_S));
  return texts.time.days(Math.floor(whole / DAY_S));
}

/** The same where there is little room: past three hours the minutes say nothing any more. */
export function shortDuration(texts: Texts, seconds: number): string {
  const hours = Math.floor(seconds / HOUR_S);
  return hours >= 3 && seconds < DAY_S ? texts.time.hours(hours, 0) : duration(texts, seconds);
}

/** When a row was last active, for a narrow column: "now", "5 min", "14:05", "yesterday", "12 Nov", "12.11.2025". */
export function shortWhen(texts: Texts, at: Date, now: Date): string {
  const agoS = (now.getTime() - at.getTime()) / 1_000;
  if (agoS < MINUTE_S) return texts.time.now;
  if (agoS < HOUR_S) return texts.time.minutes(Math.floor(agoS / MINUTE_S));
  const days = daysBetween(at, now);
  if (days === 0) return clockTime(texts, at);
  if (days === 1) return texts.time.yesterday;
  if (at.getFullYear() === now.getFullYear()) return format(texts, "dayMonth", at);
  return format(texts, "numeric", at);
}

/** The hour and minute: "14:05". */
export function clockTime(texts: Texts, at: Date): string {
  return format(texts, "time", at);
}

/** The heading over a day's messages: "Today", "Yesterday", "12 November", "12 November 2025". */
export function dayHeading(texts: Texts, at: Date, now: Date): string {
  const days = daysBetween(at, now);
  if (days === 0) return texts.thread.today;
  if (days === 1) return texts.thread.yesterday;
  return format(texts, at.getFullYear() === now.getFullYear() ? "longDay" : "longDate", at);
}

/** Date, time and zone, for tooltips and the card: "12 November 2026, 14:05 GMT+3". */
export function fullWhen(texts: Texts, at: Date): string {
  return `${format(texts, "longDate", at)}, ${format(texts, "timeAndZone", at)}`;
}

/** A day of the calendar, "2026-12-09", whatever the reader's zone: "9 December 2026". */
export function calendarDay(texts: Texts, day: string): string {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  return format(texts, "longDate", new Date(year, month - 1, date));
}

/** Days of the calendar, both included: "22–28 November 2026". */
export function calendarDays(texts: Texts, since: string, until: string): string {
  const locale = texts.language === "en" ? "en-GB" : texts.language;
  const formatter = new Intl.DateTimeFormat(locale, { ...STYLES.longDate, timeZone: "UTC" });
  return formatter.formatRange(new Date(`${since}T00:00:00Z`), new Date(`${until}T00:00:00Z`));
}

/** A time to come: "18:00" today, else "1 December, 09:00". */
export function timeToCome(texts: Texts, at: Date, now: Date): string {
  const time = clockTime(texts, at);
  return daysBetween(at, now) === 0 ? time : `${format(texts, "longDay", at)}, ${time}`;
}

/** The day of an instant in the reader's zone: "9 December 2026". */
export function calendarDayOf(texts: Texts, at: string): string {
  return format(texts, "longDate", new Date(at));
}

/** Today in Moscow, by whose days deadlines are reckoned: "2026-12-09". */
export function moscowToday(now: Date = new Date()): string {
  return new Date(now.getTime() + MOSCOW_S * 1_000).toISOString().slice(0, 10);
}

/** Noon of a day in Moscow, as an instant. */
export function moscowNoon(day: string): string {
  return `${day}T12:00:00+03:00`;
}

/** Whole calendar days from `at` to `now` in the reader's zone; the same day is 0. */
function daysBetween(at: Date, now: Date): number {
  const midnight = (date: Date) => Date.UTC(date.getFullYear(), date.getMonth(), date.getDate());
  return Math.round((midnight(now) - midnight(at)) / (DAY_S * 1_000));
}

const STYLES = {
  time: { hour: "2-digit", minute: "2-digit" },
  dayMonth: { day: "numeric", month: "short" },
  numeric: { day: "2-digit", month: "2-digit", year: "numeric" },
  longDay: { day: "numeric", month: "long" },
  longDate: { day: "numeric", month: "long", year: "numeric" },
  timeAndZone: { hour: "2-digit", minute: "2-digit", timeZoneName: "short" },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;

// Making a formatter costs 50 times what using it does, and a list shows hundreds of times.
const formatters = new Map<string, Intl.DateTimeFormat>();

function format(texts: Texts, style: keyof typeof STYLES, at: Date): string {
  const key = `${texts.language} ${style}`;
  const locale = texts.language === "en" ? "en-GB" : texts.language;
  const formatter = formatters.get(key) ?? new Intl.DateTimeFormat(locale, STYLES[style]);
  formatters.set(key, formatter);
  return formatter.format(at);
}
