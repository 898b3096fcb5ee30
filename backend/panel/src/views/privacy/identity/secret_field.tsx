// The secret itself, to be copied into the site's server.
import { useEffect, useId, useRef, useState } from "preact/hooks";
import { usePrivacyTexts } from "../words";

export function SecretField({ secret }: { readonly secret: string }) {
  const { identity: words } = usePrivacyTexts();
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const [isCopied, setIsCopied] = useState(false);

  // Whoever has asked for it looks for it; the button that was pressed may be gone.
  useEffect(() => {
    setIsCopied(false);
    field.current?.focus();
  }, [secret]);

  async function copy(): Promise<void> {
    field.current?.select();
    // Browsers have no clipboard for pages without TLS: it is selected then.
    setIsCopied(
      await (navigator.clipboard?.writeText(secret) ?? Promise.reject()).then(
        () => true,
        () => false,
      ),
    );
  }

  return (
    <div class="form__field identity__secret">
      <label for={id}>{words.value}</label>
      <div class="identity__copy">
        <input
          class="input"
          id={id}
          ref={field}
          value={secret}
          readonly
          spellcheck={false}
          autocomplete="off"
          onFocus={(event) => event.currentTarget.select()}
        />
        <button class="button" type="button" onClick={copy}>
          {words.copy}
        </button>
      </div>
      <p class="form__hint" role="status">
        {isCopied ? words.copied : words.valueHint}
      </p>
    </div>
  );
}
