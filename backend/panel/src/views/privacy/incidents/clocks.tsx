// The two clocks of an incident, running, each with the draft of its notice and the mark that it was sent.
import { type Clock, type IncidentCard, markSent, paperUrl } from "../../../live/incident_requests";
import { fullWhen } from "../../../texts/time";
import { useDeed } from "../../use_deed";
import { usePrivacyTexts } from "../words";
import { LineField, TimeField, typed } from "./fields";
import type { PartProps } from "./incident_page";
import { IncidentProblem } from "./incident_problem";
import { fromInput, remaining, toInput, useServerNow } from "./times";

export interface ClocksProps extends PartProps {
  readonly card: IncidentCard;
}

export function Clocks({ card, onChanged }: ClocksProps) {
  const now = useServerNow(card.server_time);
  return (
    <div class="incident__clocks">
      {card.clocks.map((clock) => (
        <ClockCard
          key={clock.notice}
          clock={clock}
          incidentId={card.incident.id}
          isOver={card.incident.closed_at !== null}
          now={now}
          onChanged={onChanged}
        />
      ))}
    </div>
  );
}

interface ClockCardProps extends PartProps {
  readonly clock: Clock;
  readonly incidentId: string;
  readonly isOver: boolean;
  readonly now: number;
}

function ClockCard({ clock, incidentId, isOver, now, onChanged }: ClockCardProps) {
  const texts = usePrivacyTexts();
  const words = texts.incidents;
  const paper = clock.notice === "first" ? "first-notice" : "second-notice";
  return (
    <section class="incident__clock" aria-label={words.clocks[clock.notice]}>
      <h2 class="incident__clock-title">{words.clocks[clock.notice]}</h2>
      <Standing clock={clock} isOver={isOver} now={now} />
      <p class="incident__downloads">
        {words.draft}: <Download url={paperUrl(incidentId, paper, "pdf")} label="PDF" of={words.clocks[clock.notice]} />
        <Download url={paperUrl(incidentId, paper, "rtf")} label="RTF" of={words.clocks[clock.notice]} />
      </p>
      {!isOver && (
        <details class="incident__sent">
          <summary>{clock.sent_at === null ? words.markSent : words.correct}</summary>
          <SentForm
            key={`${clock.sent_at}${clock.number}`}
            clock={clock}
            incidentId={incidentId}
            onChanged={onChanged}
          />
        </details>
      )}
    </section>
  );
}

/** How a clock stands, in words; what runs is counted down, and read aloud only when one asks for it. */
function Standing({ clock, isOver, now }: Pick<ClockCardProps, "clock" | "isOver" | "now">) {
  const texts = usePrivacyTexts();
  const words = texts.incidents;
  const until = words.until(fullWhen(texts, new Date(clock.deadline_at)));
  if (clock.sent_at !== null) {
    return (
      <>
        <p class={clock.state === "sent" ? "incident__left incident__left--sent" : "incident__left incident__late"}>
          {words.states[clock.state]}
        </p>
        <p class="form__hint">{words.sentOn(fullWhen(texts, new Date(clock.sent_at)), clock.number)}</p>
        <p class="form__hint">{until}</p>
      </>
    );
  }
  const leftS = (new Date(clock.deadline_at).getTime() - now) / 1_000;
  const left = leftS > 0 ? words.left(remaining(texts, leftS)) : words.late(remaining(texts, leftS));
  return (
    <>
      <p class={leftS > 0 ? "incident__left" : "incident__left incident__late"} role="timer">
        {isOver ? "—" : left}
      </p>
      <p class="form__hint">{until}</p>
    </>
  );
}

function SentForm({ clock, incidentId, onChanged }: Pick<ClockCardProps, "clock" | "incidentId" | "onChanged">) {
  const texts = usePrivacyTexts();
  const words = texts.incidents;
  const deed = useDeed();

  function mark(event: SubmitEvent) {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    const sentAt = fromInput(typed(form, "sent_at"), clock.sent_at);
    void deed.run(
      () => markSent(incidentId, clock.notice, typed(form, "number"), sentAt),
      () => onChanged(words.marked),
    );
  }

  return (
    <form class="form" onSubmit={mark}>
      <IncidentProblem failure={deed.failure} />
      <LineField name="number" label={words.rknNumber} value={clock.number} hint={words.rknNumberHint} />
      <TimeField name="sent_at" label={words.sentAt} value={toInput(clock.sent_at)} hint={words.sentAtHint} />
      <div class="form__actions">
        <button class="button button--primary" type="submit" aria-disabled={deed.busy}>
          {words.save}
        </button>
      </div>
    </form>
  );
}

export interface DownloadProps {
  readonly url: string;
  readonly label: string;
  /** What it is a file of, for who can't see what stands beside it. */
  readonly of: string;
}

export function Download({ url, label, of }: DownloadProps) {
  return (
    <a class="incident__file" href={url} download aria-label={`${of}, ${label}`}>
      {label}
    </a>
  );
}
