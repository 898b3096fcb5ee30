// A form over what somebody else has saved meanwhile: what was changed in it goes over theirs, the rest stays as theirs.
import type { Clash } from "../conflict";

/** One value of a form: what it is called, which is its own, and how it is told. */
export type Line = readonly [name: string, told: string];

/** `now` with what differs between `before` and `mine`. Objects go by their names, however deep; a list is one value. */
export function changedOver<T>(before: T, mine: T, now: T): T {
  if (!isNamed(before) || !isNamed(mine) || !isNamed(now)) return isSame(before, mine) ? now : mine;
  const names = new Set([before, mine, now].flatMap((one) => Object.keys(one)));
  const merged = [...names].map((name) => [name, changedOver(before[name], mine[name], now[name])] as const);
  return Object.fromEntries(merged.filter(([, value]) => value !== undefined)) as T;
}

/** What is not told the same in both; a line that only one has is told as nothing in the other. */
export function clashesBetween(theirs: readonly Line[], mine: readonly Line[]): Clash[] {
  const [there, own] = [new Map(theirs), new Map(mine)];
  return [...new Map([...mine, ...theirs]).keys()].flatMap((name) => {
    const clash = { name, theirs: there.get(name) ?? "", mine: own.get(name) ?? "" };
    return clash.theirs === clash.mine ? [] : [clash];
  });
}

function isNamed(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isSame(one: unknown, other: unknown): boolean {
  return told(one) === told(other);
}

/** Of words the order is none: they were ticked. */
function told(value: unknown): string | undefined {
  const isTicked = Array.isArray(value) && value.every((one) => typeof one === "string");
  return JSON.stringify(isTicked ? [...value].sort() : value);
}
