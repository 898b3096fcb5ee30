// Of what a webhook is told: events, sites, and how much data.

import type { Failure } from "../../../live/requests";
import type { DataLevel, Wanted, WebhookPlace, Webhooks } from "../../../live/webhook_requests";
import { SiteChoice } from "../colleagues/site_choice";
import { Select, Ticks } from "../fields";
import { type PrivacyTexts, usePrivacyTexts } from "../words";

export interface WantedFieldsProps {
  readonly known: Webhooks;
  readonly place: WebhookPlace | undefined;
  readonly value: Wanted;
  readonly onChange: (value: Wanted) => void;
  /** A bot is told of no events. */
  readonly isBot?: boolean;
}

export function WantedFields({ known, place, value, onChange, isBot = false }: WantedFieldsProps) {
  const words = usePrivacyTexts().webhooks;
  const sites = place?.sites ?? [];
  // Nobody answers what they can't read
  const levels = isBot ? known.levels.filter((one) => one !== "ids") : known.levels;
  const hasAll = known.events.every((one) => value.events.includes(one));
  return (
    <>
      {!isBot && (
        <div>
          <Ticks
            legend={words.events}
            options={known.events.map((one) => [one, words.eventNames[one] ?? one])}
            value={value.events}
            onChange={(events) => onChange({ ...value, events })}
          />
          <button
            class="button button--quiet webhook__every"
            type="button"
            onClick={() => onChange({ ...value, events: hasAll ? [] : known.events })}
          >
            {hasAll ? words.noEvent : words.everyEvent}
          </button>
        </div>
      )}
      {place?.may_give_all && (
        <Select
          label={words.sites}
          value={value.site_ids === null ? "all" : "some"}
          options={[
            ["some", words.some],
            ["all", words.all],
          ]}
          onChange={(now) => onChange({ ...value, site_ids: now === "all" ? null : [] })}
        />
      )}
      {value.site_ids !== null && (
        <SiteChoice
          sites={sites}
          value={value.site_ids}
          isUnderHeading={place?.may_give_all === true}
          onChange={(site_ids) => onChange({ ...value, site_ids })}
        />
      )}
      <div>
        <Select<DataLevel>
          label={words.level}
          value={value.data}
          options={levels.map((one) => [one, words.levels[one] ?? one])}
          onChange={(data) => onChange({ ...value, data })}
        />
        <p class="form__hint">{words.levelHint}</p>
      </div>
    </>
  );
}

/** What is missing, by the name of its field; null where nothing is. */
export function lackOf({ events, site_ids }: Wanted, isBot = false): "events" | "site_ids" | null {
  if (events.length === 0 && !isBot) return "events";
  return site_ids?.length === 0 ? "site_ids" : null;
}

/** A place's sites where there is one alone: nobody has to tick it. */
export function sitesToBeginWith(place: WebhookPlace | undefined): readonly string[] {
  const [only, ...others] = place?.sites ?? [];
  return only && others.length === 0 ? [only.id] : [];
}

export interface WantedProblem {
  readonly text: string;
  /** Whether it is mended in the register of recipients. */
  readonly isOfRegister: boolean;
}

/** What a form says of a refusal; null for what is no fault of a field. */
export function problemOf(texts: PrivacyTexts, { code, field }: Failure): WantedProblem | null {
  const { wrong } = texts.webhooks;
  const ofRegister = (text: string) => ({ text, isOfRegister: true });
  const plain = (text: string) => ({ text, isOfRegister: false });
  if (code === "host_unresolved") return plain(wrong.unresolved);
  if (code === "egress_forbidden") {
    if (field === "country") return ofRegister(wrong.country);
    if (field === "notice_on") return ofRegister(wrong.notice_on);
    return field === "url" ? plain(wrong.url) : ofRegister(wrong.host);
  }
  if (code === "right_missing" && field === "controller_id") return plain(wrong.controller_id);
  if (field === "data") return ofRegister(wrong.data);
  if (field === "host" || field === "url") return plain(wrong.url);
  if (field === "events" || field === "site_ids") return plain(wrong[field]);
  if (field === "sites") return plain(wrong.sites);
  if (field === "bot" || field === "answer_within_s" || field === "close_after_min") return plain(wrong[field]);
  if (field === "webhooks") return plain(wrong.full);
  return null;
}
