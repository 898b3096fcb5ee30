// The part of the card that says what has become of the conversation in CRMs, and sends it there.
import { useEffect, useRef, useState } from "preact/hooks";
import { type CrmCard, fetchCrmCards, onSentToCrm, sendToCrm } from "../../live/crm_requests";
import { crmEn, crmRu } from "../../texts/pages/crm";
import { fullWhen } from "../../texts/time";
import { useTexts } from "../context";
import { PageAddress } from "../page_address";
import { Problem } from "../problem";
import { useDeed } from "../use_deed";
import { useLoaded } from "../use_loaded";

const SOON_MS = 3_000;
const LATER_MS = 30_000;
/** After so many looks a push waits for something that takes longer than a moment. */
const SOON_LOOKS = 10;

export interface CrmPartProps {
  readonly conversationId: string;
  /** Of the conversation as it stands: what happens in it may have it sent. */
  readonly lastSeq: number;
}

export function CrmPart({ conversationId, lastSeq }: CrmPartProps) {
  const texts = useTexts();
  const words = texts.language === "en" ? crmEn : crmRu;
  const { value, failure, isLoading, reload } = useLoaded(conversationId, () => fetchCrmCards(conversationId));
  const looks = useRef(0);
  const seenSeq = useRef(lastSeq);
  const cards = value?.cards ?? [];
  const isUnderWay = cards.some(({ state }) => state === "pending");
  const hasCrm = cards.length > 0;
  useEffect(() => {
    looks.current = 0;
    return onSentToCrm((sent) => {
      if (sent !== conversationId) return;
      looks.current = 0;
      void reload();
    });
  }, [conversationId, reload]);
  useEffect(() => {
    if (!isUnderWay) return;
    const timer = setTimeout(
      () => {
        looks.current++;
        void reload();
      },
      looks.current < SOON_LOOKS ? SOON_MS : LATER_MS,
    );
    return () => clearTimeout(timer);
  }, [value, failure, isUnderWay, reload]);
  useEffect(() => {
    if (!hasCrm || seenSeq.current === lastSeq) return;
    // By then rules have been asked
    const timer = setTimeout(() => {
      seenSeq.current = lastSeq;
      looks.current = 0;
      void reload();
    }, SOON_MS);
    return () => clearTimeout(timer);
  }, [hasCrm, lastSeq, reload]);

  if (failure && !value) {
    return (
      <section class="card__part">
        <h3 class="facts__term">{words.title}</h3>
        <Problem failure={failure} />
        <button class="button" type="button" aria-disabled={isLoading} onClick={reload}>
          {texts.pages.retry}
        </button>
      </section>
    );
  }
  if (cards.length === 0) return null;
  return (
    <section class="card__part">
      <h3 class="facts__term">{words.title}</h3>
      <ul class="card__list card__list--of-crm">
        {cards.map((card) => (
          <li key={`${conversationId} ${card.connector_id}`}>
            <CardLine conversationId={conversationId} card={card} isOne={cards.length === 1} />
          </li>
        ))}
      </ul>
    </section>
  );
}

interface CardLineProps {
  readonly conversationId: string;
  readonly card: CrmCard;
  /** No other CRM is beside it. */
  readonly isOne: boolean;
}

function CardLine({ conversationId, card, isOne }: CardLineProps) {
  const texts = useTexts();
  const words = texts.language === "en" ? crmEn : crmRu;
  const deed = useDeed();
  const { title, host, state, url, failure, sent_at: sentAt } = card;
  const number = card.number || card.remote_id;
  const offered = useRef(false);
  // While it is under way the button stays, or the keyboard's place would be lost
  offered.current ||= card.may_send;
  const isResting = deed.busy || !card.may_send;
  const isEnded = state === "failed" || state === "refused";
  const said =
    (isEnded || state === "held") && failure
      ? words.because(words.state[state], failure)
      : state === "sent" && sentAt
        ? words.sentAt(fullWhen(texts, new Date(sentAt)))
        : words.state[state];
  const name = number ? words.card(title, number) : isOne ? title : `${title}, ${host}`;
  const digits = useRef<HTMLSpanElement>(null);
  const [isCopied, setIsCopied] = useState(false);

  async function copyNumber(): Promise<void> {
    // Browsers have no clipboard for pages without TLS: it is selected then
    const copying = navigator.clipboard?.writeText(number) ?? Promise.reject(new Error("no clipboard"));
    const isDone = await copying.then(
      () => true,
      () => false,
    );
    if (!isDone && digits.current) getSelection()?.selectAllChildren(digits.current);
    setIsCopied(isDone);
  }
  return (
    <>
      <div role="status">
        <span class="facts__value">
          {url ? (
            <PageAddress url={url}>{name}</PageAddress>
          ) : number ? (
            <>
              {words.card(title, "")}
              <span ref={digits}>{number}</span>
            </>
          ) : (
            name
          )}
        </span>
        <span class={state === "failed" ? "card__note card__note--bad" : "card__note"}>{said}</span>
        {state === "pending" && failure && <span class="card__note">{words.lastTry(failure)}</span>}
        {isCopied && !url && <span class="card__note">{words.copied}</span>}
      </div>
      {number && !url && (
        <button class="button button--quiet" type="button" aria-label={words.copyOf(number)} onClick={copyNumber}>
          {words.copy}
        </button>
      )}
      <Problem failure={deed.failure} />
      {offered.current && (
        <button
          class="button"
          type="button"
          aria-disabled={isResting}
          aria-label={isOne ? undefined : words.sendTo(title, host)}
          onClick={() => {
            if (isResting) return;
            void deed.run(
              () => sendToCrm(conversationId, card.connector_id),
              () => undefined,
            );
          }}
        >
          {state === "none" ? words.send : words.again}
        </button>
      )}
    </>
  );
}
