// Which messenger that is closed to a site's organisation a draft links to. The server judges; this only warns in time.
import type { ClosedMessenger } from "../operator.gen";

/** The name of the first one, or null. */
export function linkedMessenger(draft: string, closed: readonly ClosedMessenger[]): string | null {
  const text = draft.normalize("NFKC").toLowerCase();
  return closed.find(({ domains }) => domains.some((domain) => hasHost(text, domain)))?.name ?? null;
}

// What would make a host another one. Before it there is no lookbehind: Safari learned that late.
const PART = "[\\p{L}\\p{N}_-]";

/** Whether the text names the domain or one below it, and not merely a longer one that contains it. */
function hasHost(text: string, domain: string): boolean {
  const host = domain.replaceAll(".", "\\.");
  return new RegExp(`(?:^|[^\\p{L}\\p{N}_@-])${host}(?!${PART}|\\.${PART})`, "u").test(text);
}
