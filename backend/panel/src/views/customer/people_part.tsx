// Who is the same person, by an operator's word, and who looks like it.
import type { KnownPerson } from "../../live/customer_requests";
import { linkPeople, partPeople } from "../../live/customer_requests";
import { isSeen } from "../../state/plain_words";
import { Problem } from "../problem";
import { useDeed } from "../use_deed";
import type { CustomerPartProps } from "./customer";
import { useCardTexts } from "./words";

interface PeoplePartProps extends CustomerPartProps {
  readonly canLink: boolean;
  readonly hrefOf: (conversationId: string) => string;
  readonly onPeople: () => void;
}

export function PeoplePart({ conversationId, customer, canLink, reload, hrefOf, onPeople }: PeoplePartProps) {
  const texts = useCardTexts();
  const words = texts.customer;
  const deed = useDeed();
  const { likely, linked } = customer;
  if (likely.length === 0 && linked.length === 0) return null;

  const nameOf = ({ name, visitor_id }: KnownPerson) =>
    isSeen(name) ? name.trim() : texts.card.visitorNumber(visitor_id.slice(-4));

  function change(request: typeof linkPeople, person: KnownPerson) {
    void deed.run(
      () => request(conversationId, person),
      () => {
        void reload();
        onPeople();
      },
    );
  }

  function row(person: KnownPerson, detail: string, request: typeof linkPeople, word: string, label: string) {
    return (
      <li key={`${person.site_id} ${person.visitor_id}`} class="card__person">
        <span class="card__words">
          <a href={hrefOf(person.conversation_id)} dir="auto">
            {nameOf(person)}
          </a>
          <span class="card__note">{[person.site_name, detail].filter(Boolean).join(" · ")}</span>
        </span>
        {canLink && (
          <button
            class="button"
            type="button"
            aria-label={label}
            aria-disabled={deed.busy}
            onClick={() => change(request, person)}
          >
            {word}
          </button>
        )}
      </li>
    );
  }

  return (
    <>
      {likely.length > 0 && (
        <section class="card__part card__likely" data-part="people">
          <h3 class="facts__term">{words.likely}</h3>
          <ul class="card__list">
            {likely.map(({ person, by }) =>
              row(
                person,
                by.map((one) => words.sameAs[one] ?? one).join(", "),
                linkPeople,
                words.link,
                words.linkLabel(nameOf(person)),
              ),
            )}
          </ul>
        </section>
      )}
      {linked.length > 0 && (
        <section class="card__part" data-part="people">
          <h3 class="facts__term">{words.linked}</h3>
          <ul class="card__list">
            {linked.map((person) => row(person, "", partPeople, words.part, words.partLabel(nameOf(person))))}
          </ul>
          <p class="card__note">{words.linkedNote}</p>
        </section>
      )}
      <Problem failure={deed.failure} />
    </>
  );
}
