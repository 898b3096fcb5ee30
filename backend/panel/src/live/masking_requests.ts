// What sites keep, mask and replace, over HTTP.
import { type Answer, ask } from "./requests";

export type Policy = "keep" | "mask" | "replace";

/** The kinds in the order in which pages list them. */
export const KINDS = ["phone", "email", "card", "passport", "snils", "inn", "ogrn", "account"] as const;

export type Kind = (typeof KINDS)[number];

export type Policies = Readonly<Record<Kind, Policy>>;

export interface SitePolicies {
  readonly site_id: string;
  readonly name: string;
  readonly policies: Policies;
}

export function fetchPolicies(): Promise<Answer<{ readonly sites: readonly SitePolicies[] }>> {
  return ask("GET", "/masking");
}

/** Changes these kinds, over what was done with them. */
export function changePolicies(
  siteId: string,
  policies: Partial<Policies>,
  over: Policies,
): Promise<Answer<SitePolicies>> {
  return ask("PUT", `/sites/${siteId}/masking`, { policies, over });
}
