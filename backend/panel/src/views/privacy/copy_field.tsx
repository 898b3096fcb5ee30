// What is to be copied from here to somewhere else, and may be shown this once: a link, a secret, a key.
import { useEffect, useId, useRef, useState } from "preact/hooks";

export interface CopyFieldProps {
  readonly label: string;
  readonly value: string;
  readonly copy: string;
  readonly copied: string;
  readonly hint: string;
}

export function CopyField({ label, value, copy, copied, hint }: CopyFieldProps) {
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const [isCopied, setIsCopied] = useState(false);

  // Whoever has asked for it looks for it; the button that was pressed may be gone.
  useEffect(() => {
    setIsCopied(false);
    field.current?.focus();
  }, [value]);

  async function take(): Promise<void> {
    field.current?.select();
    // Browsers have no clipboard for pages without TLS: it is selected then.
    setIsCopied(
      await (navigator.clipboard?.writeText(value) ?? Promise.reject()).then(
        () => true,
        () => false,
      ),
    );
  }

  return (
    <div class="form__field">
      <label for={id}>{label}</label>
      <div class="copy">
        <input
          class="input copy__value"
          id={id}
          ref={field}
          value={value}
          readonly
          spellcheck={false}
          autocomplete="off"
          onFocus={(event) => event.currentTarget.select()}
        />
        <button class="button" type="button" onClick={take}>
          {copy}
        </button>
      </div>
      <p class="form__hint" role="status">
        {isCopied ? copied : hint}
      </p>
    </div>
  );
}
