// What is open, in the address: a reload, "back" and a link to a colleague all lead to the same place.
import { formatWanted, NOTHING_WANTED, parseWanted } from "./state/filter_query";
import type { Wanted } from "./state/filters";
import { PLACES } from "./state/folders";

export interface Route {
  readonly folder: (typeof PLACES)[number];
  readonly conversationId: string | null;
  /** What `filtered` lets through; of other folders nothing is wanted. */
  readonly wanted?: Wanted;
  /** By what the search is narrowed down: a query of its own, which the search reads; never empty. */
  readonly sought?: string;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Reads "#mine/<id>", "#filtered/<id>?tag=<id>" and "…?search=…"; anything else is the waiting folder. */
export function parseRoute(hash: string): Route {
  const [path = "", query = ""] = hash.split("?", 2);
  const [folderName = "", id = ""] = partsOf(path);
  const folder = PLACES.find((name) => name === folderName) ?? "waiting";
  const sought = new URLSearchParams(query).get("search");
  const place = { folder, conversationId: UUID.test(id) ? id : null, ...(sought && { sought }) };
  return folder === "filtered" ? { ...place, wanted: parseWanted(query) } : place;
}

export function formatRoute({ folder, conversationId, wanted, sought }: Route): string {
  const path = conversationId === null ? `#${folder}` : `#${folder}/${conversationId}`;
  const query = folder === "filtered" ? formatWanted(wanted ?? NOTHING_WANTED) : "";
  const parts = [query, sought && `search=${encodeURIComponent(sought)}`].filter(Boolean);
  return parts.length === 0 ? path : `${path}?${parts.join("&")}`;
}

/** A page about personal data, and what is open on it: a request's number, for example. */
export interface PrivacyRoute {
  readonly page: string;
  readonly itemId: string | null;
}

/** Reads "#privacy/<page>/<id>"; null where the address leads to the conversations. */
export function parsePrivacyRoute(hash: string): PrivacyRoute | null {
  const [area, page = "", id = ""] = partsOf(hash);
  return area === "privacy" ? { page, itemId: UUID.test(id) ? id : null } : null;
}

export function formatPrivacyRoute({ page, itemId }: PrivacyRoute): string {
  return itemId === null ? `#privacy/${page}` : `#privacy/${page}/${itemId}`;
}

// 32 random bytes in base64url
const TOKEN = /^#(?:invite|password)\/([\w-]{1,100})$/;

/** Reads the token of "#invite/<token>" or "#password/<token>"; null where the address is neither. */
export function parseInvitation(hash: string): string | null {
  return TOKEN.exec(hash)?.[1] ?? null;
}

export function formatInvitation(token: string): string {
  return `#invite/${token}`;
}

function partsOf(hash: string): string[] {
  return hash.replace(/^#/, "").split("/");
}
