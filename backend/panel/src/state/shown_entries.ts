// For tests: what two panels must agree on, of entries that one has followed and the other has loaded later.
import { amend } from "./amendments";
import type { Entry } from "./rows";

/** Entries as they are shown: an edit that another has overtaken had words that nobody needs to know. */
export function asShown(entries: readonly Entry[]): readonly Entry[] {
  const said = amend(entries);
  return entries.map((entry) => {
    if (entry.type === "message_edited") return { ...entry, body: "", masked: [] };
    return entry.type === "message_posted" || entry.type === "note_added" ? said(entry) : entry;
  });
}
