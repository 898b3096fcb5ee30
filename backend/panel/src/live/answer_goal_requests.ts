// How long visitors of each site may wait for an answer, over HTTP.
import { type Answer, ask } from "./requests";

export interface SiteGoal {
  readonly site_id: string;
  readonly name: string;
  readonly version: number;
  /** Null: the site has no goal. */
  readonly minutes: number | null;
}

export function fetchGoals(): Promise<Answer<{ readonly sites: readonly SiteGoal[] }>> {
  return ask("GET", "/answer-goals");
}

export function changeGoal({ site_id, version }: SiteGoal, minutes: number | null): Promise<Answer<SiteGoal>> {
  return ask("PUT", `/sites/${site_id}/answer-goal`, { over_version: version, minutes });
}
