// Which field of the CRM's card says what: lines of a name and a template.
import { useId, useRef } from "preact/hooks";
import type { Choice } from "../../../live/connector_requests";
import { usePrivacyTexts } from "../words";
import type { MappedField } from "./fields_of_form";

const MAX_FIELDS = 50;

export interface MappingFieldsProps {
  /** What templates may name. */
  readonly values: readonly string[];
  /** Fields that the CRM has, to be found by name or label; any other may be written, too. */
  readonly known?: readonly Choice[];
  readonly fields: readonly MappedField[];
  readonly onChange: (fields: readonly MappedField[]) => void;
}

export function MappingFields({ values, known = [], fields, onChange }: MappingFieldsProps) {
  const words = usePrivacyTexts().connectors;
  const id = useId();
  // A portal calls some fields by their very names
  const labels = new Map(known.filter(({ id, name }) => name !== id).map(({ id, name }) => [id, name]));
  const table = useRef<HTMLTableElement>(null);
  const adding = useRef<HTMLButtonElement>(null);

  function put(key: number, change: Partial<MappedField>) {
    onChange(fields.map((one) => (one.key === key ? { ...one, ...change } : one)));
  }

  function add() {
    onChange([...fields, { key: Math.max(-1, ...fields.map(({ key }) => key)) + 1, name: "", template: "" }]);
    focusLine(fields.length);
  }

  function remove({ key, template }: MappedField, called: string, index: number) {
    if (template.trim() && !confirm(`${words.removeField(called)}?`)) return;
    const rest = fields.filter((one) => one.key !== key);
    onChange(rest);
    focusLine(Math.min(index, rest.length - 1));
  }

  /** Where one goes on by the keyboard; the lines are drawn anew by then. */
  function focusLine(index: number) {
    setTimeout(() => {
      const names = table.current?.querySelectorAll<HTMLInputElement>("tbody input");
      (names?.[index] ?? adding.current)?.focus();
    });
  }

  return (
    <fieldset class="connector__mapping">
      <legend>{words.mapping}</legend>
      <p class="form__hint">
        {words.mappingHint}
        {known.length > 0 && ` ${words.mappingSearch}`}
      </p>
      <datalist id={id}>
        {known.map((one) => (
          <option key={one.id} value={one.id} label={one.name || one.id} />
        ))}
      </datalist>
      <table class="table" ref={table}>
        <thead>
          <tr>
            <th scope="col">{words.field}</th>
            <th scope="col">{words.template}</th>
            <th scope="col">
              <span class="unseen">{words.remove}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {fields.map(({ key, name, template }, index) => {
            const called = name || words.fieldOf(index + 1);
            return (
              <tr key={key}>
                <td data-label={words.field}>
                  <input
                    class="input"
                    type="text"
                    maxlength={60}
                    autocomplete="off"
                    spellcheck={false}
                    list={id}
                    aria-label={words.fieldOf(index + 1)}
                    aria-describedby={labels.get(name.trim()) ? `${id}-${key}` : undefined}
                    value={name}
                    onInput={(event) => put(key, { name: event.currentTarget.value })}
                  />
                  {labels.get(name.trim()) && (
                    <span class="form__hint" id={`${id}-${key}`}>
                      {labels.get(name.trim())}
                    </span>
                  )}
                </td>
                <td data-label={words.template}>
                  <textarea
                    class="input"
                    rows={1 + (template.match(/\n/g)?.length ?? 0)}
                    maxlength={1_000}
                    spellcheck={false}
                    aria-label={words.templateOf(called)}
                    value={template}
                    onInput={(event) => put(key, { template: event.currentTarget.value })}
                  />
                </td>
                <td>
                  <button
                    class="button button--quiet"
                    type="button"
                    aria-label={words.removeField(called)}
                    onClick={() => remove({ key, name, template }, called, index)}
                  >
                    {words.remove}
                  </button>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {fields.length < MAX_FIELDS && (
        <button class="button" type="button" ref={adding} onClick={add}>
          {words.addField}
        </button>
      )}
      <p class="form__hint connector__values">
        {words.valuesHint} {values.map((name) => `{${name}}`).join(", ")}
      </p>
    </fieldset>
  );
}
