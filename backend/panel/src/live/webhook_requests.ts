// Webhooks, over HTTP.
import { type Answer, ask, queryOf } from "./requests";

/** How much of people's data is sent, from the least on. */
export type DataLevel = "ids" | "contents" | "contents_and_contacts";

/** A key that a webhook ends with. `ends_at`: when that is over, or was; null: not unless somebody revokes it. */
export interface WebhookKeeper {
  readonly id: string;
  readonly name: string;
  readonly ends_at: string | null;
}

export interface Webhook {
  readonly id: string;
  /** Of its URL what is no secret: scheme, host and port. */
  readonly origin: string;
  readonly controller_id: string;
  readonly controller: string;
  /** Of the reader's sites those that it is told of, and their names. */
  readonly site_ids: readonly string[];
  readonly sites: readonly string[];
  /** Of all sites of the controller, also those to come. */
  readonly is_for_all: boolean;
  /** Not where it is also told of sites of others. */
  readonly may_manage: boolean;
  readonly events: readonly string[];
  readonly data: DataLevel;
  /** What the register allows there now; null where it allows no calls. */
  readonly most_data: DataLevel | null;
  readonly made_at: string;
  /** Until then deliveries are signed by the secret before the newest, too. */
  readonly before_until: string | null;
  /** Another one with each new secret: whoever makes one names it. */
  readonly secret_version: number;
  /** Attempts since one succeeded. */
  readonly failures: number;
  readonly failing_since: string | null;
  readonly paused_until: string | null;
  readonly disabled_at: string | null;
  readonly disabled_because: string;
  /** 10,001 where there are more than 10,000. */
  readonly waiting: number;
  readonly waiting_since: string | null;
  readonly succeeded_at: string | null;
  /** The name under which it answers visitors, instead of being told of events; and how many seconds it has. */
  readonly bot: string | null;
  readonly answer_within_s: number | null;
  /** Minutes of silence after which what it has answered is closed; null: never. */
  readonly close_after_min: number | null;
  /** Null: somebody of the house. */
  readonly looked_after_by: WebhookKeeper | null;
}

/** A controller and the reader's sites of it. */
export interface WebhookPlace {
  readonly id: string;
  readonly name: string;
  readonly sites: readonly { readonly id: string; readonly name: string }[];
  /** Whether a webhook may be told of all of the controller's sites, also those to come. */
  readonly may_give_all: boolean;
}

export interface Webhooks {
  /** Newest first. */
  readonly webhooks: readonly Webhook[];
  readonly places: readonly WebhookPlace[];
  readonly events: readonly string[];
  readonly levels: readonly DataLevel[];
}

export interface Wanted {
  readonly events: readonly string[];
  readonly data: DataLevel;
  /** Null: all of the controller's. */
  readonly site_ids: readonly string[] | null;
}

/** `close_after_min`: null is never. */
export interface BotTimes {
  readonly answer_within_s: number;
  readonly close_after_min: number | null;
}

/** As whom a webhook answers visitors. */
export interface Bot extends BotTimes {
  readonly name: string;
}

/** A `bot` answers visitors, and is told of no events. */
export interface NewWebhook extends Wanted {
  readonly url: string;
  readonly controller_id: string;
  readonly bot: Bot | null;
}

/** What is left out stays as it is. */
export interface ChangedWebhook extends Partial<Wanted> {
  readonly bot?: Partial<BotTimes> | null;
}

/** The secret that signs is told this once. */
export interface MadeWebhook {
  readonly id: string;
  readonly secret: string;
}

/** `failure`: the code of an error, where there was no answer. */
export interface Trial {
  readonly is_good: boolean;
  readonly status: number | null;
  readonly took_ms: number | null;
  readonly answer: string;
  readonly failure: string;
}

export interface Delivery {
  readonly event_id: string;
  readonly event: string;
  readonly object_id: string;
  readonly seq: number;
  readonly happened_at: string;
  /** Null once it has an outcome. */
  readonly due_at: string | null;
  readonly attempts: number;
  readonly outcome: "delivered" | "given_up" | "dropped" | null;
  readonly tried_at: string | null;
  /** Where the last attempt was made, without the path; empty where nothing was to be sent, or it was long ago. */
  readonly origin: string;
  readonly status: number | null;
  readonly took_ms: number | null;
  /** "answered 500", "waited too long", or the code of an error before a colon; see formerOf. */
  readonly failure: string;
  readonly answer: string;
}

/** A delivery as it would be sent now. */
export interface DeliveryRequest {
  readonly method: string;
  /** What may be a secret in it stands as “…”. */
  readonly url: string;
  /** Of the signature the beginning alone. */
  readonly headers: readonly { readonly name: string; readonly value: string }[];
  /** JSON; null, and `withheld` says why. */
  readonly body: string | null;
  readonly withheld: "register" | "not_told" | "person" | null;
  readonly data: DataLevel;
  /** Contacts are taken out of it for who looks. */
  readonly is_masked: boolean;
  /** Whether it is what was sent last, byte for byte; null: nobody can tell. */
  readonly is_same: boolean | null;
  /** Of what was sent last; null where nothing was, or long ago. */
  readonly sent_at: string | null;
  readonly sent_bytes: number | null;
  readonly sent_data: DataLevel | null;
}

export interface DeliveryPage {
  readonly deliveries: readonly Delivery[];
  readonly next_cursor: string | null;
}

export function fetchWebhooks(): Promise<Answer<Webhooks>> {
  return ask("GET", "/webhooks");
}

export function addWebhook(webhook: NewWebhook): Promise<Answer<MadeWebhook>> {
  return ask("POST", "/webhooks", webhook);
}

/** Changes some of it, over what the same was. */
export function changeWebhook(id: string, changed: ChangedWebhook, over: ChangedWebhook): Promise<Answer<null>> {
  return ask("PUT", `/webhooks/${id}`, { ...changed, over });
}

export function removeWebhook(id: string): Promise<Answer<null>> {
  return ask("DELETE", `/webhooks/${id}`);
}

/** In the place of the secret that was seen. */
export function rotateSecret({ id, secret_version }: Webhook): Promise<Answer<MadeWebhook>> {
  return ask("POST", `/webhooks/${id}/secret`, { over_version: secret_version });
}

export function tryWebhook(id: string): Promise<Answer<Trial>> {
  return ask("POST", `/webhooks/${id}/test`);
}

export function switchWebhook(id: string, isEnabled: boolean): Promise<Answer<null>> {
  return ask("PUT", `/webhooks/${id}/enabled`, { is_enabled: isEnabled });
}

export function fetchDeliveries(id: string, onlyFailed: boolean, cursor: string | null): Promise<Answer<DeliveryPage>> {
  return ask("GET", `/webhooks/${id}/log${queryOf({ failed: onlyFailed ? "1" : null, cursor })}`);
}

/** In the journal, each time. */
export function fetchRequest(id: string, eventId: string): Promise<Answer<DeliveryRequest>> {
  return ask("GET", `/webhooks/${id}/log/${eventId}/request`);
}

/** One delivery again, or (null) all that were given up, of what happened since then where that is said. */
export function replay(
  id: string,
  eventId: string | null,
  since: string | null,
): Promise<Answer<{ readonly count: number }>> {
  return ask("POST", `/webhooks/${id}/replay`, { event_id: eventId, since });
}
