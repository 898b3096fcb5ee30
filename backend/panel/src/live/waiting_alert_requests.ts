// Who gets a mail when a visitor waits and nobody is at the panel.
import { type Answer, ask } from "./requests";

export interface WaitingAlert {
  /** After how long without an answer; null: no mail. */
  readonly minutes: number | null;
  /** Whether the server can mail at all. */
  readonly is_mail_on: boolean;
}

/** What a site says of whoever comes to it, and who of it would hear of visitors who wait. */
export interface SiteAlerts {
  readonly site_id: string;
  readonly name: string;
  readonly version: number;
  readonly minutes: number | null;
  /** Anybody would. */
  readonly is_heard: boolean;
  /** The names of those of which nobody would. */
  readonly unheard_departments: readonly string[];
  /** The register of the site's controller lists the mail server. */
  readonly is_mail_allowed: boolean;
}

export interface Alerts {
  readonly is_mail_on: boolean;
  readonly operators: readonly { readonly operator_id: string; readonly minutes: number | null }[];
  readonly sites: readonly SiteAlerts[];
}

const OWN = "/account/waiting-alert";

export function fetchWaitingAlert(): Promise<Answer<WaitingAlert>> {
  return ask("GET", OWN);
}

/** Saves it over what was seen. */
export function chooseWaitingAlert(minutes: number | null, over: number | null): Promise<Answer<WaitingAlert>> {
  return ask("PUT", OWN, { minutes, over });
}

export function fetchAlerts(): Promise<Answer<Alerts>> {
  return ask("GET", "/waiting-alerts");
}

/** Saves it over what was seen. */
export function chooseAlertFor(operatorId: string, minutes: number | null, over: number | null): Promise<Answer<null>> {
  return ask("PUT", `/operators/${encodeURIComponent(operatorId)}/waiting-alert`, { minutes, over });
}

/** Saves it over the version that was seen. */
export function chooseAlertForNew(
  { site_id, version }: SiteAlerts,
  minutes: number | null,
): Promise<Answer<SiteAlerts>> {
  return ask("PUT", `/sites/${site_id}/waiting-alert`, { minutes, over_version: version });
}
