// Folders listed in their order, kept up to date row by row: whoever lists again pays for what has changed since.
import type { Conversation, Folder } from "../operator.gen";
import {
  belongs,
  comparePlaces,
  type Eyes,
  type Frontier,
  isNarrowed,
  LISTS,
  type Place,
  placeOf,
  reaches,
} from "./folders";
import { changedKeys } from "./hash_trie";
import type { Row } from "./rows";

/** Rows in the order of their list, and their ids. Nothing of it changes any more: after a change there is another one. */
export interface Listed {
  readonly conversations: readonly Conversation[];
  readonly ids: readonly string[];
  /** Where the row with the id stands; -1 where it is not in the list. */
  readonly indexOf: (id: string) => number;
  /** Others stand below that are not to be shown yet: for now nothing more needs to be loaded. */
  readonly isCut?: boolean;
}

interface Listing {
  readonly folder: Folder;
  eyes: Eyes;
  rows: ReadonlyMap<string, Row>;
  /** All that are held and belong, in the order of the folder, and where each stands in it. */
  conversations: readonly Conversation[];
  ids: readonly string[];
  places: readonly Place[];
  readonly placeOfId: Map<string, Place>;
}

interface Standing {
  readonly place: Place;
  readonly conversation: Conversation;
}

/** More changes at once than this cost more one by one than all anew. */
const MAX_CHANGES = 2_000;
/** Each folder, and another filter. */
const MAX_LISTINGS = LISTS.length + 1;

const listings: Listing[] = [];

/** Rows of the folder as it is shown, in its order. */
export function listFolder(
  rows: ReadonlyMap<string, Row>,
  folder: Folder,
  frontier: Frontier | null,
  eyes: Eyes,
): Listed {
  if (frontier === null) return listedOf([]);
  const listing = upToDate(rows, folder, eyes);
  const { conversations, ids, places } = listing;
  const end = firstAfter(listing, frontier);
  const cut = <T>(all: readonly T[]) => (end < all.length ? all.slice(0, end) : all);
  const shownIds = cut(ids);
  return {
    conversations: cut(conversations),
    ids: shownIds,
    indexOf: (id) => {
      // The list has gone on meanwhile
      if (listing.places !== places) return shownIds.indexOf(id);
      const place = listing.placeOfId.get(id);
      const index = place ? indexIn(listing, place) : -1;
      return index < end ? index : -1;
    },
  };
}

/** Rows of the folder that lie after `from` (null: from its beginning), as far as `to`. */
export function listStretch(
  rows: ReadonlyMap<string, Row>,
  folder: Folder,
  { from, to }: { from: Frontier | null; to: Frontier },
  eyes: Eyes,
): readonly Conversation[] {
  const listing = upToDate(rows, folder, eyes);
  return listing.conversations.slice(from === null ? 0 : firstAfter(listing, from), firstAfter(listing, to));
}

/** All rows that are held, those of a folder in its order. */
export function listHeld(rows: ReadonlyMap<string, Row>, eyes: Eyes): Conversation[] {
  return (["all", "snoozed", "closed"] as const).flatMap((folder) => upToDate(rows, folder, eyes).conversations);
}

/** These rows as a list of their own. */
export function listedOf(conversations: readonly Conversation[]): Listed {
  const ids = conversations.map(({ id }) => id);
  let indexes: ReadonlyMap<string, number> | null = null;
  const indexOf = (id: string) => {
    indexes ??= new Map(ids.map((one, index) => [one, index]));
    return indexes.get(id) ?? -1;
  };
  return { conversations, ids, indexOf };
}

function upToDate(rows: ReadonlyMap<string, Row>, folder: Folder, eyes: Eyes): Listing {
  const index = listings.findIndex((one) => one.folder === folder && seesAlike(folder, one.eyes, eyes));
  const [held] = index < 0 ? [] : listings.splice(index, 1);
  const changes = held ? changedKeys(held.rows, rows) : null;
  const listing = held && changes && changes.length <= MAX_CHANGES ? held : listAll(rows, folder, eyes);
  Object.assign(listing, { rows, eyes });
  if (listing === held && changes?.length) update(listing, changes);
  listings.unshift(listing);
  listings.length = Math.min(listings.length, MAX_LISTINGS);
  return listing;
}

function listAll(rows: ReadonlyMap<string, Row>, folder: Folder, eyes: Eyes): Listing {
  const standing: Standing[] = [];
  for (const { conversation } of rows.values()) {
    if (belongs(conversation, folder, eyes)) standing.push({ place: placeOf(conversation, folder), conversation });
  }
  standing.sort((a, b) => comparePlaces(folder, a.place, b.place));
  const places = standing.map(({ place }) => place);
  return {
    folder,
    eyes,
    rows,
    conversations: standing.map(({ conversation }) => conversation),
    ids: places.map(({ id }) => id),
    places,
    placeOfId: new Map(places.map((place) => [place.id, place])),
  };
}

/** The stretches that stay are joined as they are: of 100,000 rows, none is looked at that has not changed. */
function update(listing: Listing, changes: readonly string[]): void {
  const { folder, eyes, rows, placeOfId } = listing;
  const left: number[] = [];
  const come: Standing[] = [];
  let hasMoved = false;
  for (const id of changes) {
    const before = placeOfId.get(id);
    if (before) left.push(indexIn(listing, before));
    placeOfId.delete(id);
    const now = rows.get(id)?.conversation;
    const place = now && belongs(now, folder, eyes) ? placeOf(now, folder) : null;
    hasMoved ||= before?.us !== place?.us;
    if (!now || !place) continue;
    come.push({ place, conversation: now });
    placeOfId.set(id, place);
  }
  if (left.length + come.length === 0) return;
  const cuts = [
    ...left.map((at) => ({ at, skipped: 1, come: null as Standing | null })),
    ...come.map((one) => ({ at: indexIn(listing, one.place), skipped: 0, come: one })),
  ];
  // Where one has left and another comes, it comes before.
  cuts.sort(
    (a, b) =>
      a.at - b.at ||
      a.skipped - b.skipped ||
      (a.come && b.come ? comparePlaces(folder, a.come.place, b.come.place) : 0),
  );
  function joined<T>(all: readonly T[], of: (standing: Standing) => T): readonly T[] {
    const stretches: (readonly T[])[] = [];
    let from = 0;
    for (const cut of cuts) {
      if (cut.at > from) stretches.push(all.slice(from, cut.at));
      from = cut.at + cut.skipped;
      if (cut.come) stretches.push([of(cut.come)]);
    }
    stretches.push(all.slice(from));
    return ([] as T[]).concat(...stretches);
  }
  listing.conversations = joined(listing.conversations, ({ conversation }) => conversation);
  if (!hasMoved) return;
  listing.ids = joined(listing.ids, ({ place }) => place.id);
  listing.places = joined(listing.places, ({ place }) => place);
}

/** Where the place is, or would be. */
function indexIn({ folder, places }: Listing, place: Place): number {
  return firstBeyond(places, (other) => comparePlaces(folder, other, place) >= 0);
}

function firstAfter({ folder, places }: Listing, frontier: Frontier): number {
  return frontier === "end" ? places.length : firstBeyond(places, (place) => !reaches(folder, frontier, place));
}

/** The index of the first that lies beyond: all after it do too. */
export function firstBeyond<T>(all: readonly T[], isBeyond: (one: T) => boolean): number {
  let low = 0;
  let high = all.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const one = all[middle];
    if (one && isBeyond(one)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Whether a folder is the same to both: not each looks at all that they are. */
function seesAlike(folder: Folder, a: Eyes, b: Eyes): boolean {
  if (folder === "mine") return a.me === b.me;
  if (folder === "department") return a.departmentIds === b.departmentIds;
  return !isNarrowed(folder) || a.filter === b.filter;
}
