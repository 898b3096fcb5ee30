// Whether the journal is whole: its head, the head that was signed last, and a verification on demand.
import { useEffect, useRef, useState } from "preact/hooks";
import type { JournalState, Verification } from "../../../live/journal_requests";
import { verifyJournal } from "../../../live/journal_requests";
import type { Failure } from "../../../live/requests";
import { fullWhen } from "../../../texts/time";
import { Section } from "../../page";
import { Problem } from "../../problem";
import type { PrivacyTexts } from "../words";
import { usePrivacyTexts } from "../words";

export interface IntegrityProps {
  readonly state: JournalState;
}

export function Integrity({ state }: IntegrityProps) {
  const texts = usePrivacyTexts();
  const words = texts.journal.integrity;
  const [found, setFound] = useState<Verification | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [isUnderWay, setIsUnderWay] = useState(false);
  const [wasStopped, setWasStopped] = useState(false);
  /** Which verification is under way: another one, or leaving the page, ends it. */
  const turn = useRef(0);
  useEffect(() => () => void turn.current++, []);

  async function verify() {
    const mine = ++turn.current;
    setIsUnderWay(true);
    setWasStopped(false);
    setFailure(null);
    let part: Verification | null = null;
    while (part === null || !part.is_done) {
      const answer = await verifyJournal(state.controller_id, part);
      if (mine !== turn.current) return;
      if ("failure" in answer) {
        setFailure(answer.failure);
        break;
      }
      part = answer.value;
      setFound(part);
    }
    setIsUnderWay(false);
  }

  function stop() {
    turn.current++;
    setIsUnderWay(false);
    setWasStopped(true);
  }

  const isBroken = !isUnderWay && found?.broken != null;
  return (
    <Section title={words.title}>
      <dl class="pairs">
        <dt>{words.records}</dt>
        <dd>{words.chain(state.number)}</dd>
        <dt>{words.hash}</dt>
        <dd class="journal__hash">{state.hash}</dd>
        <dt>{words.signed}</dt>
        <dd>{signedText(texts, state)}</dd>
      </dl>
      <Problem failure={failure} />
      <p class={isBroken ? "form__problem" : found || wasStopped ? "page__done" : "unseen"} role="status">
        {isUnderWay && found && words.progress(found.number, found.end)}
        {!isUnderWay && wasStopped && words.stopped}
        {!isUnderWay && !wasStopped && found?.is_done && outcome(texts, found)}
      </p>
      <div class="form__actions">
        <button class="button" type="button" onClick={isUnderWay ? stop : verify}>
          {isUnderWay ? words.stop : words.verify}
        </button>
      </div>
    </Section>
  );
}

function signedText(texts: PrivacyTexts, { signed_head, are_heads_unusable }: JournalState): string {
  const words = texts.journal.integrity;
  if (are_heads_unusable) return words.signedUnusable;
  if (signed_head === null) return words.signedNever;
  const when = words.signedAt(fullWhen(texts, new Date(signed_head.at)), signed_head.number);
  return signed_head.fits ? when : `${when}. ${words.signedDiffers}`;
}

function outcome(texts: PrivacyTexts, { broken, number, kept_heads, clock_went_back }: Verification): string {
  const words = texts.journal.integrity;
  if (broken) return `${words.broken(broken.number)} ${words.details}`;
  return [
    words.whole(number),
    kept_heads > 0 && words.compared(kept_heads),
    clock_went_back !== null && words.clock(clock_went_back),
  ]
    .filter(Boolean)
    .join(" ");
}
