// What stands in the form of a connector, as fields, and as the server takes it. Pure.
import type { Connector, Form, Input, Settings, Templates } from "../../../live/connector_requests";

/** One line of the mapping as it is written; `key` stays while its name changes. */
export interface MappedField {
  readonly key: number;
  readonly name: string;
  readonly template: string;
}

/** What a form begins with: what is kept, or what a new one has. */
export function settingsToBeginWith(form: Form, connector: Connector | null): Settings {
  return Object.fromEntries(
    form.settings.map((one) => [one.name, connector ? (connector.settings[one.name] ?? "") : one.default]),
  );
}

/** Whether a setting means something with the others as they are. */
export function isAsked(form: Form, name: string, settings: Settings): boolean {
  const only = form.settings.find((one) => one.name === name)?.only_if;
  return !only || settings[only[0]] === only[1];
}

/** Whether it is picked from a list of the CRM's own. */
export function isPicked(input: Input): boolean {
  return input === "place" || input === "stage" || input === "person" || input === "source";
}

/** All that is to be kept: what means nothing is emptied. */
export function settingsToKeep(form: Form, settings: Settings): Settings {
  return Object.fromEntries(
    form.settings.map(({ name }) => [name, isAsked(form, name, settings) ? (settings[name] ?? "") : ""]),
  );
}

/** What may be tried before it is kept: no secret leaves the page for that, nor a login half typed. */
export function settingsToTry(form: Form, settings: Settings): Settings {
  const kept = form.settings.filter(({ input, is_access }) => input === "secret" || is_access);
  const names = new Set(kept.map(({ name }) => name));
  return Object.fromEntries(Object.entries(settingsToKeep(form, settings)).filter(([name]) => !names.has(name)));
}

/** Settings on which the lists of the CRM depend: those that are not picked from them, and the funnel, which has stages. */
export function settingsOfLists(form: Form, settings: Settings): Settings {
  const picked = new Set(
    form.settings.filter(({ input }) => isPicked(input) && input !== "place").map(({ name }) => name),
  );
  return Object.fromEntries(Object.entries(settingsToTry(form, settings)).filter(([name]) => !picked.has(name)));
}

/** The form's own fields and those that are mapped, without those that are left out. */
export function fieldsToBeginWith(form: Form, mapping: Templates): readonly MappedField[] {
  return Object.entries({ ...form.mapping, ...mapping })
    .filter(([, template]) => template !== "")
    .map(([name, template], key) => ({ key, name, template }));
}

/** What differs from the form's own: a field of those that is not there any more is left out by an empty template. */
export function mappingToKeep(form: Form, fields: readonly MappedField[]): Templates {
  const mapping: Record<string, string> = {};
  for (const name of Object.keys(form.mapping)) mapping[name] = "";
  for (const { name, template } of fields) if (name.trim()) mapping[name.trim()] = template;
  return Object.fromEntries(Object.entries(mapping).filter(([name, template]) => form.mapping[name] !== template));
}

/** The name that stands twice, if one does. */
export function nameTwice(fields: readonly MappedField[]): string | null {
  const names = fields.map(({ name }) => name.trim()).filter(Boolean);
  return names.find((name, index) => names.indexOf(name) !== index) ?? null;
}

/** The conversation that a link or a number names; "" where nothing is written, null where it is neither. */
export function conversationIn(text: string): string | null {
  if (!text.trim()) return "";
  const ids = text.match(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi);
  return ids?.at(-1)?.toLowerCase() ?? null;
}
