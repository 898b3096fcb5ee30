// How far the sites of a new installation have come, over HTTP.
import { type Answer, ask } from "./requests";

export interface SiteSteps {
  readonly site_id: string;
  readonly name: string;
  /** The first of those whose pages may open its chat. */
  readonly origin: string;
  readonly is_embedded: boolean;
  readonly has_conversation: boolean;
  readonly has_colleague: boolean;
  readonly has_basis: boolean;
}

export function fetchFirstSteps(): Promise<Answer<{ readonly sites: readonly SiteSteps[] }>> {
  return ask("GET", "/first-steps");
}
