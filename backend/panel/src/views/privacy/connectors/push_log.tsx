// What was sent to a CRM, what came of it, and the way to send it again.
import { useEffect, useId, useState } from "preact/hooks";
import { type Connector, fetchPushes, type Push, resend } from "../../../live/connector_requests";
import { formatRoute } from "../../../route";
import { Listed, Section } from "../../page";
import { PageAddress } from "../../page_address";
import { Problem } from "../../problem";
import { useDeed } from "../../use_deed";
import { More } from "../consents/more";
import { usePages } from "../consents/use_pages";
import { whenPast } from "../webhooks/state_words";
import { usePrivacyTexts } from "../words";
import { outcomeOf } from "./state_words";

const REFRESH_MS = 5_000;

export interface PushLogProps {
  readonly connector: Connector;
  readonly onResent: () => Promise<void>;
}

export function PushLog({ connector, onResent }: PushLogProps) {
  const words = usePrivacyTexts().connectors;
  const id = useId();
  const [onlyFailed, setOnlyFailed] = useState(false);
  const [done, setDone] = useState("");
  const deed = useDeed();
  const pages = usePages(
    `${connector.id} ${onlyFailed}`,
    (cursor) => fetchPushes(connector.id, onlyFailed, cursor),
    ({ pushes }) => pushes,
  );
  const { rows, reload, isContinued } = pages;
  const isHalted = connector.disabled_at !== null || connector.stopped_at !== null;
  useEffect(() => {
    // Who reads further down keeps their place
    const timer = setInterval(() => document.hidden || isContinued || void reload(), REFRESH_MS);
    return () => clearInterval(timer);
  }, [reload, isContinued]);

  function again(push: Push | null) {
    setDone("");
    void deed.run(
      () => resend(connector.id, push?.conversation_id ?? null),
      ({ count }) => {
        const said = push ? words.againOne : words.againCount(count);
        setDone(isHalted && count > 0 ? `${said} ${words.againLater}` : said);
        void reload();
        void onResent();
      },
    );
  }

  return (
    <Section title={words.log}>
      <p class="page__lead">{words.logLead}</p>
      <div class="connector__log-bar">
        <label class="check" for={`${id}-failed`}>
          <input
            id={`${id}-failed`}
            type="checkbox"
            checked={onlyFailed}
            onChange={(event) => setOnlyFailed(event.currentTarget.checked)}
          />
          <span>{words.onlyFailed}</span>
        </label>
        <button class="button" type="button" aria-disabled={deed.busy} onClick={() => again(null)}>
          {words.againFailed}
        </button>
      </div>
      <Problem failure={deed.failure} />
      <p class={done ? "page__done" : "unseen"} role="status">
        {done}
      </p>
      <Listed
        rows={rows}
        failure={rows ? null : pages.failure}
        isLoading={pages.isLoading}
        onRetry={reload}
        empty={onlyFailed ? words.logNoFailed : words.logEmpty}
      >
        {(pushes) => <PushTable pushes={pushes} isBusy={deed.busy} onAgain={again} />}
      </Listed>
      <More pages={pages} />
    </Section>
  );
}

interface PushTableProps {
  readonly pushes: readonly Push[];
  readonly isBusy: boolean;
  readonly onAgain: (push: Push) => void;
}

function PushTable({ pushes, isBusy, onAgain }: PushTableProps) {
  const texts = usePrivacyTexts();
  const words = texts.connectors;
  const now = new Date();
  return (
    <table class="table connector__table">
      <thead>
        <tr>
          <th scope="col">{words.conversation}</th>
          <th scope="col">{words.outcome}</th>
          <th scope="col">{words.card}</th>
          <th scope="col">
            <span class="unseen">{words.again}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {pushes.map((push) => {
          const id = push.conversation_id;
          const shortId = id.slice(-4);
          return (
            <tr key={id}>
              <th scope="row">
                <a
                  href={formatRoute({ folder: "all", conversationId: id })}
                  aria-label={words.openConversation(shortId)}
                >
                  …{shortId}
                </a>
                <span class="table__second">{words.causes[push.cause] ?? push.cause}</span>
                <span class="table__second">{whenPast(texts, push.queued_at, now)}</span>
              </th>
              <td data-label={words.outcome}>
                <span class={push.status === "failed" ? "connector__less" : undefined}>
                  {outcomeOf(texts, push, now)}
                </span>
                {push.failure && <span class="table__second">{push.failure}</span>}
                {push.tried_at && (
                  <span class="table__second">
                    {words.attempts(push.attempts)}, {whenPast(texts, push.tried_at, now)}
                  </span>
                )}
              </td>
              <td data-label={words.card}>
                <CardLink push={push} />
              </td>
              <td>
                <button
                  class="button"
                  type="button"
                  aria-disabled={isBusy}
                  aria-label={words.againOf(shortId)}
                  onClick={() => onAgain(push)}
                >
                  {words.again}
                </button>
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function CardLink({ push: { remote_id: number, url } }: { readonly push: Push }) {
  const words = usePrivacyTexts().connectors;
  if (!number) return words.none;
  return url ? <PageAddress url={url}>{words.cardOf(number)}</PageAddress> : words.cardOf(number);
}
