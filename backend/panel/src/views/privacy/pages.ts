// The pages about personal data: one line each. Who lacks the right does not see the page.
import type { ComponentType } from "preact";
import type { Right, SignedIn } from "../../live/session_requests";
import type { Texts } from "../../texts/ru";
import { Colleagues } from "./colleagues/colleagues";
import { Journal } from "./journal/journal";

export interface PrivacyPageProps {
  readonly signedIn: SignedIn;
  /** What is open on the page: its number from the address. */
  readonly itemId: string | null;
  /** Opens an item of the page, or with null its list. */
  readonly onOpen: (itemId: string | null) => void;
}

export interface PrivacyPage {
  /** Stands in the address. */
  readonly name: string;
  readonly right: Right;
  readonly title: (texts: Texts) => string;
  readonly view: ComponentType<PrivacyPageProps>;
}

/** In the order of the list beside them. */
export const PRIVACY_PAGES: readonly PrivacyPage[] = [
  { name: "colleagues", right: "see_operators", title: (texts) => texts.colleagues.title, view: Colleagues },
  { name: "journal", right: "see_journal", title: (texts) => texts.journal.title, view: Journal },
];

export function pagesFor(signedIn: SignedIn): readonly PrivacyPage[] {
  return PRIVACY_PAGES.filter(({ right }) => signedIn.rights.includes(right));
}
