// What the site has told of the visitor: who they are, with its signature; attributes and events, by its pages' word.
import { useState } from "preact/hooks";
import type { Profile, SiteIdentity, ToldAttribute } from "../../live/card_requests";
import { fullWhen } from "../../texts/time";
import { Icon } from "../icons";
import { ContactValue } from "./contact_value";
import { useCardTexts } from "./words";

/** So many events are shown before somebody asks for more. */
const FIRST_EVENTS = 5;

export function CardProfile({ profile }: { readonly profile: Profile }) {
  const texts = useCardTexts();
  const { identity, attributes, events } = profile;
  return (
    <>
      {identity && <Identity identity={identity} />}
      {attributes.length > 0 && (
        <section class="card__part">
          <h3 class="facts__term">{texts.customerCard.attributes}</h3>
          <p class="card__note">{texts.customerCard.attributesNote}</p>
          <Told attributes={attributes} />
        </section>
      )}
      {events.length > 0 && <Events events={events} />}
    </>
  );
}

function Identity({ identity }: { readonly identity: SiteIdentity }) {
  const { customerCard: words } = useCardTexts();
  const told = (["name", "email", "phone"] as const).filter((name) => identity[name]);
  const line = (name: (typeof told)[number]) => (
    <Fact key={name} term={words[name]} kind={name} value={identity[name]} />
  );
  return (
    <section class="card__part">
      <h3 class="facts__term">{words.identity}</h3>
      <dl class="card__list">
        <div>
          <dt class="card__note">{words.externalId}</dt>
          <dd>{identity.external_id}</dd>
        </div>
        {identity.is_verified && told.map(line)}
      </dl>
      <p class="card__verified">
        <Icon name="check" />
        {identity.is_verified ? words.verified : words.idVerified}
      </p>
      {!identity.is_verified && told.length > 0 && (
        <>
          <dl class="card__list">{told.map(line)}</dl>
          <p class="card__note">{words.unverified}</p>
        </>
      )}
    </section>
  );
}

interface FactProps {
  readonly term: string;
  readonly kind?: string;
  readonly value: string;
}

function Fact({ term, kind = "", value }: FactProps) {
  return (
    <div>
      <dt class="card__note">{term}</dt>
      <dd>
        <ContactValue kind={kind} text={value} />
      </dd>
    </div>
  );
}

function Told({ attributes }: { readonly attributes: readonly ToldAttribute[] }) {
  return (
    <dl class="card__list">
      {attributes.map(({ key, value }, index) => (
        <Fact key={`${key} ${index}`} term={key} value={value} />
      ))}
    </dl>
  );
}

function Events({ events }: { readonly events: Profile["events"] }) {
  const texts = useCardTexts();
  const [isWhole, setIsWhole] = useState(false);
  const shown = isWhole ? events : events.slice(0, FIRST_EVENTS);
  return (
    <section class="card__part">
      <h3 class="facts__term">{texts.customerCard.events}</h3>
      <ul class="card__list">
        {shown.map(({ name, properties, at }, index) => (
          <li key={index}>
            {name}
            <span class="card__note">{fullWhen(texts, new Date(at))}</span>
            {properties.map(({ key, value }, place) => (
              <span class="card__note" key={`${key} ${place}`}>{`${key}: ${value}`}</span>
            ))}
          </li>
        ))}
      </ul>
      {shown.length < events.length && (
        <button class="button" type="button" onClick={() => setIsWhole(true)}>
          {texts.pages.more}
        </button>
      )}
    </section>
  );
}
