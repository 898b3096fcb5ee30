// What a connector is set up to, as it is told beside somebody else's setting up. Secrets come from nowhere, and are not told.
import type { Connectors, Form, Picked, Setting, Settings, Wanted } from "../../../live/connector_requests";
import type { Line } from "../changed_over";
import type { PrivacyTexts } from "../words";
import { fieldsToBeginWith, isAsked } from "./fields_of_form";
import { inLanguage } from "./state_words";

export interface Around {
  readonly form: Form;
  readonly known: Connectors;
  readonly placeId: string;
  readonly picked: Picked | null;
}

export function toldSetup(texts: PrivacyTexts, wanted: Wanted, { form, known, placeId, picked }: Around): Line[] {
  const words = texts.connectors;
  const { settings, mapping, rules, site_ids } = wanted;
  const sites = known.places.flatMap((place) => place.sites);
  return [
    ...form.settings
      .filter(({ name, input }) => input !== "secret" && isAsked(form, name, settings))
      .map((one): Line => [inLanguage(texts, one.words), toldSetting(texts, one, settings, picked)]),
    [words.onContacts, rules.contacts ? "✓" : ""],
    [words.onClosed, rules.closed ? "✓" : ""],
    [words.onTags, namesOf(rules.tag_ids, known.tags[placeId] ?? [])],
    [words.onRating, words.ratings[rules.most_score] ?? String(rules.most_score)],
    [words.needsContacts, rules.needs_contacts ? "✓" : ""],
    [words.sites, site_ids === null ? words.all : namesOf(site_ids, sites)],
    ...fieldsToBeginWith(form, mapping).map(({ name, template }): Line => [`${words.field} ${name}`, template]),
  ];
}

/** What stands in a setting, by the words or the name that it has. */
export function toldSetting(texts: PrivacyTexts, setting: Setting, settings: Settings, picked: Picked | null): string {
  const value = settings[setting.name] ?? "";
  const option = setting.options.find((one) => one.value === value);
  if (option) return inLanguage(texts, option.words);
  const { stages = [], people = [], sources = [], places = [] } = picked?.lists ?? {};
  const lists: Partial<Record<Setting["input"], typeof stages>> = {
    place: places,
    stage: stages,
    person: people,
    source: sources,
  };
  return lists[setting.input]?.find(({ id }) => id === value)?.name || value;
}

function namesOf(ids: readonly string[], all: readonly { readonly id: string; readonly name: string }[]): string {
  const names = new Map(all.map(({ id, name }) => [id, name]));
  return ids
    .map((id) => names.get(id) ?? id)
    .sort()
    .join(", ");
}
