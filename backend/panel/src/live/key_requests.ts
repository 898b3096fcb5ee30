// Keys of programs, over HTTP.
import { type Answer, ask } from "./requests";

export interface Key {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly string[];
  readonly controller: string;
  /** Names of the reader's sites that it is for. */
  readonly sites: readonly string[];
  /** Of all sites of the controller, also those to come. */
  readonly is_for_all: boolean;
  /** Not where it is also for sites of others. */
  readonly may_revoke: boolean;
  /** How many end with it. */
  readonly webhooks: number;
  /** Empty where it is not known. */
  readonly made_by: string;
  readonly made_at: string;
  readonly expires_at: string | null;
  readonly used_at: string | null;
  readonly revoked_at: string | null;
}

/** A controller and the reader's sites of it. */
export interface KeyPlace {
  readonly id: string;
  readonly name: string;
  readonly sites: readonly { readonly id: string; readonly name: string }[];
  /** Whether a key may be for all of the controller's sites, also those to come. */
  readonly may_give_all: boolean;
}

export interface Keys {
  /** Newest first. */
  readonly keys: readonly Key[];
  readonly places: readonly KeyPlace[];
  readonly scopes: readonly string[];
}

export interface NewKey {
  readonly name: string;
  readonly scopes: readonly string[];
  readonly controller_id: string;
  /** Null: all of the controller's. */
  readonly site_ids: readonly string[] | null;
  /** Null: for ever. */
  readonly days: number | null;
}

/** What a key is used by is told this once. */
export interface MadeKey {
  readonly id: string;
  readonly secret: string;
}

export function fetchKeys(): Promise<Answer<Keys>> {
  return ask("GET", "/api-keys");
}

export function makeKey(key: NewKey): Promise<Answer<MadeKey>> {
  return ask("POST", "/api-keys", key);
}

export function revokeKey(id: string): Promise<Answer<null>> {
  return ask("DELETE", `/api-keys/${id}`);
}
