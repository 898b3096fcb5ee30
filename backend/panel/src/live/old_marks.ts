// Conversations that were marked unread while marks were of one browser: they become the operator's own. No part of the first load.
import type { Panel } from "./panel";

/** At once, and then each second: far less than a server takes. */
const MOST_AT_ONCE = 10;
const PAUSE_MS = 1_000;

/** Hands them over to the server, a few at a time. Each is kept until it is known what became of it: with the next page it is told again. */
export function takeOldMarks(panel: Pick<Panel, "markUnread" | "onMarked">, operatorId: string): void {
  const place = `ryadom:panel:unread:${operatorId}`;
  const waiting = read(place);
  const told = new Set<string>();

  function tell() {
    for (const id of waiting.splice(0, MOST_AT_ONCE)) {
      told.add(id);
      panel.markUnread(id, true);
    }
  }

  panel.onMarked = (id) => {
    forget(place, id);
    if (told.delete(id) && told.size === 0) setTimeout(tell, PAUSE_MS);
  };
  tell();
}

function read(place: string): string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(place) ?? "[]");
    return Array.isArray(kept) ? kept.filter((id) => typeof id === "string") : [];
  } catch {
    return [];
  }
}

/** Of what is kept by then: another tab may have handed over some. */
function forget(place: string, id: string) {
  const kept = read(place);
  const left = kept.filter((one) => one !== id);
  try {
    if (left.length === 0) localStorage.removeItem(place);
    else if (left.length < kept.length) localStorage.setItem(place, JSON.stringify(left));
  } catch {
    return;
  }
}
