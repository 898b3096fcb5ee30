// Setting the second factor up, replacing the phone, turning it off.
import { useEffect, useRef, useState } from "preact/hooks";
import {
  beginSecondFactor,
  confirmSecondFactor,
  type Enrolment,
  removeSecondFactor,
  type SecondFactorState,
} from "../../live/account_requests";
import type { Answer, Failure } from "../../live/requests";
import { useTexts } from "../context";
import { CodeField, PasswordField } from "./fields";
import { RecoveryCodes } from "./recovery_codes";
import { SecurityProblem } from "./security_problem";

type Step =
  | { readonly name: "resting" }
  | { readonly name: "proving"; readonly aim: "begin" | "remove" }
  | { readonly name: "scanning"; readonly enrolment: Enrolment }
  | { readonly name: "saving"; readonly codes: readonly string[] };

export interface SecondFactorProps {
  readonly state: SecondFactorState;
  /** It has been set up, replaced or turned off, and what there is to save has been shown. */
  readonly onChanged: () => void;
}

export function SecondFactor({ state, onChanged }: SecondFactorProps) {
  const texts = useTexts();
  const [step, setStep] = useState<Step>({ name: "resting" });
  const [failure, setFailure] = useState<Failure | null>(null);
  const [busy, setBusy] = useState(false);
  const password = useRef<HTMLInputElement>(null);
  const code = useRef<HTMLInputElement>(null);

  useEffect(() => {
    if (step.name === "proving") password.current?.focus();
    if (step.name === "scanning") code.current?.focus();
  }, [step]);

  function go(next: Step) {
    setFailure(null);
    setStep(next);
  }

  async function run<T>(request: Promise<Answer<T>>, done: (value: T) => void) {
    if (busy) return;
    setBusy(true);
    const answer = await request;
    setBusy(false);
    if ("value" in answer) return done(answer.value);
    setFailure(answer.failure);
    (answer.failure.code.startsWith("second_factor") ? code : password).current?.select();
  }

  function prove(event: SubmitEvent) {
    event.preventDefault();
    if (step.name !== "proving") return;
    const proof = { password: password.current?.value ?? "", code: code.current?.value ?? "" };
    if (step.aim === "remove") {
      void run(removeSecondFactor(proof), () => {
        go({ name: "resting" });
        onChanged();
      });
    } else void run(beginSecondFactor(proof), (enrolment) => go({ name: "scanning", enrolment }));
  }

  function confirmCode(event: SubmitEvent) {
    event.preventDefault();
    void run(confirmSecondFactor(code.current?.value ?? ""), ({ recovery_codes: codes }) =>
      go({ name: "saving", codes }),
    );
  }

  switch (step.name) {
    case "resting":
      return (
        <>
          <p>{state.is_on ? texts.security.isOn(state.recovery_codes_left) : texts.security.isOff}</p>
          {state.is_required && !state.is_on && <p class="form__hint">{texts.security.isRequired}</p>}
          <div class="form__actions">
            <button
              class={state.is_on ? "button" : "button button--primary"}
              type="button"
              onClick={() => go({ name: "proving", aim: "begin" })}
            >
              {state.is_on ? texts.security.replace : texts.security.turnOn}
            </button>
            {state.is_on && !state.is_required && (
              <button class="button" type="button" onClick={() => go({ name: "proving", aim: "remove" })}>
                {texts.security.turnOff}
              </button>
            )}
          </div>
        </>
      );
    case "proving":
      return (
        <form class="form" onSubmit={prove}>
          <SecurityProblem failure={failure} />
          <PasswordField label={texts.security.currentPassword} input={password} />
          {state.is_on && <CodeField input={code} takesRecovery />}
          <div class="form__actions">
            <button class="button button--primary" type="submit" aria-disabled={busy}>
              {step.aim === "remove" ? texts.security.turnOff : texts.security.next}
            </button>
            <button class="button" type="button" onClick={() => go({ name: "resting" })}>
              {texts.security.cancel}
            </button>
          </div>
        </form>
      );
    case "scanning":
      return (
        <form class="form" onSubmit={confirmCode}>
          <SecurityProblem failure={failure} />
          <p>{texts.security.scan}</p>
          <Qr enrolment={step.enrolment} />
          <p class="form__hint">{texts.security.typeSecret}</p>
          <p class="security__secret">{step.enrolment.secret.replace(/(.{4})(?=.)/g, "$1 ")}</p>
          <CodeField input={code} takesRecovery={false} isWrong={failure?.code === "second_factor_refused"} />
          <div class="form__actions">
            <button class="button button--primary" type="submit" aria-disabled={busy}>
              {texts.security.confirm}
            </button>
            <button class="button" type="button" onClick={() => go({ name: "resting" })}>
              {texts.security.cancel}
            </button>
          </div>
        </form>
      );
    case "saving":
      return (
        <RecoveryCodes
          codes={step.codes}
          onSaved={() => {
            go({ name: "resting" });
            onChanged();
          }}
        />
      );
  }
}

/** Black on white in any theme: cameras read no other. */
function Qr({ enrolment: { qr } }: { enrolment: Enrolment }) {
  const texts = useTexts();
  return (
    <svg
      class="security__qr"
      viewBox={`0 0 ${qr.size} ${qr.size}`}
      role="img"
      aria-label={texts.security.qrLabel}
      shape-rendering="crispEdges"
    >
      <rect width={qr.size} height={qr.size} fill="#ffffff" />
      <path d={qr.path} fill="#000000" />
    </svg>
  );
}
