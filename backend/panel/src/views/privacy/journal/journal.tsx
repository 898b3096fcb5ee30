// «Журнал действий»: who did what with whose data, the same as CSV, and whether the record is whole.
import { useEffect, useState } from "preact/hooks";
import { fetchColleagues } from "../../../live/colleague_requests";
import {
  fetchJournal,
  fetchJournalState,
  type JournalFilters,
  type JournalPage,
  journalCsvHref,
} from "../../../live/journal_requests";
import { Listed, Page } from "../../page";
import { Problem } from "../../problem";
import { useDeed } from "../../use_deed";
import { useLoaded } from "../../use_loaded";
import type { PrivacyPageProps } from "../views";
import { usePrivacyTexts } from "../words";
import { Filters } from "./filters";
import { Integrity } from "./integrity";
import { JournalRows } from "./journal_rows";

const NO_FILTERS: JournalFilters = {
  controllerId: null,
  since: null,
  before: null,
  operatorId: null,
  action: null,
  result: null,
  subjectId: null,
  siteId: null,
};

/** The item of this page is a visitor or a conversation: the address of the records about them. */
export function Journal({ itemId, onOpen }: PrivacyPageProps) {
  const texts = usePrivacyTexts();
  const [chosen, setChosen] = useState(NO_FILTERS);
  const filters = { ...chosen, subjectId: itemId };
  const key = JSON.stringify(filters);
  const first = useLoaded(key, () => fetchJournal(filters, null));
  const state = useLoaded(`state ${chosen.controllerId}`, () => fetchJournalState(chosen.controllerId));
  const colleagues = useLoaded("colleagues", fetchColleagues).value?.operators ?? [];
  const [older, setOlder] = useState<{ key: string; pages: readonly JournalPage[] }>({ key, pages: [] });
  const more = useDeed();

  // Pages that followed another first page are not shown after this one
  useEffect(() => setOlder({ key, pages: [] }), [key, first.value]);
  const pages = first.value ? [first.value, ...(older.key === key ? older.pages : [])] : null;
  const nextBelow = pages?.at(-1)?.next_below ?? null;
  const records = pages?.flatMap((page) => page.records) ?? null;
  const journal = state.value?.journals.find(({ controller_id }) => controller_id === state.value?.controller_id);

  function showMore() {
    void more.run(
      () => fetchJournal(filters, nextBelow),
      (page) => setOlder((before) => (before.key === key ? { key, pages: [...before.pages, page] } : before)),
    );
  }

  return (
    <Page
      title={texts.journal.title}
      lead={texts.journal.lead}
      action={
        <a class="button" href={journalCsvHref(filters)} download title={texts.journal.csvNote}>
          {texts.journal.csv}
        </a>
      }
    >
      {journal && !journal.is_whole && <p class="page__lead">{texts.journal.partial}</p>}
      <Filters
        // The number in the address may change under the form
        key={itemId}
        chosen={filters}
        journals={state.value?.journals ?? []}
        sites={journal?.sites ?? []}
        colleagues={colleagues}
        onChoose={(next) => {
          setChosen(next);
          if (next.subjectId !== itemId) onOpen(next.subjectId);
        }}
        onReset={() => {
          setChosen(NO_FILTERS);
          onOpen(null);
        }}
      />
      <Listed
        // What was looked through without a find is no empty journal
        rows={records?.length === 0 && nextBelow !== null ? null : records}
        failure={first.failure}
        isLoading={first.isLoading}
        onRetry={first.reload}
        empty={texts.journal.empty}
      >
        {(rows) => <JournalRows records={rows} sites={journal?.sites ?? []} colleagues={colleagues} />}
      </Listed>
      <Problem failure={more.failure} />
      {nextBelow !== null && (
        <p class="journal__more">
          <button class="button" type="button" aria-disabled={more.busy} onClick={showMore}>
            {records?.length === 0 ? texts.journal.searchOn : texts.pages.more}
          </button>
          <span class="form__hint" role="status">
            {more.busy ? texts.pages.loading : texts.journal.lookedTo(nextBelow)}
          </span>
        </p>
      )}
      {state.value && <Integrity key={state.value.controller_id} state={state.value} />}
      <Problem failure={state.failure} />
    </Page>
  );
}
