// What the card says of the visitor beyond this conversation. Loaded once per opening: each is a record of the journal.

import { useEffect, useRef, useState } from "preact/hooks";
import {
  type Card,
  type ConsentDone,
  type Contact,
  fetchCard,
  type RevealedCard,
  reveal,
  revealCard,
} from "../../live/card_requests";
import type { Right } from "../../live/session_requests";
import type { SiteRef } from "../../operator.gen";
import { fullWhen } from "../../texts/time";
import { MaskButton } from "../masked_text";
import { Problem } from "../problem";
import { useDeed } from "../use_deed";
import { useLoaded } from "../use_loaded";
import { CardProfile } from "./card_profile";
import { ContactValue } from "./contact_value";
import { Customer } from "./customer";
import { OtherConversations } from "./other_conversations";
import { type CardTexts, useCardTexts } from "./words";

export interface CardContentsProps {
  readonly conversationId: string;
  /** By which name operators see the visitor. */
  readonly shownName: string;
  readonly me: string;
  readonly rights: readonly Right[];
  readonly sites: readonly SiteRef[];
  readonly hrefOf: (conversationId: string) => string;
}

export function CardContents({ conversationId, shownName, me, rights, sites, hrefOf }: CardContentsProps) {
  const canReveal = rights.includes("reveal_contacts");
  const texts = useCardTexts();
  const { value: card, failure, isLoading, reload } = useLoaded(conversationId, () => fetchCard(conversationId));
  const [whole, setWhole] = useState<{ readonly of: Card; readonly shown: RevealedCard } | null>(null);
  const [areFactsMasked, setAreFactsMasked] = useState(false);
  const problem = failure && (
    <div class="card__part">
      <Problem failure={failure} />
      <button class="button" type="button" aria-disabled={isLoading} onClick={reload}>
        {texts.pages.retry}
      </button>
    </div>
  );
  if (!card) return problem ?? <p class="card__part card__note skeleton">{texts.pages.loading}</p>;
  if (card.is_erased) return <p class="card__part card__note">{texts.customerCard.erased}</p>;
  const revealed = whole?.of === card ? whole.shown : null;
  const shown: Card = revealed ? { ...card, ...revealed, is_masked: false, is_name_masked: false } : card;
  const profile = shown.profile;
  const isMasked = isAnyMasked(shown) || areFactsMasked;
  return (
    <>
      {problem}
      {canReveal && (
        <WholeCard
          conversationId={conversationId}
          isMasked={isMasked}
          onShown={(all) => setWhole({ of: card, shown: all })}
        />
      )}
      {revealed && card.is_name_masked && (
        <section class="card__part">
          <h3 class="facts__term">{texts.customerCard.name}</h3>
          <p class="facts__value" dir="auto">
            {revealed.name}
          </p>
        </section>
      )}
      <Customer
        conversationId={conversationId}
        me={me}
        rights={rights}
        hrefOf={hrefOf}
        revealed={revealed}
        onMasked={setAreFactsMasked}
        onPeople={() => void reload()}
      />
      {shown.own_name && shown.own_name !== (revealed?.name ?? shownName) && (
        <section class="card__part">
          <h3 class="facts__term">{texts.customerCard.ownName}</h3>
          <p class="facts__value" dir="auto">
            {shown.own_name}
          </p>
        </section>
      )}
      {profile && <CardProfile profile={profile} />}
      <section class="card__part">
        <h3 class="facts__term">{texts.customerCard.contacts}</h3>
        {shown.contacts.length === 0 ? (
          <p class="card__note">{texts.customerCard.noContacts}</p>
        ) : (
          <ul class="card__list">
            {shown.contacts.map((contact) => (
              <li key={`${contact.kind} ${contact.text} ${contact.seq}`}>
                <ContactLine contact={contact} canReveal={canReveal} />
              </li>
            ))}
          </ul>
        )}
      </section>
      {(shown.landing_url || card.metrica_client_id) && (
        <section class="card__part">
          <h3 class="facts__term">{texts.customerCard.source}</h3>
          <p class="facts__value">{shown.landing_url}</p>
          <ul class="card__list">
            {shown.campaign.map(({ name, value }) => (
              <li key={name}>
                <span class="card__note">{name}</span>
                {value}
              </li>
            ))}
            {card.metrica_client_id && (
              <li key="metrica">
                <span class="card__note">{texts.customerCard.metrica}</span>
                {card.metrica_client_id}
              </li>
            )}
          </ul>
        </section>
      )}
      <section class="card__part">
        <h3 class="facts__term">{texts.customerCard.consents}</h3>
        {card.consents.length === 0 ? (
          <p class="card__note">{texts.customerCard.noConsents}</p>
        ) : (
          <ul class="card__list">
            {card.consents.map((consent, index) => (
              <li key={index}>
                {texts.customerCard.purposes[consent.purpose]}
                <span class="card__note">{consentLine(texts, consent)}</span>
              </li>
            ))}
          </ul>
        )}
      </section>
      <OtherConversations
        key={card.conversations.map(({ id }) => id).join()}
        conversationId={conversationId}
        first={card}
        sites={sites}
        hrefOf={hrefOf}
      />
    </>
  );
}

interface WholeCardProps {
  readonly conversationId: string;
  readonly isMasked: boolean;
  readonly onShown: (card: RevealedCard) => void;
}

/** One click for all that stands masked on the card, once the journal knows. */
function WholeCard({ conversationId, isMasked, onShown }: WholeCardProps) {
  const { customerCard: words } = useCardTexts();
  const deed = useDeed();
  const [wasAsked, setWasAsked] = useState(false);
  const said = useRef<HTMLParagraphElement>(null);
  const isShown = wasAsked && !isMasked;
  // The button had the focus, and is gone: it goes to what came in its place, and that is read aloud.
  useEffect(() => {
    if (isShown) said.current?.focus();
  }, [isShown]);
  if (isShown) {
    return (
      <p class="card__part card__note revealed" ref={said} tabIndex={-1}>
        {words.allShown}
      </p>
    );
  }
  if (!isMasked) return null;
  return (
    <div class="card__part">
      <button
        class="button"
        type="button"
        title={words.showingAll}
        data-reveals="card"
        aria-disabled={deed.busy}
        onClick={() =>
          deed.run(
            () => revealCard(conversationId),
            (card) => {
              setWasAsked(true);
              onShown(card);
            },
          )
        }
      >
        {words.showAll}
      </button>
      <Problem failure={deed.failure} />
    </div>
  );
}

function isAnyMasked({ is_masked, is_name_masked, contacts, profile }: Card): boolean {
  // All but the first for a server of the version before.
  return is_masked || is_name_masked || contacts.some(({ piece }) => piece !== null) || profile?.is_masked === true;
}

function ContactLine({ contact, canReveal }: { readonly contact: Contact; readonly canReveal: boolean }) {
  const texts = useCardTexts();
  const deed = useDeed();
  const [shown, setShown] = useState<string | null>(null);
  const { piece, text, kind } = contact;
  if (shown !== null || piece === null) return <ContactValue kind={kind} text={shown ?? text} />;
  if (!canReveal) {
    return (
      <span class="mask" title={texts.masks.hidden}>
        {text}
      </span>
    );
  }
  return (
    <>
      <MaskButton
        text={text}
        kind={kind}
        onShow={() =>
          deed.run(
            () => reveal(contact.conversation_id, contact.seq),
            ({ pieces }) => setShown(pieces[piece] ?? text),
          )
        }
      />
      <Problem failure={deed.failure} />
    </>
  );
}

function consentLine(texts: CardTexts, { action, version, at }: ConsentDone): string {
  const when = fullWhen(texts, new Date(at));
  return action === "given" ? texts.customerCard.given(version, when) : texts.customerCard.withdrawn(version, when);
}
