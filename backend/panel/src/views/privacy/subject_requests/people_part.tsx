// Whom a request is about: who was named, who is proposed by its phones and addresses, and a search.
import { useEffect, useState } from "preact/hooks";
import { findPeople, type Matches, type SubjectPerson } from "../../../live/subject_request_requests";
import { calendarDayOf } from "../../../texts/time";
import { Section } from "../../page";
import { useDeed } from "../../use_deed";
import { Field } from "../fields";
import { usePrivacyTexts } from "../words";
import type { PartProps } from "./request_card";
import { RequestProblem } from "./request_problem";

export function PeoplePart({ card, busy, send }: PartProps) {
  const texts = usePrivacyTexts();
  const words = texts.subjectRequests.people;
  const canChange = card.may.includes("add_person");

  function remove({ name, site_id, visitor_id }: SubjectPerson) {
    if (confirm(`${words.removeLabel(name || words.nameless)}?`)) send({ type: "remove_person", site_id, visitor_id });
  }

  return (
    <Section title={words.title}>
      {card.people.length === 0 && <p class="form__hint">{words.none}</p>}
      <ul class="people">
        {card.people.map((person) => (
          <PersonRow key={person.visitor_id} person={person}>
            {canChange && (
              <button
                class="button"
                type="button"
                aria-disabled={busy}
                aria-label={words.removeLabel(person.name || words.nameless)}
                onClick={() => remove(person)}
              >
                {words.remove}
              </button>
            )}
          </PersonRow>
        ))}
      </ul>
      {card.hidden_people > 0 && <p class="form__hint">{words.hidden(card.hidden_people)}</p>}
      {card.linked.length > 0 && <p class="people__found">{words.linked}</p>}
      <ul class="people">
        {card.linked.map((person) => (
          <PersonRow key={person.visitor_id} person={person}>
            {canChange && (
              <button
                class="button"
                type="button"
                aria-disabled={busy}
                aria-label={words.addLabel(person.name || words.nameless)}
                onClick={() => send({ type: "add_person", site_id: person.site_id, visitor_id: person.visitor_id })}
              >
                {words.add}
              </button>
            )}
          </PersonRow>
        ))}
      </ul>
      {canChange && <PeopleSearch card={card} busy={busy} send={send} />}
    </Section>
  );
}

function PeopleSearch({ card, busy, send }: PartProps) {
  const texts = usePrivacyTexts();
  const words = texts.subjectRequests.people;
  const [query, setQuery] = useState("");
  const [found, setFound] = useState<{ matches: Matches; isProposal: boolean } | null>(null);
  const deed = useDeed();
  const isAboutNobody = card.people.length === 0;

  function look(asked: string | null) {
    void deed.run(
      () => findPeople(card.request.id, asked),
      (matches) => setFound({ matches, isProposal: asked === null }),
    );
  }

  // Who opens a new request sees at once who may be meant: a search that the journal knows of
  useEffect(() => {
    if (isAboutNobody) look(null);
  }, []);

  const there = new Set(card.people.map((person) => person.visitor_id));
  const matches = found?.matches.matches.filter(({ person }) => !there.has(person.visitor_id)) ?? [];
  return (
    <>
      <form
        class="form people__search"
        onSubmit={(event) => {
          event.preventDefault();
          if (query.trim()) look(query.trim());
        }}
      >
        <Field label={words.query} hint={words.queryHint} value={query} onInput={setQuery} maxlength={200} />
        <div class="form__actions">
          <button class="button" type="submit" aria-disabled={deed.busy}>
            {words.find}
          </button>
          <button class="button button--quiet" type="button" aria-disabled={deed.busy} onClick={() => look(null)}>
            {words.propose}
          </button>
        </div>
      </form>
      <RequestProblem failure={deed.failure} />
      <div role="status">
        {found && matches.length > 0 && <p class="people__found">{found.isProposal ? words.proposed : words.found}</p>}
        {found && found.matches.matches.length === 0 && !(found.isProposal && !isAboutNobody) && (
          <p class="form__hint">{words.nobody}</p>
        )}
        {found && !found.matches.is_complete && <p class="form__hint">{words.incomplete}</p>}
      </div>
      <ul class="people">
        {matches.map(({ person, by, excerpt }) => (
          <PersonRow key={person.visitor_id} person={person} detail={words.by[by]} excerpt={excerpt}>
            <button
              class="button"
              type="button"
              aria-disabled={busy}
              aria-label={words.addLabel(person.name || words.nameless)}
              onClick={() => send({ type: "add_person", site_id: person.site_id, visitor_id: person.visitor_id })}
            >
              {words.add}
            </button>
          </PersonRow>
        ))}
      </ul>
    </>
  );
}

interface PersonRowProps {
  readonly person: SubjectPerson;
  readonly detail?: string;
  readonly excerpt?: string;
  readonly children: preact.ComponentChildren;
}

function PersonRow({ person, detail, excerpt, children }: PersonRowProps) {
  const texts = usePrivacyTexts();
  const words = texts.subjectRequests.people;
  const facts = [
    person.site_name,
    words.conversations(person.conversations),
    person.active_at && words.lastActive(calendarDayOf(texts, person.active_at)),
    person.erased_at && words.erased,
    person.blocked_at && words.blocked,
    detail,
  ];
  return (
    <li class="people__row">
      <div class="people__who">
        <strong>{person.name || words.nameless}</strong>
        <span class="table__second">{facts.filter(Boolean).join(" · ")}</span>
        {excerpt && <span class="people__excerpt">«{excerpt}»</span>}
        <span class="table__second people__number">{person.visitor_id}</span>
      </div>
      {children}
    </li>
  );
}
