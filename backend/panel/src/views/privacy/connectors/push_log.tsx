// What was sent to a CRM, what came of it, and the way to send it again.
import { type Connector, fetchPushes, type Push, resend } from "../../../live/connector_requests";
import { formatRoute } from "../../../route";
import { PageAddress } from "../../page_address";
import { AttemptLog } from "../outgoing/attempt_log";
import { whenPast } from "../webhooks/state_words";
import { usePrivacyTexts } from "../words";
import { outcomeOf } from "./state_words";

export interface PushLogProps {
  readonly connector: Connector;
  readonly onResent: () => Promise<void>;
}

export function PushLog({ connector, onResent }: PushLogProps) {
  const words = usePrivacyTexts().connectors;
  return (
    <AttemptLog
      id={connector.id}
      words={words}
      load={(onlyFailed, cursor) => fetchPushes(connector.id, onlyFailed, cursor)}
      rowsOf={({ pushes }) => pushes}
      resend={(push: Push | null) => resend(connector.id, push?.conversation_id ?? null)}
      onResent={onResent}
      isHalted={connector.disabled_at !== null || connector.stopped_at !== null}
    >
      {(pushes, isBusy, onAgain) => <PushTable pushes={pushes} isBusy={isBusy} onAgain={onAgain} />}
    </AttemptLog>
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
    <table class="table outgoing__table">
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
                <span class={push.status === "failed" ? "outgoing__less" : undefined}>
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
