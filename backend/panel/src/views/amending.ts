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
  /** What opens the editor of a message, of those that can be edited and are shown: for whoever is elsewhere. */
  readonly editors: Map<number, () => void>;
}

export interface Amendable {
  readonly canEdit: boolean;
  readonly canDelete: boolean;
  readonly canQuote: boolean;
}

export const AmendingContext = createContext<Amending>({
  me: "",
  windowMs: 0,
  canAnswer: false,
  canDeleteAny: false,
  onQuote: () => undefined,
  onEdit: () => undefined,
  onDelete: () => undefined,
  editors: new Map(),
});

export function useAmending(message: ShownMessage, now: Date): Amending & Amendable {
  const amending = useContext(AmendingContext);
  return { ...amending, ...amendableOf(message, amending, now) };
}

/** What this operator may do to a message now, as far as the panel can tell: the server's clock has the last word. */
export function amendableOf(
  message: ShownMessage,
  { me, windowMs, canAnswer, canDeleteAny }: Pick<Amending, "me" | "windowMs" | "canAnswer" | "canDeleteAny">,
  now: Date,
): Amendable {
  const isOwn = message.author.kind === "operator" && message.author.id === me;
  const isYoung = now.getTime() - Date.parse(message.created_at) < windowMs;
  const isThere = canAnswer && message.body !== "";
  return {
    canEdit: isThere && isOwn && isYoung && !message.masked?.length,
    canDelete: isThere && ((isOwn && isYoung) || canDeleteAny),
    canQuote: isThere && message.type === "message_posted",
  };
}
