// What edits and deletions have made of messages.
import type { Entry } from "./state";

/**
 * The words of messages that were changed, by seq: the newest count; empty ones were deleted. Who holds a message holds all
 * that came after it, so nothing is missing here.
 */
export function saidNow(entries: readonly Entry[]): ReadonlyMap<number, string> {
  const said = new Map<number, string>();
  for (const entry of entries) {
    if (entry.type === "message_edited") said.set(entry.message_seq, entry.body);
    if (entry.type === "message_deleted") said.set(entry.message_seq, "");
  }
  return said;
}
