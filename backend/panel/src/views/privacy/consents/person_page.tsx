// All evidence of one visitor: every consent and withdrawal, its export, and the note of a withdrawal.
import { Fragment } from "preact";
import { useState } from "preact/hooks";
import {
  type EvidenceEvent,
  evidenceFile,
  fetchEvents,
  fetchEvidence,
  noteWithdrawal,
  type OpenedEvidence,
  type Purpose,
} from "../../../live/consent_requests";
import type { Answer } from "../../../live/requests";
import { fullWhen } from "../../../texts/time";
import { Page } from "../../page";
import { Problem } from "../../problem";
import { useDeed } from "../../use_deed";
import { useLoaded } from "../../use_loaded";
import { usePrivacyTexts } from "../words";
import { pathOf, shortOf } from "./names";

export interface PersonPageProps {
  readonly visitorId: string;
  readonly canManage: boolean;
}

interface Found extends OpenedEvidence {
  readonly siteId: string;
}

export function PersonPage({ visitorId, canManage }: PersonPageProps) {
  const texts = usePrivacyTexts();
  const words = texts.consents;
  const { value: found, failure, isLoading, reload } = useLoaded(visitorId, () => findEvidence(visitorId));
  const [done, setDone] = useState("");
  const deed = useDeed();

  function withdraw(purpose: Purpose) {
    if (!found || !confirm(words.withdrawAsk(shortOf(visitorId), words.purposes[purpose]))) return;
    void deed.run(
      () => noteWithdrawal(found.siteId, visitorId, purpose),
      () => {
        setDone(words.withdrawn);
        void reload();
      },
    );
  }

  return (
    <Page
      title={words.person(shortOf(visitorId))}
      {...(found ? { lead: words.personLead(found.evidence.site_name) } : {})}
      action={
        <a class="button button--quiet" href={pathOf(null)}>
          <span aria-hidden="true">←</span> {words.toList}
        </a>
      }
    >
      <Problem failure={failure} say={({ code }) => (code === "visitor_unknown" ? words.personUnknown : null)} />
      {failure && failure.code !== "visitor_unknown" && (
        <button class="button" type="button" aria-disabled={isLoading} onClick={reload}>
          {texts.pages.retry}
        </button>
      )}
      {!found && !failure && (
        <p class="page__empty skeleton" role="status">
          {texts.pages.loading}
        </p>
      )}
      <Problem failure={deed.failure} />
      <p class={done ? "page__done" : "unseen"} role="status">
        {done}
      </p>
      {found && (
        <>
          {found.blocked_at && <p>{words.blockedSince(fullWhen(texts, new Date(found.blocked_at)))}</p>}
          <div class="form__actions consents__exports">
            <a class="button" href={evidenceFile(found.siteId, visitorId, "pdf")} download>
              {words.asPdf}
            </a>
            <a class="button" href={evidenceFile(found.siteId, visitorId, "json")} download>
              {words.asJson}
            </a>
            {canManage &&
              found.agreed.map((purpose) => (
                <button
                  key={purpose}
                  class="button"
                  type="button"
                  title={words.withdrawHint}
                  aria-disabled={deed.busy}
                  onClick={() => withdraw(purpose)}
                >
                  {words.withdrawOf(words.purposes[purpose])}
                </button>
              ))}
          </div>
          {[...found.evidence.events].reverse().map((event) => (
            <Evidence key={`${event.document_id} ${event.action} ${event.at}`} event={event} />
          ))}
        </>
      )}
    </Page>
  );
}

function Evidence({ event }: { readonly event: EvidenceEvent }) {
  const texts = usePrivacyTexts();
  const words = texts.consents;
  const facts: readonly (readonly [string, string])[] = [
    [words.when, fullWhen(texts, new Date(event.at))],
    [words.document, `${words.purposes[event.purpose]}, ${words.versionOf(event.version)}`],
    [words.hash, event.sha256],
    [words.how, words.methods[event.method]],
    [words.ip, event.ip ?? ""],
    [words.browser, event.user_agent],
    [words.webPage, event.page_url],
  ];
  return (
    <section class="section">
      <h2 class="section__title">{words.actions[event.action]}</h2>
      <dl class="pairs">
        {facts.map(([name, value]) => (
          <Fragment key={name}>
            <dt>{name}</dt>
            <dd>{value || words.unknown}</dd>
          </Fragment>
        ))}
      </dl>
    </section>
  );
}

/** On which site the visitor agreed is told by their newest consent: a number belongs to one browser on one site. */
async function findEvidence(visitorId: string): Promise<Answer<Found>> {
  const none = { siteId: null, purpose: null, action: null, since: null, until: null };
  const listed = await fetchEvents({ ...none, visitorId }, null);
  if ("failure" in listed) return listed;
  const siteId = listed.value.events[0]?.site_id;
  if (!siteId) return { failure: { code: "visitor_unknown", field: null, retryAfterS: 0 } };
  const opened = await fetchEvidence(siteId, visitorId);
  return "failure" in opened ? opened : { value: { ...opened.value, siteId } };
}
