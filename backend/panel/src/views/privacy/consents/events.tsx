// Consents that were given and withdrawn, newest first, by site, purpose, period and visitor.
import { useState } from "preact/hooks";
import {
  type ConsentEvent,
  type ConsentSite,
  type EventFilters,
  fetchEvents,
  PURPOSES,
} from "../../../live/consent_requests";
import { fullWhen } from "../../../texts/time";
import { Listed } from "../../page";
import { usePrivacyTexts } from "../words";
import { Choice, Day, Line } from "./fields";
import { More } from "./more";
import { siteName, VisitorLink } from "./names";
import { usePages } from "./use_pages";

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const NO_FILTERS: EventFilters = {
  siteId: null,
  purpose: null,
  action: null,
  since: null,
  until: null,
  visitorId: null,
};

export function Events({ sites }: { readonly sites: readonly ConsentSite[] }) {
  const texts = usePrivacyTexts();
  const words = texts.consents;
  const [filters, setFilters] = useState(NO_FILTERS);
  const pages = usePages(
    JSON.stringify(filters),
    (cursor) => fetchEvents(filters, cursor),
    ({ events }): readonly ConsentEvent[] => events,
  );
  return (
    <>
      <p class="page__lead">{words.eventsNote}</p>
      <Filters sites={sites} onChoose={setFilters} />
      <Listed
        rows={pages.rows}
        failure={pages.failure}
        isLoading={pages.isLoading}
        onRetry={pages.reload}
        empty={words.noEvents}
      >
        {(events) => (
          <table class="table">
            <thead>
              <tr>
                <th scope="col">{words.visitor}</th>
                <th scope="col">{words.when}</th>
                <th scope="col">{words.action}</th>
                <th scope="col">{words.document}</th>
                {sites.length > 1 && <th scope="col">{words.site}</th>}
              </tr>
            </thead>
            <tbody>
              {events.map((event) => (
                <tr key={`${event.site_id} ${event.visitor_id} ${event.document_id} ${event.action} ${event.at}`}>
                  <th scope="row">
                    <VisitorLink id={event.visitor_id} />
                  </th>
                  <td data-label={words.when}>{fullWhen(texts, new Date(event.at))}</td>
                  <td data-label={words.action}>
                    {words.actions[event.action]}
                    <span class="table__second">{words.methods[event.method]}</span>
                  </td>
                  <td data-label={words.document}>
                    {words.purposes[event.purpose]}
                    <span class="table__second">{words.versionOf(event.version)}</span>
                  </td>
                  {sites.length > 1 && <td data-label={words.site}>{siteName(sites, event.site_id)}</td>}
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </Listed>
      <More pages={pages} />
    </>
  );
}

interface FiltersProps {
  readonly sites: readonly ConsentSite[];
  readonly onChoose: (filters: EventFilters) => void;
}

function Filters({ sites, onChoose }: FiltersProps) {
  const texts = usePrivacyTexts();
  const words = texts.consents;
  const [draft, setDraft] = useState(NO_FILTERS);
  const [isWrong, setIsWrong] = useState(false);
  const set = (name: keyof EventFilters) => (value: string) => setDraft({ ...draft, [name]: value || null });

  function apply(event: SubmitEvent) {
    event.preventDefault();
    const visitorId = draft.visitorId?.trim().toLowerCase() || null;
    const wrong = visitorId !== null && !UUID.test(visitorId);
    setIsWrong(wrong);
    if (!wrong) onChoose({ ...draft, visitorId });
  }

  return (
    <form class="consents__filters" aria-label={words.filters} onSubmit={apply} noValidate>
      {sites.length > 1 && (
        <Choice
          label={words.site}
          value={draft.siteId ?? ""}
          any={words.any}
          options={sites.map(({ id, name }) => [id, name])}
          onChange={set("siteId")}
        />
      )}
      <Choice
        label={words.purpose}
        value={draft.purpose ?? ""}
        any={words.any}
        options={PURPOSES.map((one) => [one, words.purposes[one]])}
        onChange={set("purpose")}
      />
      <Choice
        label={words.action}
        value={draft.action ?? ""}
        any={words.any}
        options={Object.entries(words.actions)}
        onChange={set("action")}
      />
      <Day label={words.since} value={draft.since ?? ""} onInput={set("since")} />
      <Day label={words.until} value={draft.until ?? ""} onInput={set("until")} />
      <Line
        label={words.visitorNumber}
        value={draft.visitorId ?? ""}
        problem={isWrong ? words.visitorWrong : undefined}
        onInput={set("visitorId")}
      />
      <button class="button consents__apply" type="submit">
        {words.show}
      </button>
    </form>
  );
}
