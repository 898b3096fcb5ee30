// What must be asked now, read off the state: so whatever was lost with a connection is asked again by itself.
import type { Folder } from "../operator.gen";
import { comparePlaces, FOLDERS, type FolderState, isNarrowed } from "./folders";
import type { Asked, Inbox, Question } from "./model";
import { missingPart } from "./threads";

const MAX_ROWS_AT_ONCE = 3;
const PAGE_ROWS = 50;
const WALK_ROWS = 100;
/** Folders whose first page is held besides the open one: they carry the badge and open at once. */
const KEPT_FOLDERS: readonly Folder[] = ["waiting", "mine"];

/** Whether no conversation has ever been held here, as far as this operator may see. */
export function isFirstRun({ rows, folders }: Inbox): boolean {
  return rows.size === 0 && FOLDERS.every((folder) => folders[folder].shown === "end");
}

/** Questions that are due and not under way, the most urgent first. */
export function plan(inbox: Inbox): Question[] {
  if (!inbox.connected) return [];
  const underWay = [...inbox.asked.values()];
  const due = [
    ...historyDue(inbox),
    ...rowsDue(inbox, inbox.openId, underWay),
    ...folderDue(inbox, inbox.openFolder),
    ...(inbox.countsDoubt === null ? [] : [{ kind: "counts" } as const]),
    ...(inbox.rows.size === 0 ? FOLDERS : KEPT_FOLDERS)
      .filter((folder) => folder !== inbox.openFolder)
      .flatMap((folder) => folderDue(inbox, folder)),
  ];
  return due.filter((question) => !underWay.some((asked) => isSame(asked, question)));
}

function historyDue(inbox: Inbox): Question[] {
  const { openId } = inbox;
  const thread = openId === null ? undefined : inbox.threads.get(openId);
  if (openId === null || !thread) return [];
  const part = missingPart(thread);
  return part ? [{ kind: "history", conversationId: openId, ...part }] : [];
}

function rowsDue(inbox: Inbox, openId: string | null, underWay: readonly Asked[]): Question[] {
  const wanted = [...inbox.doubts.keys()];
  if (openId !== null && !inbox.rows.has(openId) && !inbox.doubts.has(openId) && !inbox.missing.has(openId)) {
    wanted.unshift(openId);
  }
  wanted.sort((a, b) => Number(b === openId) - Number(a === openId));
  const busy = new Set(underWay.flatMap((asked) => (asked.kind === "row" ? [asked.conversationId] : [])));
  const free = Math.max(0, MAX_ROWS_AT_ONCE - busy.size);
  return wanted
    .filter((conversationId) => !busy.has(conversationId))
    .slice(0, free)
    .map((conversationId) => ({ kind: "row", conversationId }));
}

function folderDue(inbox: Inbox, folder: Folder): Question[] {
  const state = inbox.folders[folder];
  const list = { kind: "list", folder, filter: isNarrowed(folder) ? inbox.filter : null } as const;
  if (state.verified === null) {
    return [{ ...list, cursor: null, limit: state.shown === null ? PAGE_ROWS : WALK_ROWS }];
  }
  if (state.cursor === null) return [];
  const behind = isBehind(folder, state);
  if (!behind && !state.wantsMore) return [];
  return [{ ...list, cursor: state.cursor, limit: behind ? WALK_ROWS : PAGE_ROWS }];
}

/** Whether pages since the reconnection have not yet come down to where the list is shown. */
function isBehind(folder: Folder, { verified, shown }: FolderState): boolean {
  if (verified === null || verified === "end" || shown === null) return false;
  return shown === "end" || comparePlaces(folder, verified, shown) < 0;
}

function isSame(a: Question, b: Question): boolean {
  switch (a.kind) {
    case "counts":
      return b.kind === "counts";
    case "row":
      return b.kind === "row" && a.conversationId === b.conversationId;
    case "list":
      return b.kind === "list" && a.folder === b.folder && a.filter === b.filter;
    case "history":
      return b.kind === "history" && a.conversationId === b.conversationId;
  }
}
