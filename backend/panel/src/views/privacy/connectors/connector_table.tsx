// Connectors in rows: a table, and on a phone a card each.
import type { Connector, Form } from "../../../live/connector_requests";
import { formatPrivacyRoute } from "../../../route";
import { StateLine } from "../outgoing/state_line";
import { usePrivacyTexts } from "../words";
import { rulesOf, stateOf, waitingOf } from "./state_words";

export interface ConnectorTableProps {
  readonly connectors: readonly Connector[];
  readonly forms: readonly Form[];
}

export function ConnectorTable({ connectors, forms }: ConnectorTableProps) {
  const texts = usePrivacyTexts();
  const words = texts.connectors;
  const now = new Date();
  return (
    <table class="table outgoing__table">
      <thead>
        <tr>
          <th scope="col">{words.account}</th>
          <th scope="col">{words.when}</th>
          <th scope="col">{words.state}</th>
          <th scope="col">{words.waiting}</th>
        </tr>
      </thead>
      <tbody>
        {connectors.map((connector) => {
          const state = stateOf(texts, connector, now);
          const name = titleOf(connector, forms);
          return (
            <tr key={connector.id}>
              <th scope="row">
                {connector.may_manage ? (
                  <a class="outgoing__origin" href={formatPrivacyRoute({ page: "connectors", itemId: connector.id })}>
                    {name}
                  </a>
                ) : (
                  <span class="outgoing__origin">{name}</span>
                )}
                <span class="table__second">{connector.origin}</span>
                <span class="table__second">{connector.is_for_all ? words.all : connector.sites.join(", ")}</span>
                {!connector.may_manage && <span class="table__second">{words.notYours}</span>}
              </th>
              <td data-label={words.when}>{rulesOf(texts, connector.rules)}</td>
              <td data-label={words.state}>
                <StateLine state={state} />
                {connector.without_basis.length > 0 && (
                  <span class="table__second outgoing__less">
                    {words.withoutBasis(connector.without_basis.join(", "))}
                  </span>
                )}
              </td>
              <td data-label={words.waiting}>{waitingOf(texts, connector)}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

/** What the CRM is called; its kind where the panel has no form of it. */
export function titleOf({ kind }: Connector, forms: readonly Form[]): string {
  return forms.find((form) => form.kind === kind)?.title ?? kind;
}
