// With what sites sign who their visitors are, over HTTP: each look and each change is in the journal first.
import { type Answer, ask } from "./requests";

/** How it stands with the secret of a site; the version is 0 where there is none. */
export interface SecretState {
  readonly site_id: string;
  readonly name: string;
  readonly version: number;
  readonly made_at: string | null;
  /** The one before the newest is still good. */
  readonly has_before: boolean;
}

export interface ShownSecret {
  readonly state: SecretState;
  readonly secret: string;
}

export function fetchSecrets(): Promise<Answer<{ readonly sites: readonly SecretState[] }>> {
  return ask("GET", "/identity");
}

export function showSecret({ site_id }: SecretState): Promise<Answer<ShownSecret>> {
  return ask("POST", `/sites/${site_id}/identity/secret/show`, {});
}

/** Makes a new one, unless somebody has changed it since `state` was fetched. */
export function makeSecret({ site_id, version }: SecretState): Promise<Answer<ShownSecret>> {
  return ask("POST", `/sites/${site_id}/identity/secret`, { over_version: version });
}

/** Takes the one before the newest back. */
export function dropSecretBefore({ site_id, version }: SecretState): Promise<Answer<SecretState>> {
  return ask("POST", `/sites/${site_id}/identity/secret/drop_before`, { over_version: version });
}
