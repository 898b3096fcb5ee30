// Connectors to CRMs, over HTTP. Secrets go to the server and never come from there.
import { type Answer, ask, queryOf } from "./requests";

/** How a setting is asked for; the last four are picked from a list of the CRM's own. */
export type Input = "secret" | "line" | "number" | "choice" | "place" | "stage" | "person" | "source";

/** The same in the languages of the panel. */
export interface Words {
  readonly ru: string;
  readonly en: string;
}

export interface Setting {
  readonly name: string;
  readonly input: Input;
  readonly words: Words;
  readonly hint: Words | null;
  /** What a new form begins with. */
  readonly default: string;
  readonly options: readonly { readonly value: string; readonly words: Words }[];
  /** It means something only where another setting has this value. */
  readonly only_if: readonly [string, string] | null;
  /** It says as whom the server calls: tried once it is kept. */
  readonly is_access: boolean;
}

/** What a CRM is set up by. */
export interface Form {
  readonly kind: string;
  readonly title: string;
  readonly lead: Words;
  readonly settings: readonly Setting[];
  /** Templates of fields that nobody maps otherwise. */
  readonly mapping: Templates;
  /** Fields that the connector fills itself. */
  readonly reserved: readonly string[];
}

export type Settings = Readonly<Record<string, string>>;
export type Templates = Readonly<Record<string, string>>;

export interface Rules {
  readonly contacts: boolean;
  readonly closed: boolean;
  readonly tag_ids: readonly string[];
  /** Rated so, or lower; 0 is never. */
  readonly most_score: number;
  readonly needs_contacts: boolean;
}

export interface Connector {
  readonly id: string;
  /** To be named by who changes it. */
  readonly version: number;
  readonly kind: string;
  readonly origin: string;
  readonly controller_id: string;
  readonly controller: string;
  /** Of the reader's sites those that it is for, and their names. */
  readonly site_ids: readonly string[];
  readonly sites: readonly string[];
  /** Of all sites of the controller, also those to come. */
  readonly is_for_all: boolean;
  /** Not where it is also for sites of others. */
  readonly may_manage: boolean;
  readonly settings: Settings;
  /** Fields that are mapped otherwise than the form says. */
  readonly mapping: Templates;
  readonly rules: Rules;
  /** The key to its settings is gone. */
  readonly is_sealed: boolean;
  /** The register of recipients lets names, contacts and words go there. */
  readonly is_allowed: boolean;
  /** Sites on which no basis is chosen: nothing is sent of them. */
  readonly without_basis: readonly string[];
  readonly made_at: string;
  readonly failures: number;
  readonly failing_since: string | null;
  readonly paused_until: string | null;
  /** In Russian, what keeps it from sending now. */
  readonly trouble: string;
  readonly stopped_at: string | null;
  readonly disabled_at: string | null;
  /** 10,000 where there are more. */
  readonly waiting: number;
}

/** A controller and the reader's sites of it. */
export interface ConnectorPlace {
  readonly id: string;
  readonly name: string;
  readonly sites: readonly { readonly id: string; readonly name: string }[];
  /** Whether a connector may be for all of the controller's sites, also those to come. */
  readonly may_give_all: boolean;
}

export interface Connectors {
  /** Newest first. */
  readonly connectors: readonly Connector[];
  readonly places: readonly ConnectorPlace[];
  /** By controller. */
  readonly tags: Readonly<Record<string, readonly { readonly id: string; readonly name: string }[]>>;
  readonly forms: readonly Form[];
  /** What templates may name. */
  readonly values: readonly string[];
  /** Cards may have a link to their conversation; servers of before do not say. */
  readonly has_links?: boolean;
}

export interface Wanted {
  readonly settings: Settings;
  readonly mapping: Templates;
  readonly rules: Rules;
  /** Null: all of the controller's. */
  readonly site_ids: readonly string[] | null;
}

export interface NewConnector extends Wanted {
  readonly kind: string;
  readonly controller_id: string;
}

/** `failure`: the code of an error; `message`: why, in Russian. */
export interface ConnectorTrial {
  readonly is_good: boolean;
  readonly account: string;
  readonly failure: string;
  readonly message: string;
}

export interface Choice {
  readonly id: string;
  readonly name: string;
}

/** What can be picked in the account, or why that is not known. */
export interface Picked {
  readonly lists: {
    readonly stages: readonly Choice[];
    readonly people: readonly Choice[];
    readonly sources: readonly Choice[];
    /** Funnels, or shops; servers of before have none. */
    readonly places?: readonly Choice[];
    /** Of the card, by the names that a mapping has for them. */
    readonly fields?: readonly Choice[];
    /** In Russian, which list could not be read, and why. */
    readonly notes: readonly string[];
  };
  readonly failure: string;
  readonly message: string;
}

/** What stands in a form and is not kept. */
export interface Draft {
  readonly settings: Settings;
  readonly mapping: Templates | null;
  readonly conversation_id: string | null;
}

export interface Preview {
  /** Null where there is no conversation yet. */
  readonly conversation_id: string | null;
  readonly fields: Readonly<Record<string, string>>;
  /** Of the contact, empty where nobody has said it; servers of before have none. */
  readonly name?: string;
  readonly phone?: string;
  readonly email?: string;
  /** In Russian, why nothing of it may be sent. */
  readonly withheld: string;
}

export interface Push {
  readonly conversation_id: string;
  readonly cause: string;
  readonly status: "pending" | "sent" | "failed" | "refused";
  readonly queued_at: string;
  /** Null unless it is pending. */
  readonly due_at: string | null;
  readonly attempts: number;
  readonly tried_at: string | null;
  readonly sent_at: string | null;
  readonly remote_id: string;
  /** Leads by https to the account; else empty. */
  readonly url: string;
  readonly failure: string;
}

export interface PushPage {
  readonly pushes: readonly Push[];
  readonly next_cursor: string | null;
}

export function fetchConnectors(): Promise<Answer<Connectors>> {
  return ask("GET", "/connectors");
}

export function addConnector(connector: NewConnector): Promise<Answer<{ readonly id: string }>> {
  return ask("POST", "/connectors", connector);
}

export function changeConnector(id: string, wanted: Wanted, over: Connector): Promise<Answer<null>> {
  return ask("PUT", `/connectors/${id}`, { ...wanted, over_version: over.version });
}

export function removeConnector(id: string): Promise<Answer<null>> {
  return ask("DELETE", `/connectors/${id}`);
}

export function tryConnector(id: string): Promise<Answer<ConnectorTrial>> {
  return ask("POST", `/connectors/${id}/test`);
}

export function fetchPicked(id: string, settings: Settings): Promise<Answer<Picked>> {
  return ask("POST", `/connectors/${id}/lists`, { settings });
}

/** Each answer that shows fields is in the journal before it comes. */
export function fetchPreview(id: string, draft: Draft): Promise<Answer<Preview>> {
  return ask("POST", `/connectors/${id}/preview`, draft);
}

export function switchConnector(id: string, isEnabled: boolean): Promise<Answer<null>> {
  return ask("PUT", `/connectors/${id}/enabled`, { is_enabled: isEnabled });
}

export function fetchPushes(id: string, onlyFailed: boolean, cursor: string | null): Promise<Answer<PushPage>> {
  return ask("GET", `/connectors/${id}/log${queryOf({ failed: onlyFailed ? "1" : null, cursor })}`);
}

/** One conversation again, or (null) all that failed. */
export function resend(id: string, conversationId: string | null): Promise<Answer<{ readonly count: number }>> {
  return ask("POST", `/connectors/${id}/resend`, { conversation_id: conversationId });
}
