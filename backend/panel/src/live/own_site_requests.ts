// The sites themselves: what they are called, and on which origins their chats work.
import { type Answer, ask } from "./requests";

export interface SiteProperties {
  readonly name: string;
  /** As browsers write them: https://shop.ru. */
  readonly origins: readonly string[];
}

export interface OwnSite extends SiteProperties {
  readonly site_id: string;
  /** Stands in the snippet. */
  readonly key: string;
  /** Who answers for its data; empty until it is told. */
  readonly controller: string;
}

export interface OwnSites {
  readonly sites: readonly OwnSite[];
  /** Whose a new site may be. */
  readonly controllers: readonly { readonly id: string; readonly name: string }[];
}

export function fetchOwnSites(): Promise<Answer<OwnSites>> {
  return ask("GET", "/own-sites");
}

export function addSite(site: SiteProperties, controllerId: string | null): Promise<Answer<OwnSite>> {
  return ask("POST", "/own-sites", { ...site, controller_id: controllerId });
}

/** Gives a site another name or other origins, unless somebody has changed it since `before` was fetched. */
export function changeSite(before: OwnSite, to: SiteProperties): Promise<Answer<OwnSite>> {
  const { name, origins } = before;
  return ask("PUT", `/own-sites/${before.site_id}`, { ...to, over: { name, origins } });
}
