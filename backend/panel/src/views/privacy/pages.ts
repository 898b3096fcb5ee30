// The pages about personal data: one line each, and one in views.ts. Who lacks the right does not see the page.
import type { Right, SignedIn } from "../../live/session_requests";

interface PrivacyPage {
  /** Stands in the address. */
  readonly name: string;
  readonly right: Right;
}

/** In the order of the list beside them: what has a deadline first. */
const PRIVACY_PAGES = [
  { name: "requests", right: "handle_requests" },
  { name: "consents", right: "see_consents" },
  { name: "incidents", right: "handle_incidents" },
  { name: "journal", right: "see_journal" },
  { name: "retention", right: "see_acts" },
  { name: "masking", right: "manage_masking" },
  { name: "register", right: "see_register" },
  { name: "papers", right: "see_papers" },
  { name: "colleagues", right: "see_operators" },
] as const satisfies readonly PrivacyPage[];

export type PageName = (typeof PRIVACY_PAGES)[number]["name"];

/** The names of the pages that are open to somebody. */
export function pagesFor(signedIn: SignedIn): readonly PageName[] {
  return PRIVACY_PAGES.filter(({ right }) => signedIn.rights.includes(right)).map(({ name }) => name);
}
