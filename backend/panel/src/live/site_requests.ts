// Sites and their widgets, over HTTP.
import type { Look } from "../../../../widget/src/host";
import { type Answer, ask } from "./requests";

export const LANGUAGES = ["ru", "en"] as const;

export type Language = (typeof LANGUAGES)[number];

export const SIDES = ["right", "left"] as const;
export const THEMES = ["auto", "light", "dark"] as const;
export const WORDS = ["launcher", "title", "greeting", "offline"] as const;

export type Side = (typeof SIDES)[number];
export type Theme = (typeof THEMES)[number];
export type Word = (typeof WORDS)[number];
export type Words = Readonly<Record<Word, string>>;

/** Minutes from midnight; open until 24:00 is 1,440. */
export interface Day {
  readonly opens: number;
  readonly closes: number;
}

export const DEEDS = ["show", "hide", "open", "invite"] as const;
export const DEVICES = ["any", "phone", "computer"] as const;
export const VISITORS = ["any", "new", "returning"] as const;

/** Where and when the widget is seen, opens or invites: `ryadom.core.widget_rules.Rule`. */
export interface Rule {
  readonly deed: (typeof DEEDS)[number];
  readonly pages: string;
  readonly device: (typeof DEVICES)[number];
  readonly visitors: (typeof VISITORS)[number];
  readonly campaign: string;
  readonly after_s: number;
  readonly scrolled_percent: number;
  readonly on_leaving: boolean;
  readonly ru: string;
  readonly en: string;
}

export const FORM_TIMES = ["never", "away", "always"] as const;
export const FORM_FIELDS = ["name", "phone", "email", "call"] as const;
export const ASKED = ["no", "optional", "required"] as const;

export type FormTime = (typeof FORM_TIMES)[number];
export type FormField = (typeof FORM_FIELDS)[number];
export type Asked = (typeof ASKED)[number];
/** What newcomers are asked before their first message: `ryadom.core.widget_settings.Form`. */
export type Form = { readonly when: FormTime } & Readonly<Record<FormField, Asked>>;

export const WORK_TIMES = ["attack", "always", "off"] as const;

/** When newcomers' browsers work before the first message: `ryadom.core.newcomers.AsksWork`. */
export type WorkTime = (typeof WORK_TIMES)[number];

/** What an owner may choose for the widget of a site: `ryadom.core.widget_settings.WidgetSettings`. */
export interface WidgetSettings {
  readonly accent: string;
  readonly side: Side;
  readonly offset_x: number;
  readonly offset_y: number;
  readonly theme: Theme;
  readonly ru: Words;
  readonly en: Words;
  readonly time_zone: string;
  /** Seven days from Monday on, or none. */
  readonly hours: readonly (Day | null)[];
  readonly metrica: number | null;
  readonly rules: readonly Rule[];
  readonly form: Form;
  readonly asks_rating: boolean;
  readonly asks_work: WorkTime;
  readonly files: FileRules;
  readonly mail: MailChoices;
  readonly shows_visitors: boolean;
}

/** What is mailed to visitors: `ryadom.core.mail_choices.MailChoices`. */
export interface MailChoices {
  readonly answers: boolean;
  readonly copies: boolean;
  readonly subject: string;
  readonly subject_en: string;
  readonly greeting: string;
  readonly greeting_en: string;
  readonly reply_to: string;
}

/** Whether the server can mail visitors anything; if not, what is missing: `ryadom.core.mail_choices.MailState`. */
export type MailState = "ready" | "no_server" | "no_address";

export const FILE_KINDS = ["images", "pdf", "documents", "texts", "old_documents", "archives"] as const;

/** Which files are taken: `ryadom.core.files.kinds.FileRules`. */
export interface FileRules {
  readonly from_visitors: boolean;
  readonly kinds: readonly (typeof FILE_KINDS)[number][];
  readonly max_mb: number;
}

export interface SiteWidget {
  readonly site_id: string;
  /** Stands in the snippet. */
  readonly key: string;
  readonly name: string;
  readonly version: number;
  readonly settings: WidgetSettings;
  /** Since when so many newcomers come that their browsers work first; null: no more than usual. */
  readonly attacked_since: string | null;
  /** Of the server, and so of all its sites. */
  readonly server: ServerOfSites;
}

export interface ServerOfSites {
  readonly mail: MailState;
  /** Where browsers reach it, if it knows. */
  readonly public_url: string | null;
}

type Told = Omit<SiteWidget, "server">;

export async function fetchSites(): Promise<Answer<{ readonly sites: readonly SiteWidget[] }>> {
  const answer = await ask<{ readonly sites: readonly Told[] } & ServerOfSites>("GET", "/sites");
  if ("failure" in answer) return answer;
  const { sites, ...server } = answer.value;
  return { value: { sites: sites.map((site) => ({ ...site, server })) } };
}

/** Replaces the settings, unless somebody has changed them since `site` was fetched. */
export async function changeWidget(site: SiteWidget, settings: WidgetSettings): Promise<Answer<SiteWidget>> {
  const change = { over_version: site.version, settings };
  const answer = await ask<Told>("PUT", `/sites/${site.site_id}/widget`, change);
  return "failure" in answer ? answer : { value: { ...answer.value, server: site.server } };
}

/** What pages would be told if these settings were saved. */
export function fetchLook(site: SiteWidget, settings: WidgetSettings, language: Language): Promise<Answer<Look>> {
  return ask("POST", `/sites/${site.site_id}/widget/look`, { language, settings });
}
