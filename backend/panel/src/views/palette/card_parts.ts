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

/** Opens the card at this part. What only opens something is pressed; what does something is left to the operator. */
export function goToCard(desk: Desk, part: CardPart): void {
  desk.showCard();
  const control = () => document.querySelector<HTMLElement>(`.panel__card [data-part=${part}] :is(${CONTROLS[part]})`);
  const takeUp = (element: HTMLElement) => {
    element.scrollIntoView({ block: "center" });
    element.focus();
    if (element.matches("[aria-haspopup], [data-opens]")) element.click();
  };
  // The drawer takes the focus when it opens: in the frame after it is drawn
  const takeUpThen = (element: HTMLElement) => requestAnimationFrame(() => setTimeout(() => takeUp(element)));
  const found = control();
  if (found) return void takeUpThen(found);
  const observer = new MutationObserver(() => {
    const element = control();
    if (!element) return;
    stop();
    takeUpThen(element);
  });
  const timer = setTimeout(stop, WAITING_MS);
  function stop() {
    observer.disconnect();
    clearTimeout(timer);
  }
  observer.observe(document.body, { subtree: true, childList: true });
}
