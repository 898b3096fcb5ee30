// The pages about personal data, of visitors, of reports, and about sites: one line each, and one in views.ts. Who lacks the right does not see the page.
import type { Right, SignedIn } from "../../live/session_requests";

interface PrivacyPage {
  /** Stands in the address. */
  readonly name: string;
  readonly right: Right;
  /** Under which heading of the list it stands. */
  readonly group: Group;
}

export type Group = "privacy" | "visitors" | "reports" | "sites";

/** In the order of the list beside them: what has a deadline first. */
const PRIVACY_PAGES = [
  { name: "requests", right: "handle_requests", group: "privacy" },
  { name: "consents", right: "see_consents", group: "privacy" },
  { name: "incidents", right: "handle_incidents", group: "privacy" },
  { name: "journal", right: "see_journal", group: "privacy" },
  { name: "retention", right: "see_acts", group: "privacy" },
  { name: "masking", right: "manage_masking", group: "privacy" },
  { name: "register", right: "see_register", group: "privacy" },
  { name: "papers", right: "see_papers", group: "privacy" },
  { name: "exports", right: "export_data", group: "privacy" },
  { name: "colleagues", right: "see_operators", group: "privacy" },
  { name: "visitors", right: "see_visitors", group: "visitors" },
  { name: "reports", right: "see_reports", group: "reports" },
  { name: "own_sites", right: "manage_sites", group: "sites" },
  { name: "widget", right: "manage_sites", group: "sites" },
  { name: "departments", right: "manage_sites", group: "sites" },
  { name: "identity", right: "manage_sites", group: "sites" },
  { name: "labels", right: "manage_labels", group: "sites" },
  { name: "goals", right: "manage_sites", group: "sites" },
  { name: "replies", right: "answer_visitors", group: "sites" },
  { name: "work", right: "manage_sites", group: "sites" },
  { name: "rules", right: "manage_sites", group: "sites" },
  { name: "keys", right: "manage_keys", group: "sites" },
  { name: "webhooks", right: "manage_webhooks", group: "sites" },
  { name: "connectors", right: "manage_connectors", group: "sites" },
  { name: "bans", right: "see_bans", group: "sites" },
  { name: "system", right: "see_system", group: "sites" },
] as const satisfies readonly PrivacyPage[];

export const GROUPS: readonly Group[] = ["privacy", "visitors", "reports", "sites"];

export type PageName = (typeof PRIVACY_PAGES)[number]["name"];

/** The names of the pages that are open to somebody, of one group where it is named. */
export function pagesFor(signedIn: SignedIn, group?: Group): readonly PageName[] {
  return PRIVACY_PAGES.filter(
    (page) => signedIn.rights.includes(page.right) && (group ?? page.group) === page.group,
  ).map(({ name }) => name);
}
