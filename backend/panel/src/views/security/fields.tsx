// The inputs of the security forms: a password, and a code of the second factor.
import type { RefObject } from "preact";
import { useId } from "preact/hooks";
import { useTexts } from "../context";

export interface PasswordFieldProps {
  readonly label: string;
  readonly input: RefObject<HTMLInputElement | null>;
  readonly kind?: "current-password" | "new-password";
  readonly hint?: string;
}

export function PasswordField({ label, input, kind = "current-password", hint }: PasswordFieldProps) {
  const id = useId();
  return (
    <div class="form__field">
      <label for={id}>{label}</label>
      <input
        class="input"
        id={id}
        ref={input}
        type="password"
        autocomplete={kind}
        autocapitalize="none"
        spellcheck={false}
        required
        aria-describedby={hint ? `${id}-hint` : undefined}
      />
      {hint && (
        <p class="form__hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
}

export interface CodeFieldProps {
  readonly input: RefObject<HTMLInputElement | null>;
  /** Whether a recovery code will do as well. */
  readonly takesRecovery: boolean;
  readonly isWrong?: boolean;
  readonly describedBy?: string;
}

export function CodeField({ input, takesRecovery, isWrong = false, describedBy }: CodeFieldProps) {
  const texts = useTexts();
  const id = useId();
  const hint = takesRecovery ? texts.signIn.codeHint : texts.security.codeHint;
  return (
    <div class="form__field">
      <label for={id}>{texts.signIn.code}</label>
      <input
        class="input security__code"
        id={id}
        ref={input}
        type="text"
        // A recovery code has letters: the keyboard of digits would hide them.
        inputmode={takesRecovery ? "text" : "numeric"}
        autocomplete="one-time-code"
        autocapitalize="none"
        spellcheck={false}
        maxlength={64}
        required
        aria-invalid={isWrong}
        aria-describedby={`${id}-hint${describedBy ? ` ${describedBy}` : ""}`}
      />
      <p class="form__hint" id={`${id}-hint`}>
        {hint}
      </p>
    </div>
  );
}
