// Folders listed in their order, kept up to date row by row: whoever lists again pays for what has changed since.
import type { Conversation, Folder } from "../operator.gen";
import { belongs, comparePlaces, type Eyes, type Frontier, type Place, placeOf, reaches } from "./folders";
import { changedKeys } from "./layered_map";
import type { Row } from "./rows";

interface Listed {
  readonly place: Place;
  readonly conversation: Conversation;
}

interface Listing {
  readonly folder: Folder;
  readonly eyes: Eyes;
  rows: ReadonlyMap<string, Row>;
  /** All rows that are held and belong, in the order of the folder. */
  readonly listed: Listed[];
  readonly places: Map<string, Place>;
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
  const { listed } = upToDate(rows, folder, eyes);
  const end = frontier === "end" ? listed.length : firstBeyond(listed, (place) => !reaches(folder, frontier, place));
  return listed.slice(0, end).map(({ conversation }) => conversation);
}

function upToDate(rows: ReadonlyMap<string, Row>, folder: Folder, eyes: Eyes): Listing {
  const index = listings.findIndex((one) => one.folder === folder && isSame(one.eyes, eyes));
  const [held] = index < 0 ? [] : listings.splice(index, 1);
  const changes = held ? changedKeys(held.rows, rows) : null;
  const listing = held && changes && changes.length <= MAX_CHANGES ? held : listAll(rows, folder, eyes);
  if (listing === held) for (const id of changes ?? []) update(listing, id, rows.get(id)?.conversation);
  listing.rows = rows;
  listings.unshift(listing);
  listings.length = Math.min(listings.length, MAX_LISTINGS);
  return listing;
}

function listAll(rows: ReadonlyMap<string, Row>, folder: Folder, eyes: Eyes): Listing {
  const listed: Listed[] = [];
  for (const { conversation } of rows.values()) {
    if (belongs(conversation, folder, eyes)) listed.push({ place: placeOf(conversation, folder), conversation });
  }
  listed.sort((a, b) => comparePlaces(folder, a.place, b.place));
  const places = new Map(listed.map(({ place, conversation }) => [conversation.id, place]));
  return { folder, eyes, rows, listed, places };
}

function update({ folder, eyes, listed, places }: Listing, id: string, now: Conversation | undefined): void {
  const indexOf = (place: Place) => firstBeyond(listed, (other) => comparePlaces(folder, other, place) >= 0);
  const before = places.get(id);
  if (before) {
    listed.splice(indexOf(before), 1);
    places.delete(id);
  }
  if (!now || !belongs(now, folder, eyes)) return;
  const place = placeOf(now, folder);
  listed.splice(indexOf(place), 0, { place, conversation: now });
  places.set(id, place);
}

/** The index of the first that lies beyond: all after it do too. */
function firstBeyond(listed: readonly Listed[], isBeyond: (place: Place) => boolean): number {
  let low = 0;
  let high = listed.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const place = listed[middle]?.place;
    if (place && isBeyond(place)) high = middle;
    else low = middle + 1;
  }
  return low;
}

function isSame(a: Eyes, b: Eyes): boolean {
  return a.me === b.me && a.departmentIds === b.departmentIds && a.filter === b.filter;
}
