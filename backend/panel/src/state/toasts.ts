// What a toast says, how long it stays true, and which are shown.
import type { Inbox } from "./model";
import { isActing, type Outgoing } from "./outgoing";
import type { Aimed } from "./steps";
import type { Left } from "./undoing";

export interface Toast {
  readonly id: string;
  readonly text: string;
  /** What it speaks of; null where that is many. */
  readonly conversationId: string | null;
  /** `closed` is over when the conversation is open again; the others only pass. */
  readonly kind: "closed" | "done" | "failed" | "called";
  /** What its button does, and what stands on it; null without one. `open` leads to the conversation. */
  readonly offer: Offer | null;
  /** It says what the operator has done to a conversation, or that it was refused. */
  readonly isOfDeed?: boolean;
}

/** Takes back what was done; the same object stands for the same deed. */
export interface UndoOffer {
  readonly word: "undo";
  readonly steps: readonly Aimed[];
  /** How the deed has left them, where it matters whether they still are so. */
  readonly left: readonly Left[];
  /** Instead of steps, of what is no conversation's: brings it back, and tells whether it is there again. */
  readonly putBack?: () => Promise<boolean>;
}

export type Offer =
  | UndoOffer
  | { readonly word: "repeat"; readonly steps: readonly Aimed[] }
  | { readonly word: "open" };

const MAX_TOASTS = 3;

/**
 * Whether the toast is still true. A closing that is on its way counts; a row that is not held any more, or that is known
 * to be behind the server, contradicts nothing.
 */
export function isTrue(toast: Toast, { rows, doubts }: Pick<Inbox, "rows" | "doubts">, outgoing: Outgoing): boolean {
  const { kind, conversationId: id } = toast;
  if (kind !== "closed" || id === null || doubts.has(id) || isActing(outgoing, id)) return true;
  return rows.get(id)?.conversation.status !== "open";
}

/**
 * With a new one, and without what that overtakes: of one conversation only the last deed, and what came of it, is said.
 * What else there is to be said removes no way back, as long as there is something else to be removed.
 */
export function withToast(shown: readonly Toast[], toast: Toast): readonly Toast[] {
  const { conversationId: id, isOfDeed } = toast;
  // A refusal that offers nothing stays said: it is of a deed that is not done
  const isDone = (one: Toast) => one.isOfDeed && (one.kind !== "failed" || one.offer !== null);
  const isOvertaken = (one: Toast) => isOfDeed && isDone(one) && id !== null && one.conversationId === id;
  const kept = shown.filter((one) => !isOvertaken(one));
  while (kept.length >= MAX_TOASTS) {
    const at = kept.findIndex(({ offer }) => offer?.word !== "undo");
    kept.splice(Math.max(0, at), 1);
  }
  return [...kept, toast];
}
