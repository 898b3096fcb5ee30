// The requests of a data subject about this person, for who handles them.
import type { AboutRequest } from "../../live/customer_requests";
import { formatPrivacyRoute } from "../../route";
import { calendarDay } from "../../texts/time";
import { useCardTexts } from "./words";

export function RequestsPart({ requests }: { readonly requests: readonly AboutRequest[] }) {
  const texts = useCardTexts();
  const words = texts.customer;
  return (
    <section class="card__part">
      <h3 class="facts__term">{words.requests}</h3>
      {requests.length === 0 && <p class="card__note">{words.noRequests}</p>}
      <ul class="card__list">
        {requests.map(({ id, number, kind, status, due_on }) => {
          const isOpen = status !== "answered" && status !== "refused";
          return (
            <li key={id}>
              <a href={formatPrivacyRoute({ page: "requests", itemId: id })}>
                {words.request(number, words.kinds[kind] ?? kind)}
              </a>
              <span class="card__note">
                {[words.statuses[status] ?? status, isOpen && due_on && words.due(calendarDay(texts, due_on))]
                  .filter(Boolean)
                  .join(", ")}
              </span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
