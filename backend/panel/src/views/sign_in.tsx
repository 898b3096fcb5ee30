// The page before the panel: e-mail and password, then a code where there is a second factor, and plain words for
// whatever stands in the way.
import { useEffect, useId, useRef, useState } from "preact/hooks";
import { type Refusal, type SignedIn, signIn } from "../live/session_requests";
import type { Texts } from "../texts/ru";
import { duration } from "../texts/time";
import { useTexts } from "./context";
import { Mark } from "./icons";
import { LanguageChoice, type LanguageChoiceProps } from "./language_choice";
import { CodeField } from "./security/fields";

export interface SignInProps extends LanguageChoiceProps {
  readonly notice: "signedOut" | "sessionEnded" | "leftAlone" | null;
  readonly onSignedIn: (signedIn: SignedIn) => void;
}

type Missing = "email" | "password" | "code";

interface Pair {
  readonly email: string;
  readonly password: string;
}

export function SignIn({ notice, language, onLanguage, onSignedIn }: SignInProps) {
  const texts = useTexts();
  const id = useId();
  const [missing, setMissing] = useState<Missing | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [busy, setBusy] = useState(false);
  /** What was right so far: only the code is asked for now. */
  const [proven, setProven] = useState<Pair | null>(null);
  const [shown, setShown] = useState(false);
  const lockedS = useCountdown(refusal?.kind === "locked" ? refusal.retryAfterS : 0, refusal);
  const email = useRef<HTMLInputElement>(null);
  const password = useRef<HTMLInputElement>(null);
  // Not by an attribute: that holds for a page that has just come, and this may be one that was signed out of
  useEffect(() => email.current?.focus(), []);
  const code = useRef<HTMLInputElement>(null);

  useEffect(() => code.current?.focus(), [proven]);

  async function submit(event: SubmitEvent) {
    event.preventDefault();
    const pair = proven ?? { email: email.current?.value.trim() ?? "", password: password.current?.value ?? "" };
    const shownCode = code.current?.value.trim() ?? "";
    const lacks = missingOf(pair, proven ? shownCode : null);
    setMissing(lacks);
    if (lacks) ({ email, password, code })[lacks].current?.focus();
    if (lacks || busy || lockedS > 0) return;
    setBusy(true);
    const result = await signIn(pair.email, pair.password, shownCode);
    setBusy(false);
    if ("signedIn" in result) return onSignedIn(result.signedIn);
    if (result.refusal.kind === "code_expected") {
      setRefusal(null);
      return setProven(pair);
    }
    setRefusal(result.refusal);
    if (result.refusal.kind === "refused") password.current?.select();
    if (result.refusal.kind === "code_refused") code.current?.select();
  }

  function startAgain() {
    setProven(null);
    setRefusal(null);
    setMissing(null);
  }

  const problem = missing ? missingText(texts, missing) : refusal ? refusalText(texts, refusal, lockedS) : null;
  return (
    <main class="sign-in">
      <form class="sign-in__form" onSubmit={submit} noValidate aria-labelledby={`${id}-title`}>
        <div class="sign-in__brand">
          <Mark />
          {texts.product}
        </div>
        <h1 class="sign-in__title" id={`${id}-title`}>
          {proven ? texts.signIn.codeTitle : texts.signIn.title}
        </h1>
        {notice && !problem && <p class="sign-in__notice">{texts.signIn[notice]}</p>}
        <p class={problem ? "sign-in__problem" : "unseen"} role="alert" id={`${id}-problem`}>
          {problem}
        </p>
        {proven ? (
          <CodeField
            input={code}
            takesRecovery
            isWrong={missing === "code" || refusal?.kind === "code_refused"}
            describedBy={`${id}-problem`}
          />
        ) : (
          <>
            <label class="sign-in__label" for={`${id}-email`}>
              {texts.signIn.email}
            </label>
            <input
              class="input"
              ref={email}
              id={`${id}-email`}
              type="email"
              name="email"
              autocomplete="username"
              autocapitalize="none"
              spellcheck={false}
              required
              aria-invalid={missing === "email"}
              aria-describedby={`${id}-problem`}
            />
            <div class="sign-in__label-row">
              <label class="sign-in__label" for={`${id}-password`}>
                {texts.signIn.password}
              </label>
              <button
                class="button button--link"
                type="button"
                aria-controls={`${id}-password`}
                onClick={() => setShown(!shown)}
              >
                {shown ? texts.signIn.hidePassword : texts.signIn.showPassword}
              </button>
            </div>
            <input
              class="input"
              ref={password}
              id={`${id}-password`}
              // The types of inputs are told apart by a constant; both of these take the same attributes.
              type={(shown ? "text" : "password") as "text"}
              name="password"
              autocomplete="current-password"
              autocapitalize="none"
              spellcheck={false}
              required
              aria-invalid={missing === "password" || refusal?.kind === "refused"}
              aria-describedby={`${id}-problem`}
            />
          </>
        )}
        <button class="button button--primary button--wide sign-in__submit" type="submit" aria-disabled={lockedS > 0}>
          {busy ? texts.signIn.submitting : texts.signIn.submit}
        </button>
        {proven && (
          <button class="button button--quiet button--wide" type="button" onClick={startAgain}>
            {texts.signIn.startAgain}
          </button>
        )}
      </form>
      {!proven && <p class="form__hint">{texts.signIn.forgotten}</p>}
      <LanguageChoice {...{ language, onLanguage }} />
    </main>
  );
}

/** What is still to be written; `code` is null where none is asked for. */
function missingOf({ email, password }: Pair, code: string | null): Missing | null {
  if (!email) return "email";
  if (!password) return "password";
  return code === "" ? "code" : null;
}

function missingText(texts: Texts, missing: Missing): string {
  return texts.signIn[`${missing}Missing`];
}

function refusalText(texts: Texts, refusal: Refusal, lockedS: number): string {
  switch (refusal.kind) {
    case "refused":
      return texts.signIn.refused;
    case "code_expected":
      return texts.signIn.codeMissing;
    case "code_refused":
      return texts.signIn.codeRefused;
    case "locked":
      return lockedS > 0 ? texts.signIn.locked(duration(texts, roundWait(lockedS))) : texts.signIn.unlocked;
    case "unavailable":
      return texts.signIn.unavailable;
    case "other":
      return texts.signIn.other(refusal.code);
    case "no_connection":
      return texts.signIn.noConnection;
  }
}

/** Whole minutes, rounded up, while there are several: a countdown of seconds would be read aloud every second. */
function roundWait(seconds: number): number {
  return seconds > 90 ? Math.ceil(seconds / 60) * 60 : Math.ceil(seconds / 10) * 10;
}

/** Seconds left of `seconds`, counted from when `cause` last changed. */
function useCountdown(seconds: number, cause: unknown): number {
  const [left, setLeft] = useState(0);
  // The same number of seconds may begin anew with another cause
  useEffect(() => {
    setLeft(seconds);
    if (seconds <= 0) return;
    const endsMs = performance.now() + seconds * 1_000;
    const timer = setInterval(() => {
      const leftS = Math.max(0, (endsMs - performance.now()) / 1_000);
      setLeft(leftS);
      if (leftS === 0) clearInterval(timer);
    }, 1_000);
    return () => clearInterval(timer);
  }, [seconds, cause]);
  return left;
}
