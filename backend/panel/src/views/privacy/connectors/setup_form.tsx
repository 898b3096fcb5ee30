// A connector as somebody sets it up: access, what is made in the CRM, when, of which sites, and what its fields say.
import { useEffect, useId, useRef, useState } from "preact/hooks";
import {
  addConnector,
  type Connector,
  type Connectors,
  changeConnector,
  type Form,
  fetchConnectors,
  fetchPicked,
  type Rules,
  type Settings,
  type Wanted,
} from "../../../live/connector_requests";
import { type Clash, Conflict, isOverruling } from "../../conflict";
import { Section } from "../../page";
import { useDeed } from "../../use_deed";
import { useLoaded } from "../../use_loaded";
import { oneOf, useOverruled } from "../../use_overruled";
import { changedOver, clashesBetween } from "../changed_over";
import { SiteChoice } from "../colleagues/site_choice";
import { Select } from "../fields";
import { usePrivacyTexts } from "../words";
import { CardPreview } from "./card_preview";
import {
  fieldsToBeginWith,
  mappingToKeep,
  nameTwice,
  settingsOfLists,
  settingsToBeginWith,
  settingsToKeep,
  settingsToTry,
} from "./fields_of_form";
import { MappingFields } from "./mapping_fields";
import { Refusal } from "./refusal";
import { RuleFields } from "./rule_fields";
import { SettingFields } from "./setting_fields";
import { inLanguage } from "./state_words";
import { toldSetup } from "./told_setup";
import { useQuiet } from "./use_quiet";

const RULES: Rules = { contacts: true, closed: true, tag_ids: [], most_score: 0, needs_contacts: true };

export interface SetupFormProps {
  /** With at least one place and one form. */
  readonly known: Connectors;
  /** Null: a new one. */
  readonly connector: Connector | null;
  readonly onSaved: (id: string) => void;
  /** It is to be shown anew as somebody else has changed it. */
  readonly onOutdated?: () => void;
  readonly onCancel: () => void;
}

export function SetupForm({ known, connector, onSaved, onOutdated = () => undefined, onCancel }: SetupFormProps) {
  const texts = usePrivacyTexts();
  const words = texts.connectors;
  const deed = useDeed();
  const id = useId();
  const frame = useRef<HTMLFormElement>(null);
  const [kind, setKind] = useState(connector?.kind ?? known.forms[0]?.kind ?? "");
  const form = known.forms.find((one) => one.kind === kind);
  const [placeId, setPlaceId] = useState(connector?.controller_id ?? known.places[0]?.id ?? "");
  const place = known.places.find((one) => one.id === placeId);
  const [settings, setSettings] = useState<Settings>(form ? settingsToBeginWith(form, connector) : {});
  const [fields, setFields] = useState(form ? fieldsToBeginWith(form, connector?.mapping ?? {}) : []);
  const [rules, setRules] = useState(connector?.rules ?? RULES);
  const [siteIds, setSiteIds] = useState<Wanted["site_ids"]>(() => {
    if (!connector) return sitesOf(known, placeId);
    // Who may not give all sites chooses some of them
    return connector.is_for_all ? (place?.may_give_all ? null : []) : connector.site_ids;
  });
  const [missing, setMissing] = useState<string | null>(null);
  // As it was when the form was opened: what is saved is over this, whatever is loaded meanwhile.
  const [seen] = useState(connector);
  const overruled = useOverruled(async () =>
    oneOf(
      await fetchConnectors(),
      ({ connectors }) => connectors.find((one) => one.id === connector?.id),
      "connector_unknown",
    ),
  );
  const ofLists = useQuiet(form ? JSON.stringify(settingsOfLists(form, settings)) : "{}");
  const lists = useLoaded(connector && `${connector.id} ${ofLists}`, () =>
    fetchPicked(connector?.id ?? "", JSON.parse(ofLists)),
  );
  const picked = useRef(lists.value);
  // Those of before stay until others are there
  picked.current = lists.value ?? picked.current;

  useEffect(() => frame.current?.querySelector<HTMLElement>("input, select")?.focus(), []);

  if (!form) return null;
  const wanted: Wanted = {
    settings: settingsToKeep(form, settings),
    mapping: connector ? mappingToKeep(form, fields) : {},
    rules,
    site_ids: siteIds,
  };

  /** What was changed here, with what somebody else has changed meanwhile beside it. */
  function wantedOver(over: Connector): Wanted {
    if (!form || !seen) return wanted;
    const merged = changedOver(beginningOf(form, seen), wanted, beginningOf(form, over));
    return { ...merged, settings: settingsToKeep(form, merged.settings) };
  }

  function clashesOver(now: Connector): Clash[] {
    if (!form) return [];
    const around = { form, known, placeId, picked: picked.current };
    const [theirs, mine] = [beginningOf(form, now), wantedOver(now)];
    return clashesBetween(toldSetup(texts, theirs, around), toldSetup(texts, mine, around));
  }

  function lackOf(): string | null {
    const isSecretLacking = form?.settings.some(({ name, input }) => input === "secret" && !settings[name]?.trim());
    if (!connector && isSecretLacking) return words.wrong.secret;
    const twice = nameTwice(fields);
    if (twice) return words.wrong.twice(twice);
    return siteIds?.length === 0 ? words.wrong.site_ids : null;
  }

  function save(over: Connector | null) {
    const lack = lackOf();
    setMissing(lack);
    if (lack !== null) return;
    if (over) {
      void deed.run(
        () => overruled.send(() => changeConnector(over.id, wantedOver(over), over)),
        () => onSaved(over.id),
      );
    } else {
      void deed.run(
        () => addConnector({ ...wanted, kind, controller_id: placeId }),
        (made) => onSaved(made.id),
      );
    }
  }

  function submit(event: SubmitEvent) {
    event.preventDefault();
    save(seen);
  }

  const isHalted = connector !== null && (connector.stopped_at !== null || connector.disabled_at !== null);
  return (
    <Section title={connector ? words.changeTitle : words.add}>
      <div class={connector ? "connector__setup" : undefined}>
        <form class="form outgoing__form" noValidate ref={frame} onSubmit={submit}>
          {!connector && (
            <>
              {known.forms.length > 1 && (
                <Select
                  label={words.crm}
                  value={kind}
                  options={known.forms.map((one) => [one.kind, one.title])}
                  onChange={(now) => {
                    const next = known.forms.find((one) => one.kind === now);
                    setKind(now);
                    setSettings(next ? settingsToBeginWith(next, null) : {});
                    setFields(next ? fieldsToBeginWith(next, {}) : []);
                  }}
                />
              )}
              <p>{inLanguage(texts, form.lead)}</p>
            </>
          )}
          <SettingFields
            form={form}
            isKept={connector !== null}
            value={settings}
            picked={picked.current}
            onChange={setSettings}
          />
          <RuleFields tags={known.tags[placeId] ?? []} value={rules} onChange={setRules} />
          {!connector && known.places.length > 1 && (
            <Select
              label={words.controller}
              value={placeId}
              options={known.places.map((one) => [one.id, one.name || words.nameless])}
              onChange={(now) => {
                setPlaceId(now);
                setRules({ ...rules, tag_ids: [] });
                setSiteIds(sitesOf(known, now));
              }}
            />
          )}
          {place?.may_give_all && (
            <Select
              label={words.sites}
              value={siteIds === null ? "all" : "some"}
              options={[
                ["some", words.some],
                ["all", words.all],
              ]}
              onChange={(now) => setSiteIds(now === "all" ? null : [])}
            />
          )}
          {siteIds !== null && (
            <SiteChoice
              sites={place?.sites ?? []}
              value={siteIds}
              isUnderHeading={place?.may_give_all === true}
              onChange={setSiteIds}
            />
          )}
          {connector ? (
            <MappingFields
              values={known.values}
              known={picked.current?.lists.fields ?? []}
              fields={fields}
              onChange={setFields}
            />
          ) : (
            <p class="form__hint">{words.restLater}</p>
          )}
          {connector && (
            <p class="form__hint" id={`${id}-hint`}>
              {isHalted ? words.changeResumes : words.changeHint}
            </p>
          )}
          {overruled.now && (
            <Conflict
              failure={deed.failure}
              busy={deed.busy}
              clashes={clashesOver(overruled.now)}
              onKeep={() => save(overruled.now)}
              onTake={onOutdated}
            />
          )}
          <Refusal form={form} missing={missing} failure={isOverruling(deed.failure) ? null : deed.failure} />
          <div class="form__actions">
            <button
              class="button button--primary"
              type="submit"
              aria-disabled={deed.busy}
              aria-describedby={connector ? `${id}-hint` : undefined}
            >
              {connector ? texts.pages.save : words.add}
            </button>
            <button class="button button--quiet" type="button" onClick={onCancel}>
              {texts.pages.cancel}
            </button>
          </div>
        </form>
        {/* Not in the form: Enter in its field must keep nothing */}
        {connector && (
          <CardPreview
            connectorId={connector.id}
            form={form}
            settings={settingsToTry(form, settings)}
            picked={picked.current}
            mapping={wanted.mapping}
          />
        )}
      </div>
    </Section>
  );
}

/** What the form of a connector begins with, as the server would take it. */
function beginningOf(form: Form, { settings, mapping, rules, is_for_all, site_ids }: Connector): Wanted {
  return {
    settings: settingsToKeep(form, settings),
    mapping: mappingToKeep(form, fieldsToBeginWith(form, mapping)),
    rules,
    site_ids: is_for_all ? null : site_ids,
  };
}

/** A place's sites where there is one alone: nobody has to tick it. */
function sitesOf(known: Connectors, placeId: string): readonly string[] {
  const [only, ...others] = known.places.find(({ id }) => id === placeId)?.sites ?? [];
  return only && others.length === 0 ? [only.id] : [];
}
