// «Безопасность»: one's own second factor, password and sessions. A native dialog keeps the focus inside and gives it back.
import { useEffect, useRef, useState } from "preact/hooks";
import { fetchAccount, type OwnAccount } from "../../live/account_requests";
import type { Failure } from "../../live/requests";
import { useTexts } from "../context";
import { Icon } from "../icons";
import { Section } from "../page";
import { OwnPassword } from "./own_password";
import { OwnSessions } from "./own_sessions";
import { SecondFactor } from "./second_factor";
import { SecurityProblem } from "./security_problem";

export function Security({ onClose }: { onClose: () => void }) {
  const texts = useTexts();
  const [account, setAccount] = useState<OwnAccount | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [version, setVersion] = useState(0);
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);

  // Asked anew after every change
  useEffect(() => {
    void fetchAccount().then((answer) => {
      if ("value" in answer) setAccount(answer.value);
      else setFailure(answer.failure);
    });
  }, [version]);

  const changed = () => setVersion((before) => before + 1);
  return (
    <dialog class="dialog dialog--wide" ref={dialog} onClose={onClose} aria-labelledby="security-title">
      <div class="dialog__head">
        <h2 class="dialog__title" id="security-title">
          {texts.security.title}
        </h2>
        <button
          class="button button--quiet button--icon"
          type="button"
          aria-label={texts.security.close}
          title={texts.security.close}
          onClick={() => dialog.current?.close()}
        >
          <Icon name="clear" />
        </button>
      </div>
      <SecurityProblem failure={failure} />
      {account && (
        <>
          <Section level={3} title={texts.security.secondFactor}>
            <SecondFactor state={account.second_factor} onChanged={changed} />
          </Section>
          <Section level={3} title={texts.security.password}>
            <OwnPassword email={account.email} needsCode={account.second_factor.is_on} onChanged={changed} />
          </Section>
          <Section level={3} title={texts.security.sessions}>
            <OwnSessions version={version} />
          </Section>
        </>
      )}
    </dialog>
  );
}
