// What was sent to a webhook, what came of it, and the way to send it again.
import { useState } from "preact/hooks";
import { type Delivery, fetchDeliveries, replay, type Webhook } from "../../../live/webhook_requests";
import { Select } from "../fields";
import { AttemptLog } from "../outgoing/attempt_log";
import { usePrivacyTexts } from "../words";
import { ShownRequest } from "./delivery_request";
import { answerOf, formerOf, originOf, outcomeOf, saidOf, whenPast } from "./state_words";

const DAY_MS = 86_400_000;

type Since = "day" | "days" | "all";
const SINCE_MS: Readonly<Record<Since, number | null>> = { day: DAY_MS, days: 3 * DAY_MS, all: null };

export interface DeliveryLogProps {
  readonly webhook: Webhook;
  readonly onReplayed: () => Promise<void>;
}

export function DeliveryLog({ webhook, onReplayed }: DeliveryLogProps) {
  const words = usePrivacyTexts().webhooks;
  const [since, setSince] = useState<Since>("days");

  function again(delivery: Delivery | null) {
    const ms = SINCE_MS[since];
    const from = delivery === null && ms !== null ? new Date(Date.now() - ms).toISOString() : null;
    return replay(webhook.id, delivery?.event_id ?? null, from);
  }

  const choice = (
    <Select
      label={words.since}
      value={since}
      options={[
        ["day", words.sinces.day],
        ["days", words.sinces.days],
        ["all", words.sinces.all],
      ]}
      onChange={setSince}
    />
  );
  return (
    <AttemptLog
      id={webhook.id}
      words={words}
      load={(onlyFailed, cursor) => fetchDeliveries(webhook.id, onlyFailed, cursor)}
      rowsOf={({ deliveries }) => deliveries}
      resend={again}
      onResent={onReplayed}
      isHalted={webhook.disabled_at !== null}
      choice={choice}
    >
      {(deliveries, isBusy, onAgain) => (
        <DeliveryTable webhook={webhook} deliveries={deliveries} isBusy={isBusy} onAgain={onAgain} />
      )}
    </AttemptLog>
  );
}

interface DeliveryTableProps {
  readonly webhook: Webhook;
  readonly deliveries: readonly Delivery[];
  readonly isBusy: boolean;
  readonly onAgain: (delivery: Delivery) => void;
}

function DeliveryTable({ webhook, deliveries, isBusy, onAgain }: DeliveryTableProps) {
  const texts = usePrivacyTexts();
  const words = texts.webhooks;
  const now = new Date();
  return (
    <table class="table outgoing__table webhook__table">
      <thead>
        <tr>
          <th scope="col">{words.event}</th>
          <th scope="col">{words.answer}</th>
          <th scope="col">{words.outcome}</th>
          <th scope="col">
            <span class="unseen">{words.again}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {deliveries.map((delivery) => {
          const name = words.eventNames[delivery.event] ?? delivery.event;
          const former = formerOf(delivery.failure).origin;
          const origin = originOf(delivery, webhook.origin);
          return (
            <tr key={delivery.event_id}>
              <th scope="row">
                {name}
                <span class="table__second">{whenPast(texts, delivery.happened_at, now)}</span>
              </th>
              <td data-label={words.answer}>
                {answerOf(texts, delivery)}
                {former && <span class="table__second">{words.toFormer}</span>}
                <details class="webhook__details">
                  <summary>{words.details}</summary>
                  <dl class="pairs">
                    <dt>{words.request}</dt>
                    <dd>
                      {origin === null ? words.none : `POST ${origin}/…`}
                      <span class="table__second">{delivery.event}</span>
                    </dd>
                    <dt>webhook-id</dt>
                    <dd>{delivery.event_id}</dd>
                    <dt>{words.object}</dt>
                    <dd>
                      {delivery.object_id}
                      {delivery.seq > 0 && ` #${delivery.seq}`}
                    </dd>
                    {delivery.answer && (
                      <>
                        <dt>{words.answerBegins}</dt>
                        <dd>
                          <samp class="webhook__answer">{saidOf(delivery.answer)}</samp>
                        </dd>
                      </>
                    )}
                  </dl>
                  <ShownRequest webhookId={webhook.id} eventId={delivery.event_id} />
                </details>
              </td>
              <td data-label={words.outcome}>
                {outcomeOf(texts, delivery, now)}
                {delivery.tried_at && (
                  <span class="table__second">
                    {words.attempts(delivery.attempts)}, {whenPast(texts, delivery.tried_at, now)}
                  </span>
                )}
              </td>
              <td>
                <button
                  class="button"
                  type="button"
                  aria-disabled={isBusy}
                  aria-label={words.againOf(name, delivery.event_id.slice(0, 8))}
                  onClick={() => onAgain(delivery)}
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
