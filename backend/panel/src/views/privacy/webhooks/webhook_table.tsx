// Webhooks in rows: a table, and on a phone a card each.
import type { Webhook } from "../../../live/webhook_requests";
import { formatPrivacyRoute } from "../../../route";
import { StateLine } from "../outgoing/state_line";
import { usePrivacyTexts } from "../words";
import { eventsOf, keeperOf, stateOf, waitingOf, whenPast } from "./state_words";

export interface WebhookTableProps {
  readonly webhooks: readonly Webhook[];
  /** All events that there are. */
  readonly events: readonly string[];
}

export function WebhookTable({ webhooks, events }: WebhookTableProps) {
  const texts = usePrivacyTexts();
  const words = texts.webhooks;
  const now = new Date();
  return (
    <table class="table outgoing__table webhook__table">
      <thead>
        <tr>
          <th scope="col">{words.recipient}</th>
          <th scope="col">{words.about}</th>
          <th scope="col">{words.state}</th>
          <th scope="col">{words.waiting}</th>
          <th scope="col">{words.succeeded}</th>
        </tr>
      </thead>
      <tbody>
        {webhooks.map((webhook) => {
          const state = stateOf(texts, webhook, now);
          const keeper = keeperOf(texts, webhook, now);
          return (
            <tr key={webhook.id}>
              <th scope="row">
                {webhook.may_manage ? (
                  <a class="outgoing__origin" href={formatPrivacyRoute({ page: "webhooks", itemId: webhook.id })}>
                    {webhook.origin}
                  </a>
                ) : (
                  <span class="outgoing__origin">{webhook.origin}</span>
                )}
                <span class="table__second">{webhook.is_for_all ? words.all : webhook.sites.join(", ")}</span>
                {!webhook.may_manage && <span class="table__second">{words.notYours}</span>}
                {keeper && <span class="table__second">{keeper}</span>}
              </th>
              <td data-label={words.about}>
                {webhook.bot === null
                  ? eventsOf(texts, webhook.events, events)
                  : words.botOf(webhook.bot, webhook.answer_within_s ?? 0)}
                <span class="table__second">{words.levels[webhook.data]}</span>
              </td>
              <td data-label={words.state}>
                <StateLine state={state} />
              </td>
              <td data-label={words.waiting}>{waitingOf(texts, webhook, now)}</td>
              <td data-label={words.succeeded}>
                {webhook.succeeded_at ? whenPast(texts, webhook.succeeded_at, now) : words.none}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
