// Why a request did not work, in words.
import type { Failure } from "../live/requests";
import { errorText } from "../texts/errors";
import type { Texts } from "../texts/ru";
import { useTexts } from "./context";

export interface ProblemProps {
  readonly failure: Failure | null;
  readonly id?: string;
  /** What a form says better than in general; null for all else. */
  readonly say?: (failure: Failure) => string | null;
}

/** Always there, so that what comes into it is read aloud. */
export function Problem({ failure, id, say = () => null }: ProblemProps) {
  const texts = useTexts();
  return (
    <p class={failure ? "form__problem" : "unseen"} role="alert" id={id}>
      {failure && (say(failure) ?? failureText(texts, failure))}
    </p>
  );
}

export function failureText(texts: Texts, { code, field }: Failure): string {
  if (code === "no_connection") return texts.signIn.noConnection;
  if (code === "not_signed_in") return texts.signIn.sessionEnded;
  // A right there is, but not on all sites of the controller.
  const isShared = code === "right_missing" && field === "controller_id";
  return texts.pages.failed(errorText(texts, isShared ? "controller_shared" : code));
}
