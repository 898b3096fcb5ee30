// What may be done to messages of the open thread, for whichever bubble shows it: kept apart, so that a draft's keys redraw none.
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { ShownMessage } from "../state/amendments";

export interface Amending {
  readonly me: string;
  /** For how long an author may, in milliseconds. */
  readonly windowMs: number;
  readonly canAnswer: boolean;
  readonly canDeleteAny: boolean;
  /** Somebody wants to answer this message. */
  readonly onQuote: (seq: number) => void;
  readonly onEdit: (seq: number, body: string) => void;
  readonly onDelete: (seq: number) => void;
}

export const AmendingContext = createContext<Amending>({
  me: "",
  windowMs: 0,
  canAnswer: false,
  canDeleteAny: false,
  onQuote: () => undefined,
  onEdit: () => undefined,
  onDelete: () => undefined,
});

/** What this operator may do to a message now, as far as the panel can tell: the server's clock has the last word. */
export function useAmending(
  message: ShownMessage,
  now: Date,
): Amending & { canEdit: boolean; canDelete: boolean; canQuote: boolean } {
  const amending = useContext(AmendingContext);
  const isOwn = message.author.kind === "operator" && message.author.id === amending.me;
  const isYoung = now.getTime() - Date.parse(message.created_at) < amending.windowMs;
  const canEdit = amending.canAnswer && message.body !== "" && isOwn && isYoung && !message.masked?.length;
  const canDelete = amending.canAnswer && message.body !== "" && ((isOwn && isYoung) || amending.canDeleteAny);
  const canQuote = amending.canAnswer && message.body !== "" && message.type === "message_posted";
  return { ...amending, canEdit, canDelete, canQuote };
}
