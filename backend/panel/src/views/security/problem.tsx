// Why a change of one's own access did not work, in words.
import type { Failure } from "../../live/account_requests";
import type { Texts } from "../../texts/ru";
import { duration } from "../../texts/time";
import { useTexts } from "../context";

/** Always there, so that what comes into it is read aloud. */
export function Problem({ id, failure }: { id?: string; failure: Failure | null }) {
  const texts = useTexts();
  return (
    <p class={failure ? "security__problem" : "unseen"} role="alert" id={id}>
      {failure && failureText(texts, failure)}
    </p>
  );
}

export function failureText(texts: Texts, { code, retryAfterS }: Failure): string {
  switch (code) {
    case "sign_in_refused":
      return texts.security.passwordWrong;
    case "second_factor_expected":
      return texts.security.codeMissing;
    case "second_factor_refused":
      return texts.signIn.codeRefused;
    case "sign_in_locked":
      return texts.security.locked(duration(texts, Math.ceil(retryAfterS / 60) * 60));
    case "bad_body":
      return texts.security.passwordWeak;
    case "not_signed_in":
      return texts.signIn.sessionEnded;
    case "no_connection":
      return texts.signIn.noConnection;
    default:
      return texts.security.other(code);
  }
}
