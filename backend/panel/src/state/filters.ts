// What a filter lets through: the same as store/inbox.sql, so that rows come and go live.
import type { Conversation, Filter, State } from "../operator.gen";
import { instantUs } from "./instants";

/** A filter with what only the panel reckons: for how many minutes somebody must have been waiting, or null. */
export interface Wanted {
  readonly filter: Filter;
  readonly unansweredMin: number | null;
}

export const STATES: readonly State[] = ["open", "snoozed", "closed"];
export const NO_FILTER: Filter = {};
/** Among the ids of a condition: in no department, or led by nobody (`ryadom.protocol.filters.NONE`). */
export const NONE = "00000000-0000-0000-0000-000000000000";

const MINUTE_MS = 60_000;

export function stateOf({ status, snoozed_until }: Conversation): State {
  if (status === "closed") return "closed";
  return (snoozed_until ?? null) === null ? "open" : "snoozed";
}

/** Whether the conversation meets every condition of the filter. */
export function letsThrough(filter: Filter, row: Conversation): boolean {
  const at = instantUs(row.active_at);
  return (
    isOf(filter.site_ids, row.site_id) &&
    isOf(filter.department_ids, row.department?.id ?? NONE) &&
    isOf(filter.operator_ids, row.assignee?.id ?? NONE) &&
    (!filter.tag_ids?.length || filter.tag_ids.some((id) => row.tag_ids?.includes(id))) &&
    isOf(filter.states, stateOf(row)) &&
    isOf(filter.scores, row.score ?? undefined) &&
    (!filter.since || at >= instantUs(filter.since)) &&
    (!filter.until || at < instantUs(filter.until)) &&
    (!filter.is_unanswered || isWaiting(row))
  );
}

/** Whether the visitor waits for a person; nobody does in a closed conversation, or in one that a bot leads. */
export function isWaiting({ status, waiting_since: since, assignee }: Conversation): boolean {
  return status === "open" && since !== null && !assignee?.bot;
}

/** Whether its visitor has been waiting for so long; without a number everything has. */
export function waitsFor(minutes: number | null, row: Conversation, nowMs: number): boolean {
  if (minutes === null) return true;
  return isWaiting(row) && nowMs - Date.parse(row.waiting_since ?? "") >= minutes * MINUTE_MS;
}

function isOf<T>(wanted: readonly T[] | undefined, value: T | undefined): boolean {
  return !wanted?.length || (value !== undefined && wanted.includes(value));
}
