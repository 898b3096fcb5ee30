// The recovery codes, shown this once.
import { useEffect, useRef } from "preact/hooks";
import { useTexts } from "../context";

export interface RecoveryCodesProps {
  readonly codes: readonly string[];
  readonly onSaved: () => void;
}

export function RecoveryCodes({ codes, onSaved }: RecoveryCodesProps) {
  const texts = useTexts();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <div class="form">
      <h3 ref={heading} tabIndex={-1}>
        {texts.security.recoveryTitle}
      </h3>
      <p>{texts.security.recoveryNote}</p>
      <ul class="security__codes">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <div class="form__actions">
        <button class="button button--primary" type="button" onClick={onSaved}>
          {texts.security.recoverySaved}
        </button>
      </div>
    </div>
  );
}
