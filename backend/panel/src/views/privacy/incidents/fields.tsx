// The inputs of an incident's forms; what is typed is read from the form when it is sent.
import { useId } from "preact/hooks";
import { type Affected, CATEGORIES } from "../../../live/incident_requests";
import { usePrivacyTexts } from "../words";

const MAX_TEXT_CHARS = 50_000;
const MAX_LINE_CHARS = 200;

export interface FieldProps {
  readonly name: string;
  readonly label: string;
  readonly value?: string;
  readonly hint?: string;
  readonly required?: boolean;
}

export function LineField({ name, label, value = "", hint, required = false }: FieldProps) {
  const id = useId();
  return (
    <div class="form__field">
      <label for={id}>{label}</label>
      <input
        class="input"
        id={id}
        name={name}
        defaultValue={value}
        maxLength={MAX_LINE_CHARS}
        required={required}
        aria-describedby={hint ? `${id}-hint` : undefined}
      />
      <Hint id={id} text={hint} />
    </div>
  );
}

export function TextField({ name, label, value = "", hint, required = false }: FieldProps) {
  const id = useId();
  return (
    <div class="form__field">
      <label for={id}>{label}</label>
      <textarea
        class="input incident__text"
        id={id}
        name={name}
        rows={3}
        defaultValue={value}
        maxLength={MAX_TEXT_CHARS}
        required={required}
        aria-describedby={hint ? `${id}-hint` : undefined}
      />
      <Hint id={id} text={hint} />
    </div>
  );
}

/** `value` is what the input shows: see `toInput`. */
export function TimeField({ name, label, value = "", hint, required = false }: FieldProps) {
  const id = useId();
  return (
    <div class="form__field">
      <label for={id}>{label}</label>
      <input
        class="input"
        id={id}
        name={name}
        type="datetime-local"
        defaultValue={value}
        required={required}
        aria-describedby={hint ? `${id}-hint` : undefined}
      />
      <Hint id={id} text={hint} />
    </div>
  );
}

export interface ChoiceFieldProps {
  readonly name: string;
  readonly label: string;
  readonly value?: string;
  readonly options: readonly (readonly [value: string, label: string])[];
}

export function ChoiceField({ name, label, value, options }: ChoiceFieldProps) {
  const id = useId();
  return (
    <div class="form__field">
      <label for={id}>{label}</label>
      <select class="input" id={id} name={name}>
        {options.map(([one, words]) => (
          <option key={one} value={one} selected={one === value}>
            {words}
          </option>
        ))}
      </select>
    </div>
  );
}

export interface BoxesProps {
  readonly name: string;
  readonly legend: string;
  readonly options: readonly (readonly [value: string, label: string])[];
  readonly ticked?: readonly string[];
}

export function Boxes({ name, legend, options, ticked = [] }: BoxesProps) {
  return (
    <fieldset class="incident__boxes">
      <legend>{legend}</legend>
      {options.map(([value, label]) => (
        <label key={value} class="incident__box">
          <input type="checkbox" name={name} value={value} defaultChecked={ticked.includes(value)} />
          {label}
        </label>
      ))}
    </fieldset>
  );
}

export function CategoryBoxes({ ticked }: { readonly ticked?: readonly Affected[] }) {
  const texts = usePrivacyTexts();
  const options = CATEGORIES.map((one) => [one, texts.incidents.categories[one]] as const);
  return <Boxes name="categories" legend={texts.incidents.fields.categories} options={options} ticked={ticked ?? []} />;
}

/** A text of a form as it was typed. */
export function typed(form: FormData, name: string): string {
  return String(form.get(name) ?? "");
}

function Hint({ id, text }: { readonly id: string; readonly text: string | undefined }) {
  return text ? (
    <p class="form__hint" id={`${id}-hint`}>
      {text}
    </p>
  ) : null;
}
