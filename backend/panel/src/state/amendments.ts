// What edits and deletions have made of messages. The newest word counts, wherever the message itself was loaded from.
import type { Author, MessagePosted, NoteAdded } from "../operator.gen";
import type { Entry } from "./rows";

/** How a message stands since it was last changed. */
export interface Amendment {
  readonly at: Date;
  readonly by: Author;
  readonly isDeleted: boolean;
}

/** What can be shown in a bubble, and amended: a message, or a note for colleagues. */
export type Said = Omit<MessagePosted, "type"> & Pick<MessagePosted | NoteAdded, "type"> & Pick<NoteAdded, "mentions">;

/** A message or note as it is shown; `body` and `masked` are what it says now. */
export type ShownMessage = Said & {
  readonly amendment?: Amendment;
  /** The message that it answers, as it is now; null where that is not held. */
  readonly quoted?: ShownMessage | null;
};

/** Messages and notes by seq, as these entries have amended them. What was amended by others has come with the words it has now. */
export function amend(entries: readonly Entry[]): <S extends Said>(message: S) => S & ShownMessage {
  const amended = new Map<number, Pick<ShownMessage, "body" | "masked" | "amendment">>();
  for (const entry of entries) {
    if (entry.type !== "message_edited" && entry.type !== "message_deleted") continue;
    const isDeleted = entry.type === "message_deleted";
    const amendment = { at: new Date(entry.created_at), by: entry.author, isDeleted };
    // Masks are of the words that they came with.
    amended.set(entry.message_seq, {
      body: isDeleted ? "" : entry.body,
      masked: isDeleted ? [] : (entry.masked ?? []),
      amendment,
    });
  }
  return (message) => ({ ...message, ...amended.get(message.seq) });
}
