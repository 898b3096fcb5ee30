// The inputs of the forms about consents.
import { useId } from "preact/hooks";

export interface ChoiceProps {
  readonly label: string;
  readonly value: string;
  /** The word for no choice, where there may be none. */
  readonly any?: string;
  readonly options: readonly (readonly [value: string, word: string])[];
  readonly onChange: (value: string) => void;
}

export function Choice({ label, value, any, options, onChange }: ChoiceProps) {
  const id = useId();
  return (
    <div class="form__field">
      <label for={id}>{label}</label>
      <select class="input" id={id} value={value} onChange={(event) => onChange(event.currentTarget.value)}>
        {any !== undefined && <option value="">{any}</option>}
        {options.map(([code, word]) => (
          <option key={code} value={code}>
            {word}
          </option>
        ))}
      </select>
    </div>
  );
}

export interface LineProps {
  readonly label: string;
  readonly value: string;
  /** What is wrong with it. */
  readonly problem?: string | undefined;
  readonly onInput: (value: string) => void;
}

export function Line({ label, value, problem, onInput }: LineProps) {
  const id = useId();
  return (
    <div class="form__field">
      <label for={id}>{label}</label>
      <input
        class="input"
        id={id}
        value={value}
        autocomplete="off"
        spellcheck={false}
        aria-invalid={problem !== undefined}
        aria-describedby={problem ? `${id}-problem` : undefined}
        onInput={(event) => onInput(event.currentTarget.value)}
      />
      {problem && (
        <span class="form__hint" id={`${id}-problem`} role="alert">
          {problem}
        </span>
      )}
    </div>
  );
}

/** A day, as "2026-11-28"; empty for none. */
export function Day({ label, value, onInput }: Omit<LineProps, "problem">) {
  const id = useId();
  return (
    <div class="form__field">
      <label for={id}>{label}</label>
      <input class="input" id={id} type="date" value={value} onInput={(event) => onInput(event.currentTarget.value)} />
    </div>
  );
}

export interface ParagraphProps {
  readonly label: string;
  readonly value: string;
  readonly language?: string;
  readonly hint?: string;
  readonly isWrong?: boolean;
  readonly maxChars: number;
  readonly onInput: (value: string) => void;
}

/** A text of several lines, as high as it is long. */
export function Paragraph({ label, value, language, hint, isWrong = false, maxChars, onInput }: ParagraphProps) {
  const id = useId();
  return (
    <div class="form__field">
      <label for={id}>{label}</label>
      <textarea
        class="input consents__paragraph"
        id={id}
        lang={language}
        rows={Math.min(10, Math.max(2, Math.ceil(value.length / 50)))}
        maxlength={maxChars}
        value={value}
        aria-invalid={isWrong}
        aria-describedby={hint ? `${id}-hint` : undefined}
        onInput={(event) => onInput(event.currentTarget.value)}
      />
      {hint && (
        <span class="form__hint" id={`${id}-hint`}>
          {hint}
        </span>
      )}
    </div>
  );
}
