// What a toast says, how long it stays true, and which are shown.
import type { Inbox } from "./model";
import { isActing, type Outgoing } from "./outgoing";
import type { Aimed } from "./steps";

export interface Toast {
  readonly id: string;
  readonly text: string;
  /** What it speaks of; null where that is many. */
  readonly conversationId: string | null;
  /** `closed` is over when the conversation is open again; the others only pass. */
  readonly kind: "closed" | "done" | "failed" | "called";
  /** What its button does, and what stands on it; null without one. `open` leads to the conversation. */
  readonly offer: Offer | null;
}

/** Takes back what was done; the same object stands for the same deed. */
export interface UndoOffer {
  readonly word: "undo";
  readonly steps: readonly Aimed[];
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

/** With a new one, and without what that overtakes: of one conversation only the last deed, and what came of it, is said. */
export function withToast(shown: readonly Toast[], toast: Toast): readonly Toast[] {
  const { conversationId: id, kind } = toast;
  const isOfDeed = (one: Toast) => one.kind === "closed" || one.kind === "done" || one.offer?.word === "repeat";
  const isOvertaken = (one: Toast) => id !== null && kind !== "called" && one.conversationId === id && isOfDeed(one);
  return [...shown.filter((one) => !isOvertaken(one)), toast].slice(-MAX_TOASTS);
}
