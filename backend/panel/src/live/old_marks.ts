// Conversations that were marked unread while marks were of one browser: they become the operator's own. No part of the first load.
import type { Panel } from "./panel";

/** Hands them over to the server, once. */
export function takeOldMarks(panel: Pick<Panel, "markUnread">, operatorId: string): void {
  const place = `ryadom:panel:unread:${operatorId}`;
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(place) ?? "[]");
    localStorage.removeItem(place);
    for (const id of Array.isArray(kept) ? kept : []) if (typeof id === "string") panel.markUnread(id, true);
  } catch {
    return;
  }
}
