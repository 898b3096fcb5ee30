// The pictures of a thread, as they are shown one after the other.
import type { FileRef } from "../operator.gen";
import { amend } from "./amendments";
import type { Unsent } from "./outgoing";
import type { Entry } from "./rows";

/** Images of the entries' messages, oldest first, and of what is not sent yet; what was deleted or erased has none. */
export function picturesOf(entries: readonly Entry[], unsent: readonly Unsent[]): readonly FileRef[] {
  const amended = amend(entries);
  const sent = entries.flatMap((entry) =>
    entry.type === "message_posted" && amended(entry).body ? (entry.files ?? []) : [],
  );
  return [...sent, ...unsent.flatMap(({ files }) => files)].filter(({ width, height }) => width && height);
}
