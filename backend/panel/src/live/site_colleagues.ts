// Whom notes may call on a site, over HTTP.
import { type Answer, ask } from "./requests";

export interface Colleague {
  readonly id: string;
  readonly name: string;
  /** Of which departments they see conversations; null, or from an older server nothing: of all. */
  readonly seen_department_ids?: readonly string[] | null;
}

export function fetchSiteColleagues(siteId: string): Promise<Answer<{ readonly colleagues: readonly Colleague[] }>> {
  return ask("GET", `/sites/${encodeURIComponent(siteId)}/colleagues`);
}
