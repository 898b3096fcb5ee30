// Leads from the palette to a part of the visitor's card, which is fetched with the card: waits for it, and takes it up.
import type { Desk } from "../actions/desk";

export type CardPart = "facts" | "notes" | "ban";

/** What of a part gets the focus: a form that is open goes before the button that opens it. */
const CONTROLS: Readonly<Record<CardPart, string>> = {
  facts: "form input, .card__actions button",
  notes: "form textarea",
  ban: "button",
};
/** Whoever waits longer is doing something else by then. */
const WAITING_MS = 10_000;

let stopLast = () => {};

/**
 * Opens the card at this part. What only opens something is pressed; what does something is left to the operator. It is
 * over with whatever the operator does meanwhile. `onMissing`: the card has no such part, or it has not come.
 */
export function goToCard(desk: Desk, part: CardPart, onMissing: () => void): void {
  stopLast();
  const { conversation } = desk;
  if (!conversation) return;
  const ownCard = `.panel__card[data-conversation="${conversation.id}"]`;
  const control = () => document.querySelector<HTMLElement>(`${ownCard} [data-part=${part}] :is(${CONTROLS[part]})`);
  const focusedBefore = document.activeElement;

  const over = new AbortController();
  const stop = () => over.abort();
  stopLast = stop;
  const { signal } = over;
  for (const type of ["keydown", "pointerdown"] as const) {
    document.addEventListener(type, stop, { capture: true, signal });
  }
  // The drawer takes the focus when it opens
  const stopElsewhere = ({ target }: Event) => target instanceof Element && !target.closest(ownCard) && stop();
  document.addEventListener("focusin", stopElsewhere, { capture: true, signal });

  const observer = new MutationObserver(look);
  const timer = setTimeout(() => {
    stop();
    onMissing();
  }, WAITING_MS);
  signal.addEventListener("abort", () => {
    observer.disconnect();
    clearTimeout(timer);
  });
  desk.showCard();
  observer.observe(document.body, {
    subtree: true,
    childList: true,
    attributes: true,
    attributeFilter: ["data-conversation"],
  });
  look();

  function look(): void {
    // The card of another conversation has come in its place
    const shown = document.querySelector(".panel__card[data-conversation]");
    if (shown && !shown.matches(ownCard)) stop();
    if (signal.aborted || !control()) return;
    observer.disconnect();
    // In the frame after the drawer is drawn, which takes the focus
    requestAnimationFrame(() => setTimeout(takeUp));
  }

  function takeUp(): void {
    if (signal.aborted) return;
    const element = control();
    stop();
    const focused = document.activeElement;
    const isFree = focused === focusedBefore || focused === document.body || focused?.closest(ownCard) != null;
    if (!element || !isFree) return;
    element.scrollIntoView({ block: "center" });
    element.focus();
    if (element.matches("[aria-haspopup], [data-opens]")) element.click();
  }
}
