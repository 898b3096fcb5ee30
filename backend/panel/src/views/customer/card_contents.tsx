// What the card says of the visitor beyond this conversation. Loaded once per opening: each is a record of the journal.

import { useState } from "preact/hooks";
import { type ConsentDone, type Contact, fetchCard, reveal } from "../../live/card_requests";
import type { Right } from "../../live/session_requests";
import type { SiteRef } from "../../operator.gen";
import { fullWhen } from "../../texts/time";
import { MaskButton } from "../masked_text";
import { Problem } from "../problem";
import { useDeed } from "../use_deed";
import { useLoaded } from "../use_loaded";
import { CardProfile } from "./card_profile";
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
  return (
    <>
      {problem}
      <Customer
        conversationId={conversationId}
        me={me}
        rights={rights}
        hrefOf={hrefOf}
        onPeople={() => void reload()}
      />
      {card.is_name_masked && canReveal && <MaskedName conversationId={conversationId} />}
      {card.own_name && card.own_name !== shownName && (
        <section class="card__part">
          <h3 class="facts__term">{texts.customerCard.ownName}</h3>
          <p class="facts__value" dir="auto">
            {card.own_name}
          </p>
        </section>
      )}
      {card.profile && <CardProfile conversationId={conversationId} profile={card.profile} canReveal={canReveal} />}
      <section class="card__part">
        <h3 class="facts__term">{texts.customerCard.contacts}</h3>
        {card.contacts.length === 0 ? (
          <p class="card__note">{texts.customerCard.noContacts}</p>
        ) : (
          <ul class="card__list">
            {card.contacts.map((contact) => (
              <li key={`${contact.kind} ${contact.text} ${contact.seq}`}>
                <ContactLine contact={contact} canReveal={canReveal} />
              </li>
            ))}
          </ul>
        )}
      </section>
      {(card.landing_url || card.metrica_client_id) && (
        <section class="card__part">
          <h3 class="facts__term">{texts.customerCard.source}</h3>
          <p class="facts__value">{card.landing_url}</p>
          <ul class="card__list">
            {card.campaign.map(({ name, value }) => (
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

/** A name with a contact in it: shown once the journal knows. */
function MaskedName({ conversationId }: { readonly conversationId: string }) {
  const texts = useCardTexts();
  const deed = useDeed();
  const [name, setName] = useState<string | null>(null);
  if (name !== null) {
    return (
      <section class="card__part">
        <h3 class="facts__term">{texts.customerCard.name}</h3>
        <p class="facts__value revealed">{name}</p>
      </section>
    );
  }
  return (
    <div class="card__part">
      <button
        class="button"
        type="button"
        data-reveals="name"
        aria-disabled={deed.busy}
        onClick={() =>
          deed.run(
            () => reveal(conversationId, null),
            ({ body }) => setName(body),
          )
        }
      >
        {texts.customerCard.showName}
      </button>
      <Problem failure={deed.failure} />
    </div>
  );
}

function ContactLine({ contact, canReveal }: { readonly contact: Contact; readonly canReveal: boolean }) {
  const texts = useCardTexts();
  const deed = useDeed();
  const [shown, setShown] = useState<string | null>(null);
  const { piece, text, kind } = contact;
  if (shown !== null || piece === null) return <span class="facts__value">{shown ?? text}</span>;
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
