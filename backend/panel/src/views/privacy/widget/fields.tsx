// The fields that the page's forms are made of: each with its label, and a hint where the label does not say enough.
import { useId } from "preact/hooks";

interface ChoiceProps<T extends string> {
  readonly label: string;
  readonly value: T;
  readonly options: readonly T[];
  readonly names: Readonly<Record<T, string>>;
  readonly onChoose: (value: T) => void;
}

export function Choice<T extends string>({ label, value, options, names, onChoose }: ChoiceProps<T>) {
  return (
    <label class="form__field">
      {label}
      <select class="input" value={value} onChange={(event) => onChoose(event.currentTarget.value as T)}>
        {options.map((option) => (
          <option key={option} value={option}>
            {names[option]}
          </option>
        ))}
      </select>
    </label>
  );
}

interface LineProps {
  readonly label: string;
  readonly hint?: string;
  readonly value: string;
  readonly maxLength: number;
  readonly onChange: (text: string) => void;
}

export function Line({ label, hint, value, maxLength, onChange }: LineProps) {
  const id = useId();
  return (
    <div class="form__field">
      <label for={id}>{label}</label>
      <input
        class="input"
        id={id}
        type="text"
        maxLength={maxLength}
        value={value}
        aria-describedby={hint ? `${id}-hint` : undefined}
        onInput={(event) => onChange(event.currentTarget.value)}
      />
      {hint && (
        <p class="form__hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
}

interface WholeProps {
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
      {hint && (
        <p class="form__hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
}
