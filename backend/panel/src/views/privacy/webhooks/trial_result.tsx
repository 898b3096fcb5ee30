// What came of a trial: what the program answered, or why it did not.
import type { Trial } from "../../../live/webhook_requests";
import { type PrivacyTexts, usePrivacyTexts } from "../words";
import { failureOf, saidOf } from "./state_words";

export interface TrialResultProps {
  readonly trial: Trial | null;
  readonly isUnderWay: boolean;
}

/** Always there, so that what comes into it is read aloud. */
export function TrialResult({ trial, isUnderWay }: TrialResultProps) {
  const texts = usePrivacyTexts();
  const words = texts.webhooks;
  if (isUnderWay) {
    return (
      <div role="status" class="page__lead">
        {words.trying}
      </div>
    );
  }
  return (
    <div role="status" class={trial ? `outgoing__trial outgoing__trial--${trial.is_good ? "good" : "bad"}` : "unseen"}>
      {trial && <p>{sentence(texts, trial)}</p>}
      {trial?.answer && (
        <>
          <p class="form__hint">{words.answerBegins}</p>
          <samp class="webhook__answer">{saidOf(trial.answer)}</samp>
        </>
      )}
    </div>
  );
}

function sentence(texts: PrivacyTexts, { is_good, status, took_ms, failure }: Trial): string {
  const words = texts.webhooks;
  if (status === null) return words.tryFailed(failureOf(texts, failure));
  return (is_good ? words.tryGood : words.tryBad)(status, (took_ms ?? 0).toLocaleString(texts.language));
}
