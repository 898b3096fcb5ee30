// What an operator sees of the panel's state: the part that must not depend on how the panel came to it.
import type { PanelState } from "../../../backend/panel/src/live/panel";
import type { Conversation, Counts, Folder } from "../../../backend/panel/src/operator.gen";
import { ownIsWaiting, wantingAttention } from "../../../backend/panel/src/state/attention";
import { type Frontier, LISTS } from "../../../backend/panel/src/state/folders";
import { listFolder } from "../../../backend/panel/src/state/listing";
import { eyesOf, type Inbox } from "../../../backend/panel/src/state/model";
import type { Entry } from "../../../backend/panel/src/state/rows";
import { asShown } from "../../../backend/panel/src/state/shown_entries";
import { firstSeqOf } from "../../../widget/src/live/timeline";

/** How far the screen reaches: the frontier of each folder, and the oldest entry of the open thread. */
export interface Reach {
  readonly folders: Readonly<Record<Folder, Frontier | null>>;
  /** How far the operator's own folder has been read, shown or not: what calls for attention is looked for there. */
  readonly ownRead: Frontier | null;
  readonly firstSeq: number;
}

export interface View {
  readonly counts: Counts | null;
  readonly badge: number;
  readonly ownIsWaiting: boolean;
  /** Rows in their order. */
  readonly folders: Readonly<Record<string, readonly Conversation[]>>;
  readonly openRow: Conversation | null;
  readonly openIsMissing: boolean;
  readonly entries: readonly Entry[];
  readonly hasBefore: boolean;
  readonly typing: number;
}

export function reachOf({ folders, openId, threads }: Inbox): Reach {
  const timeline = openId === null ? undefined : threads.get(openId)?.timeline;
  return {
    folders: Object.fromEntries(LISTS.map((folder) => [folder, folders[folder].shown])) as Reach["folders"],
    ownRead: folders.mine.verified,
    firstSeq: timeline ? firstSeqOf(timeline) : 0,
  };
}

export function viewOf({ inbox }: PanelState, reach: Reach): View {
  const eyes = eyesOf(inbox);
  const { openId } = inbox;
  const timeline = openId === null ? undefined : inbox.threads.get(openId)?.timeline;
  const asFarAs = { ...inbox, folders: { ...inbox.folders, mine: { ...inbox.folders.mine, verified: reach.ownRead } } };
  const entries = timeline?.entries ?? [];
  return {
    counts: inbox.counts,
    badge: wantingAttention(asFarAs, true),
    ownIsWaiting: ownIsWaiting(asFarAs),
    folders: Object.fromEntries(
      LISTS.map((folder) => [folder, listFolder(inbox.rows, folder, reach.folders[folder], eyes).conversations]),
    ),
    openRow: (openId === null ? undefined : inbox.rows.get(openId)?.conversation) ?? null,
    openIsMissing: openId !== null && inbox.missing.has(openId),
    entries: asShown(entries).filter(({ seq }) => seq >= reach.firstSeq),
    hasBefore: timeline?.hasBefore || (entries[0]?.seq ?? 0) < reach.firstSeq,
    typing: inbox.typing.size,
  };
}
