// How many people are affected: every count with its query, and a new one.
import {
  type Affected,
  CATEGORIES,
  type Count,
  countAffected,
  type IncidentCard,
  type IncidentEvent,
} from "../../../live/incident_requests";
import { fullWhen } from "../../../texts/time";
import { useDeed } from "../../use_deed";
import type { PrivacyTexts } from "../words";
import { usePrivacyTexts } from "../words";
import { Boxes, CategoryBoxes, ChoiceField, TimeField, typed } from "./fields";
import type { PartProps } from "./incident_page";
import { IncidentProblem } from "./incident_problem";
import { fromInput } from "./times";

type Counted = Extract<IncidentEvent, { readonly kind: "counted" }>;

export interface CountingProps extends PartProps {
  readonly card: IncidentCard;
}

export function Counting({ card, onChanged }: CountingProps) {
  const texts = usePrivacyTexts();
  const words = texts.incidents;
  const counts = card.events.filter((event): event is Counted => event.kind === "counted");
  const last = counts.at(-1);
  return (
    <>
      <p class="page__lead">{words.countLead}</p>
      {last ? <Result counted={last} card={card} /> : <p class="page__empty">{words.noCount}</p>}
      {card.incident.closed_at === null && <CountForm card={card} onChanged={onChanged} />}
    </>
  );
}

function Result({ counted, card }: { readonly counted: Counted; readonly card: IncidentCard }) {
  const texts = usePrivacyTexts();
  const words = texts.incidents;
  const count = counted.details;
  return (
    <div class="incident__count">
      <p class="incident__people">{peopleOf(texts, count)}</p>
      <p class="form__hint">{queryWords(texts, count, card)}</p>
      <p class="form__hint">
        {words.ofThem}: {CATEGORIES.map((one) => `${words.categories[one]}\u00a0— ${count[one]}`).join(", ")}
      </p>
      {count.at_most > count.people && <p class="form__hint">{words.betweenHint}</p>}
      <p class="form__hint">
        {fullWhen(texts, new Date(counted.at))}, {counted.actor_name}
      </p>
    </div>
  );
}

function CountForm({ card, onChanged }: CountingProps) {
  const words = usePrivacyTexts().incidents;
  const deed = useDeed();

  function count(event: SubmitEvent) {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    void deed.run(
      () =>
        countAffected(card.incident.id, {
          site_ids: form.getAll("sites").map(String),
          since: fromInput(typed(form, "since")),
          before: fromInput(typed(form, "before")),
          operator_id: typed(form, "operator_id") || null,
          categories: form.getAll("categories") as Affected[],
        }),
      () => onChanged(""),
    );
  }

  return (
    <form class="form incident__form" onSubmit={count}>
      <ChoiceField
        name="operator_id"
        label={words.account}
        options={[["", words.anyAccount], ...card.operators.map(({ id, name }) => [id, name] as const)]}
      />
      <div class="incident__times">
        <TimeField name="since" label={words.since} />
        <TimeField name="before" label={words.before} />
      </div>
      {card.sites.length > 1 && (
        <Boxes
          name="sites"
          legend={words.sites}
          options={card.sites.map(({ id, name }) => [id, name] as const)}
          ticked={card.sites.map(({ id }) => id)}
        />
      )}
      <CategoryBoxes />
      <p class="form__hint">{words.countHint}</p>
      <IncidentProblem failure={deed.failure} />
      <div class="form__actions">
        <button class="button" type="submit" aria-disabled={deed.busy}>
          {words.count}
        </button>
      </div>
    </form>
  );
}

/** The number of people, or its bounds. */
export function peopleOf({ incidents: words }: PrivacyTexts, { people, at_most }: Count): string {
  return at_most > people ? words.between(people, at_most) : words.people(people);
}

function queryWords(texts: PrivacyTexts, count: Count, card: IncidentCard): string {
  const words = texts.incidents;
  const names = new Map(card.sites.map(({ id, name }) => [id, name]));
  const period = [
    count.since && `${words.since} ${fullWhen(texts, new Date(count.since))}`,
    count.before && `${words.before} ${fullWhen(texts, new Date(count.before))}`,
  ].filter(Boolean);
  return [
    count.operator_id && `${words.account}: ${count.operator_name}`,
    `${words.sites}: ${count.site_ids.map((id) => names.get(id) ?? words.otherSite).join(", ")}`,
    period.length ? period.join(" ") : words.noPeriod,
    count.categories.length && count.categories.map((one) => words.categories[one]).join(", "),
  ]
    .filter(Boolean)
    .join("; ");
}
