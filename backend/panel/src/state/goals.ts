// How much of the site's goal for answers a wait has used up: only the hours in which the site works count.
import type { Conversation, SiteRef } from "../operator.gen";
import { isWaiting } from "./filters";
import { isSnoozed } from "./folders";

/** `soon`: it will have lasted for too long before long; `late`: it has. */
export type Strain = "soon" | "late";

/** The part of the goal from which on it is `soon`: of five minutes, one and a quarter are left. */
const SOON = 0.75;

/** How the wait stands; null where nobody waits, there is time, or the site has no goal. */
export function strainOf(row: Conversation, site: SiteRef | undefined, nowMs: number): Strain | null {
  if (!site?.answer_goal_min || !isWaiting(row) || isSnoozed(row)) return null;
  const countedMs = countedBetween(site.openings, Date.parse(row.waiting_since ?? ""), nowMs);
  const part = countedMs / (site.answer_goal_min * 60_000);
  return part < SOON ? null : part < 1 ? "soon" : "late";
}

/** Of the time between, in milliseconds, what lies in the hours. `openings`: see `SiteRef`; without any told all of it. */
export function countedBetween(openings: SiteRef["openings"], sinceMs: number, untilMs: number): number {
  if (!openings) return untilMs - sinceMs;
  return openings.reduce((sum, turnS, index) => {
    const turnMs = Math.min(Math.max(turnS * 1_000, sinceMs), untilMs);
    return index % 2 ? sum + turnMs : sum - turnMs;
  }, 0);
}
