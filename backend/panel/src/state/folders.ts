// Folders of the inbox: who belongs where, in which order, and down to which row a folder is known.
import type { Conversation, Filter, Folder } from "../operator.gen";
import { isWaiting, letsThrough } from "./filters";
import { instantUs } from "./instants";

/** A place in a folder's order: the sort time in microseconds, then the id. */
export interface Place {
  readonly us: number;
  readonly id: string;
}

/** The place of the last row that is known: all rows up to it are held. `end`: the whole folder is. */
export type Frontier = Place | "end";

/**
 * How much of a folder is known.
 *
 * `shown` is what the list shows; `verified` is how far the pages since the last (re)connection have come, and
 * `cursor` continues them. After a reconnection `verified` starts again and runs after `shown`, so that a list that
 * somebody has scrolled down does not shrink under them.
 */
export interface FolderState {
  readonly shown: Frontier | null;
  readonly verified: Frontier | null;
  readonly cursor: string | null;
  readonly wantsMore: boolean;
}

/** Whose eyes look: what the folders of one's own are about, and what the open filter lets through. */
export interface Eyes {
  readonly me: string;
  readonly departmentIds: ReadonlySet<string>;
  readonly filter: Filter;
}

/** Those that are always there, in their order. */
export const FOLDERS = [
  "waiting",
  "mine",
  "department",
  "all",
  "snoozed",
  "closed",
] as const satisfies readonly Folder[];

/** Those, and what a filter lets through: what the address names. */
export const PLACES = [...FOLDERS, "filtered"] as const;

/** What a filter lets through that asks for those who wait is a list of its own, in another order. */
export const LISTS: readonly Folder[] = [...PLACES, "unanswered"];

export function isNarrowed(folder: Folder): folder is "filtered" | "unanswered" {
  return folder === "filtered" || folder === "unanswered";
}

export const UNKNOWN_FOLDER: FolderState = { shown: null, verified: null, cursor: null, wantsMore: false };

/** Whether the conversation belongs to the folder. */
export function belongs(conversation: Conversation, folder: Folder, eyes: Eyes): boolean {
  if (isNarrowed(folder)) {
    return letsThrough(eyes.filter, conversation) && (folder === "filtered" || isWaiting(conversation));
  }
  if (folder === "closed") return conversation.status === "closed";
  if (conversation.status !== "open") return false;
  if (folder === "snoozed" || isSnoozed(conversation)) return folder === "snoozed" && isSnoozed(conversation);
  if (folder === "waiting") return conversation.assignee === null;
  if (folder === "department") return eyes.departmentIds.has(conversation.department?.id ?? "");
  return folder === "all" || conversation.assignee?.id === eyes.me;
}

/** Whether it is open and out of the way. */
export function isSnoozed({ status, snoozed_until }: Conversation): boolean {
  return status === "open" && (snoozed_until ?? null) !== null;
}

/** By what those are sorted, the oldest first, that are not by the newest activity. */
const SORTED_BY: Partial<Record<Folder, "queued_at" | "snoozed_until" | "waiting_since">> = {
  waiting: "queued_at",
  snoozed: "snoozed_until",
  unanswered: "waiting_since",
};

export function placeOf(conversation: Conversation, folder: Folder): Place {
  const { active_at, id } = conversation;
  const field = SORTED_BY[folder];
  return { us: instantUs((field && conversation[field]) ?? active_at), id };
}

/** Negative where `a` stands before `b`. */
export function comparePlaces(folder: Folder, a: Place, b: Place): number {
  const byTime = a.us - b.us || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
  return SORTED_BY[folder] ? byTime : -byTime;
}

/** Whether the place lies at or before the frontier. */
export function reaches(folder: Folder, frontier: Frontier | null, place: Place): boolean {
  if (frontier === null) return false;
  return frontier === "end" || comparePlaces(folder, place, frontier) <= 0;
}

/** The further of two frontiers. */
export function further(folder: Folder, a: Frontier | null, b: Frontier | null): Frontier | null {
  if (a === null || b === "end") return b;
  if (b === null || a === "end") return a;
  return comparePlaces(folder, a, b) >= 0 ? a : b;
}
