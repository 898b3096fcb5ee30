// Folders listed in their order, kept up to date row by row: whoever lists again pays for what has changed since.
import type { Conversation, Folder } from "../operator.gen";
import { belongs, comparePlaces, type Eyes, type Frontier, type Place, placeOf, reaches } from "./folders";
import { changedKeys } from "./layered_map";
import type { Row } from "./rows";

interface Listing {
  readonly folder: Folder;
  readonly eyes: Eyes;
  rows: ReadonlyMap<string, Row>;
  /** All that are held and belong, in the order of the folder, and where each stands in it. */
  listed: readonly Conversation[];
  places: readonly Place[];
  readonly placeOfId: Map<string, Place>;
}

interface Standing {
  readonly place: Place;
  readonly conversation: Conversation;
}

/** More changes at once than this cost more one by one than all anew. */
const MAX_CHANGES = 600;
/** The open folder, the operator's own, and some that were open lately. */
const MAX_LISTINGS = 6;

const listings: Listing[] = [];

/** Rows of the folder as it is shown, in its order. */
export function listFolder(
  rows: ReadonlyMap<string, Row>,
  folder: Folder,
  frontier: Frontier | null,
  eyes: Eyes,
): Conversation[] {
  if (frontier === null) return [];
  const { listed, places } = upToDate(rows, folder, eyes);
  return listed.slice(
    0,
    frontier === "end" ? undefined : firstBeyond(places, (place) => !reaches(folder, frontier, place)),
  );
}

function upToDate(rows: ReadonlyMap<string, Row>, folder: Folder, eyes: Eyes): Listing {
  const index = listings.findIndex((one) => one.folder === folder && isSame(one.eyes, eyes));
  const [held] = index < 0 ? [] : listings.splice(index, 1);
  const changes = held ? changedKeys(held.rows, rows) : null;
  const listing = held && changes && changes.length <= MAX_CHANGES ? held : listAll(rows, folder, eyes);
  listing.rows = rows;
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
  return {
    folder,
    eyes,
    rows,
    listed: standing.map(({ conversation }) => conversation),
    places: standing.map(({ place }) => place),
    placeOfId: new Map(standing.map(({ place, conversation }) => [conversation.id, place])),
  };
}

/** All at once: an array of 10,000 that is opened and closed for each change would cost a frame. */
function update(listing: Listing, changes: readonly string[]): void {
  const { folder, eyes, rows, listed, places, placeOfId } = listing;
  const indexOf = (place: Place) => firstBeyond(places, (other) => comparePlaces(folder, other, place) >= 0);
  const left = new Set<number>();
  const come: Standing[] = [];
  for (const id of changes) {
    const before = placeOfId.get(id);
    if (before) left.add(indexOf(before));
    placeOfId.delete(id);
    const now = rows.get(id)?.conversation;
    if (!now || !belongs(now, folder, eyes)) continue;
    const place = placeOf(now, folder);
    come.push({ place, conversation: now });
    placeOfId.set(id, place);
  }
  come.sort((a, b) => comparePlaces(folder, a.place, b.place));
  const next = { listed: [] as Conversation[], places: [] as Place[] };
  let index = 0;
  const keepUntil = (end: number) => {
    for (; index < end; index++) {
      const conversation = listed[index];
      const place = places[index];
      if (left.has(index) || !conversation || !place) continue;
      next.listed.push(conversation);
      next.places.push(place);
    }
  };
  for (const { place, conversation } of come) {
    keepUntil(indexOf(place));
    next.listed.push(conversation);
    next.places.push(place);
  }
  keepUntil(places.length);
  Object.assign(listing, next);
}

/** The index of the first that lies beyond: all after it do too. */
function firstBeyond(places: readonly Place[], isBeyond: (place: Place) => boolean): number {
  let low = 0;
  let high = places.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const place = places[middle];
    if (place && isBeyond(place)) high = middle;
    else low = middle + 1;
  }
  return low;
}

function isSame(a: Eyes, b: Eyes): boolean {
  return a.me === b.me && a.departmentIds === b.departmentIds && a.filter === b.filter;
}
