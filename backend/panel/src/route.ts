// What is open, in the address: a reload, "back" and a link to a colleague all lead to the same place.
import type { Folder } from "./operator.gen";
import { FOLDERS } from "./state/folders";

export interface Route {
  readonly folder: Folder;
  readonly conversationId: string | null;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Reads "#mine/<id>"; anything else is the waiting folder. */
export function parseRoute(hash: string): Route {
  const [folderName = "", id = ""] = partsOf(hash);
  const folder = FOLDERS.find((name) => name === folderName) ?? "waiting";
  return { folder, conversationId: UUID.test(id) ? id : null };
}

export function formatRoute({ folder, conversationId }: Route): string {
  return conversationId === null ? `#${folder}` : `#${folder}/${conversationId}`;
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
const TOKEN = /^#invite\/([\w-]{1,100})$/;

/** Reads the token of "#invite/<token>"; null where the address is no invitation. */
export function parseInvitation(hash: string): string | null {
  return TOKEN.exec(hash)?.[1] ?? null;
}

export function formatInvitation(token: string): string {
  return `#invite/${token}`;
}

function partsOf(hash: string): string[] {
  return hash.replace(/^#/, "").split("/");
}
