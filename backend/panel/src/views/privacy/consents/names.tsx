// How documents and visitors are named on these pages, and the links to them.
import { type ConsentDocument, type ConsentSite, FIELDS, LANGUAGES } from "../../../live/consent_requests";
import { formatPrivacyRoute } from "../../../route";
import type { PrivacyTexts } from "../words";

/** "Processing of personal data, version 2". */
export function titleOf(texts: PrivacyTexts, { purpose, version }: ConsentDocument): string {
  const state = version === null ? texts.consents.draft.toLowerCase() : texts.consents.versionOf(version);
  return `${texts.consents.purposes[purpose]}, ${state}`;
}

export function placeOf(texts: PrivacyTexts, { site }: ConsentDocument): string {
  return site || texts.consents.allSites;
}

/** What a field is called that the server names: "purpose.ru", "controller.inn". */
export function fieldName({ consents: words }: PrivacyTexts, field: string): string {
  const [name = "", language = ""] = field.split(".");
  const own = FIELDS.find((one) => one === name);
  const spoken = LANGUAGES.find((one) => one === language);
  if (own && spoken) return `${words.fields[own].toLowerCase()} (${words.languages[spoken]})`;
  return words.controllerFields[field] ?? field;
}

export function siteName(sites: readonly ConsentSite[], id: string): string {
  return sites.find((site) => site.id === id)?.name ?? "";
}

/** The end of a number tells people apart; its beginning is the time, and much the same for all. */
export function shortOf(id: string): string {
  return id.slice(-6);
}

export function pathOf(itemId: string | null): string {
  return formatPrivacyRoute({ page: "consents", itemId });
}

export function VisitorLink({ id }: { readonly id: string }) {
  return (
    <a class="consents__link" href={pathOf(id)} title={id}>
      …{shortOf(id)}
    </a>
  );
}
