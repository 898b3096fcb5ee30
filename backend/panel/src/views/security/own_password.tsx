// Changing one's own password.
import { useRef, useState } from "preact/hooks";
import { changePassword } from "../../live/account_requests";
import type { Failure } from "../../live/requests";
import { useTexts } from "../context";
import { CodeField, PasswordField } from "./fields";
import { SecurityProblem } from "./security_problem";

export interface OwnPasswordProps {
  readonly email: string;
  readonly needsCode: boolean;
  /** Other sessions have ended with the change. */
  readonly onChanged: () => void;
}

export function OwnPassword({ email, needsCode, onChanged }: OwnPasswordProps) {
  const texts = useTexts();
  const [failure, setFailure] = useState<Failure | null>(null);
  const [isDone, setIsDone] = useState(false);
  const [busy, setBusy] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const current = useRef<HTMLInputElement>(null);
  const wanted = useRef<HTMLInputElement>(null);
  const code = useRef<HTMLInputElement>(null);

  async function change(event: SubmitEvent) {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    const proof = { password: current.current?.value ?? "", code: code.current?.value ?? "" };
    const answer = await changePassword(proof, wanted.current?.value ?? "");
    setBusy(false);
    setIsDone("value" in answer);
    if ("failure" in answer) return setFailure(answer.failure);
    setFailure(null);
    form.current?.reset();
    onChanged();
  }

  return (
    <form class="form" ref={form} onSubmit={change}>
      <SecurityProblem failure={failure} />
      {/* Password managers ask whose password it is. */}
      <input
        class="unseen"
        type="email"
        value={email}
        autocomplete="username"
        readonly
        tabIndex={-1}
        aria-hidden="true"
      />
      <PasswordField label={texts.security.currentPassword} input={current} />
      <PasswordField
        label={texts.security.newPassword}
        input={wanted}
        kind="new-password"
        hint={texts.security.newPasswordHint}
      />
      {needsCode && <CodeField input={code} takesRecovery />}
      <div class="form__actions">
        <button class="button" type="submit" aria-disabled={busy}>
          {texts.security.changePassword}
        </button>
        <span class="form__hint" role="status">
          {isDone ? texts.security.passwordChanged : texts.security.changeEndsOthers}
        </span>
      </div>
    </form>
  );
}
