// The words of the customer's card: loaded with it.
import { customerEn, customerRu } from "../../texts/pages/customer";
import { customerCardEn, customerCardRu } from "../../texts/pages/customer_card";
import type { Texts } from "../../texts/ru";
import { useTexts } from "../context";

const cardRu = { customerCard: customerCardRu, customer: customerRu };
const cardEn: typeof cardRu = { customerCard: customerCardEn, customer: customerEn };

/** The words of the panel, and those of the card. */
export type CardTexts = Texts & typeof cardRu;

export function withCard(texts: Texts): CardTexts {
  return { ...texts, ...(texts.language === "en" ? cardEn : cardRu) };
}

export function useCardTexts(): CardTexts {
  return withCard(useTexts());
}
