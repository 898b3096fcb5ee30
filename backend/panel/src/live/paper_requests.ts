// Papers of the controllers on whose sites one works, and what they are made of, over HTTP.
import { type Answer, ask } from "./requests";

export type ControllerField = "legal_name" | "inn" | "address" | "officer_name" | "officer_email";
export type Special = "none" | "written" | "warned";
export type ControllerPaper = "notice" | "measures-4" | "measures-3" | "mandate";

export const CONTROLLER_FIELDS: readonly ControllerField[] = [
  "legal_name",
  "inn",
  "address",
  "officer_name",
  "officer_email",
];
export const SPECIALS: readonly Special[] = ["none", "warned", "written"];
export const CONTROLLER_PAPERS: readonly ControllerPaper[] = ["notice", "measures-4", "measures-3", "mandate"];

export type ControllerTold = Readonly<Record<ControllerField, string | null>>;

export interface SiteShown {
  readonly id: string;
  readonly name: string;
  readonly basis: "undecided" | "consent" | "other";
  readonly special: Special;
  /** The consent in force lacks the fields of the written form. */
  readonly needs_publication: boolean;
}

export interface ControllerShown {
  readonly controller: ControllerTold & { readonly id: string };
  readonly missing: readonly ControllerField[];
  /** How many people data is held on; counted up to `many`. */
  readonly subjects: number;
  readonly warn_at: number;
  readonly many: number;
  /** The level of protection that this number asks for. */
  readonly level: 3 | 4;
  readonly sites: readonly SiteShown[];
}

export function fetchPapers(): Promise<Answer<{ readonly controllers: readonly ControllerShown[] }>> {
  return ask("GET", "/papers");
}

/** Changes what is known of a controller, over what was; null leaves a field as it is. */
export function describeController(id: string, told: ControllerTold, over: ControllerTold): Promise<Answer<null>> {
  const seen = Object.fromEntries(CONTROLLER_FIELDS.map((name) => [name, over[name]]));
  return ask("PUT", `/controllers/${encodeURIComponent(id)}`, { ...told, over: seen });
}

/** Marks a site, over how it was marked. */
export function markSite(
  id: string,
  special: Special,
  over: Special,
): Promise<Answer<{ readonly needs_publication: boolean }>> {
  return ask("PUT", `/sites/${encodeURIComponent(id)}/special`, { special, over });
}

/** Where a paper is downloaded from. */
export function controllerPaperUrl(id: string, paper: ControllerPaper): string {
  return `/panel/api/controllers/${encodeURIComponent(id)}/papers/${paper}.pdf`;
}
