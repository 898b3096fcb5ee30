// The inputs of the desk's forms: a line, a text or a day under its label, and a choice.
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
