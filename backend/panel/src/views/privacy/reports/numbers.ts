// Figures in the reader's words: counts with spaces, times in hours and minutes, changes in percents.
import type { Unit } from "../../../live/report_requests";
import { duration } from "../../../texts/time";
import type { PrivacyTexts } from "../words";

/** A figure as it is shown; a dash where there is nothing to reckon with. */
export function shown(texts: PrivacyTexts, value: number | null | undefined, unit: Unit): string {
  if (value === null || value === undefined) return "—";
  if (unit === "seconds") return duration(texts, value);
  const digits = unit === "rating" ? 2 : 0;
  return formatted(texts, value, { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** How a figure has changed: "+12 %", "−0,4", or that it has not; null where one of the two is missing. */
export function change(
  texts: PrivacyTexts,
  now: number | null | undefined,
  before: number | null | undefined,
  unit: Unit,
): string | null {
  if (now === null || now === undefined || before === null || before === undefined) return null;
  if (now === before) return texts.reports.noChange;
  const signed = { signDisplay: "exceptZero" } as const;
  if (unit === "rating") return formatted(texts, now - before, { ...signed, maximumFractionDigits: 2 });
  // From nothing to something is no percentage
  if (before === 0) return null;
  const share = now / before - 1;
  return formatted(texts, share, { ...signed, style: "percent", maximumFractionDigits: Math.abs(share) < 0.1 ? 1 : 0 });
}

function formatted(texts: PrivacyTexts, value: number, options: Intl.NumberFormatOptions): string {
  return new Intl.NumberFormat(texts.language === "en" ? "en-GB" : "ru", options).format(value);
}
