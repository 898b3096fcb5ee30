// The card of one request: what was asked, whom it is about, who asks, what is done, how it ends, and what happened.
import { useState } from "preact/hooks";
import type { Answer } from "../../../live/requests";
import {
  type Command,
  command,
  fetchRequest,
  type RequestCard,
  type RequestEvent,
} from "../../../live/subject_request_requests";
import { calendarDay, fullWhen } from "../../../texts/time";
import { Listed, Page, Section } from "../../page";
import { useDeed } from "../../use_deed";
import { useLoaded } from "../../use_loaded";
import { Fact } from "../fact";
import type { PrivacyTexts } from "../words";
import { usePrivacyTexts } from "../words";
import { DeedsPart } from "./deeds_part";
import { DueWords } from "./due_words";
import { EndingPart } from "./ending_part";
import { IdentityPart } from "./identity_part";
import { PeoplePart } from "./people_part";
import { RequestProblem } from "./request_problem";

/** Sends a command; what is given is called once it has worked. */
export type Send = (what: Command, done?: () => void) => void;

export interface PartProps {
  readonly card: RequestCard;
  readonly busy: boolean;
  readonly send: Send;
}

export function RequestCardPage({ id, onBack }: { readonly id: string; readonly onBack: () => void }) {
  const texts = usePrivacyTexts();
  const words = texts.subjectRequests;
  const loaded = useLoaded(id, () => fetchRequest(id));
  const [newer, setNewer] = useState<RequestCard | null>(null);
  const deed = useDeed();
  const card = newest(loaded.value, newer);
  const title = card ? words.of(card.request.number) : words.title;

  const send: Send = (what, done) => {
    if (!card) return;
    void deed.run(
      async (): Promise<Answer<RequestCard>> => {
        const answer = await command(card.request, what);
        // Somebody else was quicker: the card shows what they did
        if ("failure" in answer) await loaded.reload();
        return answer;
      },
      (after) => {
        setNewer(after);
        done?.();
      },
    );
  };

  return (
    <Page
      title={title}
      action={
        <button class="button" type="button" onClick={onBack}>
          {words.back}
        </button>
      }
    >
      <RequestProblem failure={deed.failure} />
      <Listed
        rows={card && [card]}
        failure={loaded.failure}
        isLoading={loaded.isLoading}
        onRetry={loaded.reload}
        empty=""
      >
        {([shown]) => shown && <Card card={shown} busy={deed.busy} send={send} onPackage={loaded.reload} />}
      </Listed>
    </Page>
  );
}

/** The answer of a command may be older than what was loaded after it, and the other way round. */
function newest(loaded: RequestCard | null, newer: RequestCard | null): RequestCard | null {
  if (!loaded || !newer) return newer ?? loaded;
  const isLater =
    newer.request.version > loaded.request.version ||
    (newer.request.version === loaded.request.version && newer.events.length >= loaded.events.length);
  return isLater ? newer : loaded;
}

function Card({ card, busy, send, onPackage }: PartProps & { readonly onPackage: () => void }) {
  const texts = usePrivacyTexts();
  const words = texts.subjectRequests;
  const { request } = card;
  const isClosed = request.closed_at !== null;
  return (
    <>
      <dl class="pairs">
        <Fact name={words.status}>{words.statuses[request.status]}</Fact>
        <Fact name={words.due}>
          <DueWords due={card.due} isClosed={isClosed} />
        </Fact>
        <Fact name={words.kind}>{words.kinds[request.kind]}</Fact>
        <Fact name={words.subject}>{request.subject_name}</Fact>
        <Fact name={words.contact}>{request.contact}</Fact>
        <Fact name={words.received}>
          {fullWhen(texts, new Date(request.received_at))}
          <span class="table__second">{words.sources[request.source]}</span>
        </Fact>
        <Fact name={words.site}>{card.site_name ?? words.anySite}</Fact>
        {request.extended_on && (
          <Fact name={words.extendedTo}>
            {calendarDay(texts, request.extended_on)}
            <span class="table__second">{request.extension_reason}</span>
          </Fact>
        )}
        {isClosed && (
          <Fact name={request.status === "refused" ? words.refusalReason : words.outcome}>
            <span class="pairs__text">{request.outcome}</span>
          </Fact>
        )}
      </dl>
      <Section title={words.copied}>
        <p class="pairs__text">{request.body}</p>
      </Section>
      <PeoplePart card={card} busy={busy} send={send} />
      <IdentityPart card={card} busy={busy} send={send} />
      <DeedsPart card={card} busy={busy} send={send} onPackage={onPackage} />
      {!isClosed && <EndingPart card={card} busy={busy} send={send} />}
      <Section title={words.timeline}>
        <ol class="timeline">
          {card.events.map((event) => (
            <li key={`${event.at} ${event.kind}`} class="timeline__event">
              <span>{words.events[event.kind] ?? event.kind}</span>
              <span class="table__second">
                {actorOf(texts, event)}, <time dateTime={event.at}>{fullWhen(texts, new Date(event.at))}</time>
              </span>
              {event.note && <span class="timeline__note">{noteOf(texts, event)}</span>}
            </li>
          ))}
        </ol>
      </Section>
    </>
  );
}

function actorOf(texts: PrivacyTexts, event: RequestEvent): string {
  if (event.actor_name) return event.actor_name;
  return event.kind === "received" ? texts.subjectRequests.subjectActor : texts.subjectRequests.serverActor;
}

function noteOf(texts: PrivacyTexts, event: RequestEvent): string {
  return event.kind === "alarm_raised" ? (texts.subjectRequests.alarms[event.note] ?? event.note) : event.note;
}
