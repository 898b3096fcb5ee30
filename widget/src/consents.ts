// Which consents the visitor is still to be asked for, and whether what they have written may go.
import type { ChatState } from "./state";
import type { ConsentDocument } from "./visitor.gen";

/** The documents to show a box for; none once all that is required has been agreed to. */
export function askedConsents({ site }: ChatState): readonly ConsentDocument[] {
  const open = (site?.consents ?? []).filter((document) => !document.is_agreed);
  return open.some((document) => document.is_required) ? open : [];
}

/** Whether a box is empty that must be ticked before anything is sent, or stored in the browser. */
export function isHeldBack(state: ChatState): boolean {
  return askedConsents(state).some(({ id, is_required }) => is_required && !state.ticked.includes(id));
}

/** The ticks that still mean something: whoever has agreed, and withdraws, finds the box empty. */
export function ticksLeft(ticked: readonly string[], documents: readonly ConsentDocument[] = []): readonly string[] {
  return ticked.filter((ticked) => documents.some(({ id, is_agreed }) => id === ticked && !is_agreed));
}
