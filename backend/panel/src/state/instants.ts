// Server timestamps as whole microseconds: rows are ordered more finely than a Date can tell.

const parsed = new Map<string, number>();
const MAX_REMEMBERED = 20_000;

/** Microseconds since 1970 of an ISO timestamp with an optional fraction of up to six digits. */
export function instantUs(iso: string): number {
  const known = parsed.get(iso);
  if (known !== undefined) return known;
  const match = /^(.*?)(?:\.(\d{1,6})\d*)?(Z|[+-]\d\d:\d\d)$/.exec(iso);
  if (!match) return Date.parse(iso) * 1_000;
  const [, whole = "", fraction = "", zone = "Z"] = match;
  const us = Date.parse(whole + zone) * 1_000 + Number(fraction.padEnd(6, "0"));
  if (parsed.size >= MAX_REMEMBERED) parsed.clear();
  parsed.set(iso, us);
  return us;
}
