// Departments of sites, over HTTP.
import { type Answer, ask } from "./requests";

/** As it is to be; `id` is null for a new one. */
export interface ChosenDepartment {
  readonly id: string | null;
  readonly name: string;
  /** Empty where it is called the same on pages in English. */
  readonly name_en: string;
  readonly member_ids: readonly string[];
  readonly is_archived: boolean;
}

export interface ShownDepartment extends ChosenDepartment {
  readonly id: string;
  /** How many open conversations are in it, at most 1,000. */
  readonly open_count: number;
}

export interface Chosen {
  readonly is_required: boolean;
  /** In the order in which they are offered. */
  readonly departments: readonly ChosenDepartment[];
}

export interface SiteDepartments {
  readonly site_id: string;
  readonly name: string;
  readonly version: number;
  readonly is_required: boolean;
  readonly departments: readonly ShownDepartment[];
  /** Who may be in a department. */
  readonly colleagues: readonly { readonly id: string; readonly name: string }[];
}

export function fetchDepartments(): Promise<Answer<{ readonly sites: readonly SiteDepartments[] }>> {
  return ask("GET", "/departments");
}

/** Replaces a site's departments, unless somebody has changed them since `site` was fetched. */
export function changeDepartments(site: SiteDepartments, chosen: Chosen): Promise<Answer<SiteDepartments>> {
  return ask("PUT", `/sites/${site.site_id}/departments`, { over_version: site.version, chosen });
}
