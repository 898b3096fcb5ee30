// Leads from the palette to a part of the visitor's card, which is fetched with the card.
import type { Desk } from "../actions/desk";
import { takeUp } from "./take_up";

export type CardPart = "facts" | "notes" | "ban" | "history" | "people" | "masked";

/** What of a part gets the focus: a form that is open goes before the button that opens it. */
const CONTROLS: Readonly<Record<CardPart, string>> = {
  facts: "[data-part=facts] :is(form input, .card__actions :not([aria-expanded]))",
  notes: "[data-part=notes] form textarea",
  ban: "[data-part=ban] button",
  history: "[data-part=facts] .card__actions [aria-expanded]",
  people: "[data-part=people] button",
  masked: ".mask--button, [data-reveals]",
};

/** `onMissing`: the card has no such part, or it has not come. */
export function goToCard(desk: Desk, part: CardPart, onMissing: () => void): void {
  const { conversation } = desk;
  if (!conversation) return;
  const home = cardOf(conversation.id);
  takeUp({
    find: () => document.querySelector<HTMLElement>(inside(home, part)),
    open: desk.showCard,
    home,
    // The card of another conversation has come in its place
    isLost: () => {
      const shown = document.querySelector(".panel__card[data-conversation]");
      return shown !== null && !shown.matches(home);
    },
    onMissing,
  });
}

/** Whether the card of the open conversation is drawn, with what was fetched for it. */
export function isCardThere({ conversation }: Desk): boolean {
  return conversation !== null && document.querySelector(`${cardOf(conversation.id)} [data-part=facts]`) !== null;
}

/** As far as is known: a card that is not there yet may have any part. */
export function mayHave(desk: Desk, part: CardPart): boolean {
  const { conversation } = desk;
  if (!conversation || !isCardThere(desk)) return conversation !== null;
  return document.querySelector(inside(cardOf(conversation.id), part)) !== null;
}

function inside(home: string, part: CardPart): string {
  return `${home} :is(${CONTROLS[part]})`;
}

function cardOf(conversationId: string): string {
  return `.panel__card[data-conversation="${conversationId}"]`;
}
