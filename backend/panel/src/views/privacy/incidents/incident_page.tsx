// One incident: two clocks, the card, the count of people, the timeline, the report.
import { useState } from "preact/hooks";
import { fetchIncident } from "../../../live/incident_requests";
import { formatPrivacyRoute } from "../../../route";
import { fullWhen } from "../../../texts/time";
import { Page, Section } from "../../page";
import { Problem } from "../../problem";
import { useLoaded } from "../../use_loaded";
import { usePrivacyTexts } from "../words";
import { Clocks } from "./clocks";
import { Counting } from "./counting";
import { DescriptionForm } from "./description_form";
import { Ending } from "./ending";
import { IncidentProblem } from "./incident_problem";
import { Timeline } from "./timeline";

/** What the parts of the page are given: the answer to be shown, and whom to tell when something was changed. */
export interface PartProps {
  readonly onChanged: (said: string) => void;
}

export function IncidentPage({ id }: { readonly id: string }) {
  const texts = usePrivacyTexts();
  const words = texts.incidents;
  const { value: card, failure, isLoading, reload } = useLoaded(`incident ${id}`, () => fetchIncident(id));
  const [done, setDone] = useState("");

  function onChanged(said: string) {
    setDone(said);
    void reload();
  }

  const back = (
    <a class="button" href={formatPrivacyRoute({ page: "incidents", itemId: null })}>
      <span aria-hidden="true">←</span> {words.back}
    </a>
  );
  if (!card) {
    return (
      <Page title={words.title} action={back}>
        {failure?.code === "incident_unknown" ? <IncidentProblem failure={failure} /> : <Problem failure={failure} />}
        {failure ? (
          <button class="button" type="button" aria-disabled={isLoading} onClick={reload}>
            {texts.pages.retry}
          </button>
        ) : (
          <p class="page__empty skeleton" role="status">
            {texts.pages.loading}
          </p>
        )}
      </Page>
    );
  }
  const { incident } = card;
  return (
    <Page
      title={`${words.number(incident.number)} ${incident.title}`}
      lead={[card.controller, words.kinds[incident.kind]].filter(Boolean).join(" · ")}
      action={back}
    >
      <Problem failure={failure} />
      <p class={done ? "page__done" : "unseen"} role="status">
        {done}
      </p>
      {incident.closed_at && (
        <p class="incident__warning">{words.closedOn(fullWhen(texts, new Date(incident.closed_at)))}</p>
      )}
      <Clocks card={card} onChanged={onChanged} />
      <Section title={words.description}>
        <DescriptionForm incident={incident} onChanged={onChanged} />
      </Section>
      <Section title={words.counting}>
        <Counting card={card} onChanged={onChanged} />
      </Section>
      <Section title={words.timeline}>
        <Timeline card={card} onChanged={onChanged} />
      </Section>
      <Section title={words.ending}>
        <Ending incident={incident} onChanged={onChanged} />
      </Section>
    </Page>
  );
}
