// The open folder and conversation in the address: a reload, "back" and a link to a colleague all lead to the same place.
import type { Folder } from "./operator.gen";
import { FOLDERS } from "./state/folders";

export interface Route {
  readonly folder: Folder;
  readonly conversationId: string | null;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Reads "#mine/<id>"; anything else is the waiting folder. */
export function parseRoute(hash: string): Route {
  const [folderName = "", id = ""] = hash.replace(/^#/, "").split("/");
  const folder = FOLDERS.find((name) => name === folderName) ?? "waiting";
  return { folder, conversationId: UUID.test(id) ? id : null };
}

export function formatRoute({ folder, conversationId }: Route): string {
  return conversationId === null ? `#${folder}` : `#${folder}/${conversationId}`;
}
