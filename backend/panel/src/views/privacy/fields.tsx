// Inputs under their labels: a line, a text, a day, a whole number, a choice of one, and of several. What they hold is kept by the form.
import { useId } from "preact/hooks";

export interface FieldProps {
  readonly label: string;
  readonly hint?: string;
  readonly value: string;
  readonly onInput: (value: string) => void;
  /** More than one line, with so many to begin with. */
  readonly rows?: number;
  readonly maxlength?: number;
  readonly required?: boolean;
}

export function Field({ label, hint, value, onInput, rows, maxlength, required }: FieldProps) {
  const id = useId();
  const shared = { id, value, maxlength, required, "aria-describedby": hint ? `${id}-hint` : undefined };
  return (
    <div class="form__field">
      <label for={id}>{label}</label>
      {rows ? (
        <textarea class="input" {...shared} rows={rows} onInput={(event) => onInput(event.currentTarget.value)} />
      ) : (
        <input class="input" {...shared} type="text" onInput={(event) => onInput(event.currentTarget.value)} />
      )}
      <Hint id={`${id}-hint`} hint={hint} />
    </div>
  );
}

export interface DayFieldProps {
  readonly label: string;
  readonly hint?: string;
  /** "2026-12-09", or empty. */
  readonly value: string;
  readonly max: string;
  readonly onInput: (value: string) => void;
}

export function DayField({ label, hint, value, max, onInput }: DayFieldProps) {
  const id = useId();
  return (
    <div class="form__field">
      <label for={id}>{label}</label>
      <input
        class="input"
        id={id}
        type="date"
        value={value}
        max={max}
        aria-describedby={hint ? `${id}-hint` : undefined}
        onInput={(event) => onInput(event.currentTarget.value)}
      />
      <Hint id={`${id}-hint`} hint={hint} />
    </div>
  );
}

export interface WholeProps {
  readonly label: string;
  readonly hint?: string;
  readonly value: number | null;
  readonly max: number;
  readonly onChange: (value: number | null) => void;
}

/** A number without a fraction, from 0 on; an empty field is null. */
export function Whole({ label, hint, value, max, onChange }: WholeProps) {
  const id = useId();
  return (
    <div class="form__field">
      <label for={id}>{label}</label>
      <input
        class="input"
        id={id}
        type="number"
        inputMode="numeric"
        min={0}
        max={max}
        step={1}
        value={value ?? ""}
        aria-describedby={hint ? `${id}-hint` : undefined}
        onInput={({ currentTarget: { value: text, valueAsNumber } }) =>
          onChange(text ? Math.trunc(valueAsNumber) : null)
        }
      />
      <Hint id={`${id}-hint`} hint={hint} />
    </div>
  );
}

function Hint({ id, hint }: { readonly id: string; readonly hint: string | undefined }) {
  if (!hint) return null;
  return (
    <p class="form__hint" id={id}>
      {hint}
    </p>
  );
}

export interface SelectProps<V extends string> {
  readonly label: string;
  readonly value: V;
  /** Values with their words. */
  readonly options: readonly (readonly [V, string])[];
  readonly onChange: (value: V) => void;
}

export function Select<V extends string>({ label, value, options, onChange }: SelectProps<V>) {
  const id = useId();
  return (
    <div class="form__field">
      <label for={id}>{label}</label>
      <select class="input" id={id} value={value} onChange={(event) => onChange(event.currentTarget.value as V)}>
        {options.map(([one, words]) => (
          <option key={one} value={one}>
            {words}
          </option>
        ))}
      </select>
    </div>
  );
}

export interface TicksProps {
  readonly legend: string;
  /** A heading says it already: the legend is for those who hear the form. */
  readonly isUnderHeading?: boolean;
  /** Values with their words. */
  readonly options: readonly (readonly [string, string])[];
  readonly value: readonly string[];
  readonly onChange: (value: readonly string[]) => void;
}

export function Ticks({ legend, isUnderHeading = false, options, value, onChange }: TicksProps) {
  return (
    <fieldset class="ticks">
      <legend class={isUnderHeading ? "unseen" : undefined}>{legend}</legend>
      {options.map(([one, words]) => (
        <label key={one} class="tick">
          <input
            type="checkbox"
            checked={value.includes(one)}
            onChange={(event) =>
              onChange(event.currentTarget.checked ? [...value, one] : value.filter((each) => each !== one))
            }
          />
          <span>{words}</span>
        </label>
      ))}
    </fieldset>
  );
}

/** Values with their words, as `Select` wants them. */
export function wordsOf<V extends string>(
  values: readonly V[],
  words: Readonly<Record<V, string>>,
): readonly (readonly [V, string])[] {
  return values.map((value) => [value, words[value]]);
}
