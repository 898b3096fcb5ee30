// Folders of the inbox: who belongs where, in which order, and down to which row a folder is known.
import type { Conversation, Folder } from "../operator.gen";
import { instantUs } from "./instants";
import type { Row } from "./rows";

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

export const FOLDERS = ["waiting", "mine", "all", "closed"] as const satisfies readonly Folder[];

export const UNKNOWN_FOLDER: FolderState = { shown: null, verified: null, cursor: null, wantsMore: false };

/** Whether the conversation belongs to the folder of the operator `me`. */
export function belongs(conversation: Conversation, folder: Folder, me: string): boolean {
  if (folder === "closed") return conversation.status === "closed";
  if (conversation.status !== "open") return false;
  if (folder === "waiting") return conversation.assignee === null;
  return folder === "all" || conversation.assignee?.id === me;
}

export function placeOf(conversation: Conversation, folder: Folder): Place {
  const at = folder === "waiting" ? (conversation.queued_at ?? conversation.active_at) : conversation.active_at;
  return { us: instantUs(at), id: conversation.id };
}

/** Negative where `a` stands before `b`: the queue by longest wait, the others by newest activity. */
export function comparePlaces(folder: Folder, a: Place, b: Place): number {
  const byTime = a.us - b.us || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
  return folder === "waiting" ? byTime : -byTime;
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

/** Rows of the folder as it is shown, in its order. */
export function listFolder(
  rows: ReadonlyMap<string, Row>,
  folder: Folder,
  frontier: Frontier | null,
  me: string,
): Conversation[] {
  if (frontier === null) return [];
  const found: { place: Place; conversation: Conversation }[] = [];
  for (const { conversation } of rows.values()) {
    if (!belongs(conversation, folder, me)) continue;
    const place = placeOf(conversation, folder);
    if (reaches(folder, frontier, place)) found.push({ place, conversation });
  }
  found.sort((a, b) => comparePlaces(folder, a.place, b.place));
  return found.map(({ conversation }) => conversation);
}
