// Who changed what on a card, from what to what, the newest first.
import { useState } from "preact/hooks";
import { type FactChange, type FactName, fetchHistory } from "../../live/customer_requests";
import { fullWhen } from "../../texts/time";
import { Problem } from "../problem";
import { useDeed } from "../use_deed";
import { useLoaded } from "../use_loaded";
import { useCardTexts } from "./words";

interface FactsHistoryProps {
  readonly conversationId: string;
  readonly canReveal: boolean;
}

export function FactsHistory({ conversationId, canReveal }: FactsHistoryProps) {
  const texts = useCardTexts();
  const words = texts.customer;
  const deed = useDeed();
  const first = useLoaded(conversationId, () => fetchHistory(conversationId, null, false));
  const [shown, setShown] = useState<{ changes: readonly FactChange[]; next: string | null; isClear: boolean } | null>(
    null,
  );
  const changes = shown?.changes ?? first.value?.changes;
  const next = shown ? shown.next : first.value?.next_id;
  const isClear = shown?.isClear ?? false;
  if (!changes) {
    return first.failure ? (
      <>
        <Problem failure={first.failure} />
        <button class="button" type="button" aria-disabled={first.isLoading} onClick={first.reload}>
          {texts.pages.retry}
        </button>
      </>
    ) : (
      <p class="card__note skeleton">{texts.pages.loading}</p>
    );
  }

  function look(before: string | null, reveals: boolean) {
    void deed.run(
      () => fetchHistory(conversationId, before, reveals),
      (page) =>
        setShown({
          changes: before === null ? page.changes : [...(changes ?? []), ...page.changes],
          next: page.next_id,
          isClear: reveals,
        }),
    );
  }

  return (
    <>
      {changes.length === 0 && <p class="card__note">{words.noHistory}</p>}
      <ol class="card__list card__history">
        {changes.map(({ id, field, before, after, operator_name, at }) => (
          <li key={id} class="card__words">
            <span class="card__note">{words.fields[field as FactName] ?? field}</span>
            {before ? <bdi>{before}</bdi> : <i>{words.nothing}</i>} →{" "}
            {after ? <bdi>{after}</bdi> : <i>{words.nothing}</i>}
            <span class="card__note">{words.changedBy(operator_name, fullWhen(texts, new Date(at)))}</span>
          </li>
        ))}
      </ol>
      <div class="card__actions">
        {next && (
          <button class="button" type="button" aria-disabled={deed.busy} onClick={() => look(next, isClear)}>
            {texts.pages.more}
          </button>
        )}
        {canReveal && !isClear && changes.some((change) => change.is_masked) && (
          <button
            class="button"
            type="button"
            data-reveals="history"
            aria-disabled={deed.busy}
            onClick={() => look(null, true)}
          >
            {words.showHidden}
          </button>
        )}
      </div>
      <Problem failure={deed.failure} />
    </>
  );
}
