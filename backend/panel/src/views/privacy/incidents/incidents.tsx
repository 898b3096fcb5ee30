// «Инциденты»: the list, a new one, and the card of the one that is open.
import { useState } from "preact/hooks";
import { type Clock, fetchIncidents, type IncidentListing, type IncidentRow } from "../../../live/incident_requests";
import { formatPrivacyRoute } from "../../../route";
import { fullWhen } from "../../../texts/time";
import { Listed, Page } from "../../page";
import { useDeed } from "../../use_deed";
import { useLoaded } from "../../use_loaded";
import type { PrivacyPageProps } from "../views";
import { usePrivacyTexts } from "../words";
import { IncidentPage } from "./incident_page";
import { IncidentProblem } from "./incident_problem";
import { OpeningForm } from "./opening_form";
import { remaining, useServerNow } from "./times";

export function Incidents({ itemId, onOpen }: PrivacyPageProps) {
  if (itemId !== null) return <IncidentPage key={itemId} id={itemId} />;
  return <IncidentList onOpen={onOpen} />;
}

function IncidentList({ onOpen }: Pick<PrivacyPageProps, "onOpen">) {
  const texts = usePrivacyTexts();
  const { value, failure, isLoading, reload } = useLoaded("incidents", fetchIncidents);
  const [isOpening, setOpening] = useState(false);
  return (
    <Page
      title={texts.incidents.title}
      lead={texts.incidents.lead}
      action={
        value &&
        !isOpening && (
          <button class="button button--primary" type="button" onClick={() => setOpening(true)}>
            {texts.incidents.open}
          </button>
        )
      }
    >
      {value && <Deaf listing={value} />}
      {value && isOpening && (
        <OpeningForm controllers={value.controllers} onOpened={onOpen} onCancel={() => setOpening(false)} />
      )}
      <Listed
        rows={value?.incidents ?? null}
        failure={failure}
        isLoading={isLoading}
        onRetry={reload}
        empty={texts.incidents.empty}
      >
        {() => value && <IncidentTable key={value.server_time} listing={value} />}
      </Listed>
    </Page>
  );
}

/** Why nobody will be woken, where that is so. */
function Deaf({ listing }: { readonly listing: IncidentListing }) {
  const { incidents: words } = usePrivacyTexts();
  if (!listing.can_mail) return <p class="incident__warning">{words.noMail}</p>;
  if (listing.deaf.length)
    return <p class="incident__warning">{words.deaf(listing.deaf.filter(Boolean).join(", "))}</p>;
  return null;
}

function IncidentTable({ listing }: { readonly listing: IncidentListing }) {
  const texts = usePrivacyTexts();
  const now = useServerNow(listing.server_time);
  const [more, setMore] = useState<readonly IncidentRow[]>([]);
  const [next, setNext] = useState(listing.next);
  const deed = useDeed();
  const words = texts.incidents.columns;

  function showMore() {
    void deed.run(
      () => fetchIncidents(next),
      (page) => {
        setMore([...more, ...page.incidents]);
        setNext(page.next);
      },
    );
  }

  return (
    <>
      <table class="table">
        <thead>
          <tr>
            <th scope="col">{words.incident}</th>
            <th scope="col">{words.discovered}</th>
            <th scope="col">{words.first}</th>
            <th scope="col">{words.second}</th>
          </tr>
        </thead>
        <tbody>
          {[...listing.incidents, ...more].map((row) => (
            <tr key={row.id}>
              <th scope="row">
                <a href={formatPrivacyRoute({ page: "incidents", itemId: row.id })}>
                  {texts.incidents.number(row.number)} {row.title}
                </a>
                <span class="table__second">
                  {[row.controller, row.closed_at && texts.incidents.closed].filter(Boolean).join(" · ")}
                </span>
              </th>
              <td data-label={words.discovered}>{fullWhen(texts, new Date(row.discovered_at))}</td>
              {row.clocks.map((clock) => (
                <td key={clock.notice} data-label={words[clock.notice]}>
                  <ClockCell clock={clock} now={now} isOver={row.closed_at !== null} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <IncidentProblem failure={deed.failure} />
      {next !== null && (
        <button class="button" type="button" aria-disabled={deed.busy} onClick={showMore}>
          {texts.pages.more}
        </button>
      )}
    </>
  );
}

function ClockCell({ clock, now, isOver }: { readonly clock: Clock; readonly now: number; readonly isOver: boolean }) {
  const texts = usePrivacyTexts();
  if (clock.sent_at !== null) return <>{texts.incidents.states[clock.state]}</>;
  if (isOver) return <>—</>;
  const leftS = (new Date(clock.deadline_at).getTime() - now) / 1_000;
  const words = leftS > 0 ? texts.incidents.left : texts.incidents.late;
  return <span class={leftS > 0 ? "" : "incident__late"}>{words(remaining(texts, leftS))}</span>;
}
