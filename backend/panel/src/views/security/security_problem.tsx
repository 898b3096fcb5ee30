// Why a change of one's own access did not work, in words.
import type { Failure } from "../../live/requests";
import type { Texts } from "../../texts/ru";
import { duration } from "../../texts/time";
import { useTexts } from "../context";
import { Problem } from "../problem";

export function SecurityProblem({ failure }: { failure: Failure | null }) {
  const texts = useTexts();
  return <Problem failure={failure} say={(failure) => securityText(texts, failure)} />;
}

function securityText(texts: Texts, { code, retryAfterS }: Failure): string | null {
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
    default:
      return null;
  }
}
