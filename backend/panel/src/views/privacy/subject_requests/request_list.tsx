// The list: open requests with what is due first, or closed ones; and the form for a new one.
import { useState } from "preact/hooks";
import { fetchRequests, type RequestLine } from "../../../live/subject_request_requests";
import { formatPrivacyRoute } from "../../../route";
import { calendarDayOf } from "../../../texts/time";
import { Listed, Page } from "../../page";
import { useDeed } from "../../use_deed";
import { useLoaded } from "../../use_loaded";
import { usePrivacyTexts } from "../words";
import { DueWords } from "./due_words";
import { RequestForm } from "./request_form";
import { RequestProblem } from "./request_problem";

type Folder = "open" | "closed";

export function RequestList({ onOpen }: { readonly onOpen: (id: string) => void }) {
  const texts = usePrivacyTexts();
  const words = texts.subjectRequests;
  const [folder, setFolder] = useState<Folder>("open");
  const [isAdding, setIsAdding] = useState(false);
  const first = useLoaded(folder, () => fetchRequests(folder, null));
  const [later, setLater] = useState<{ folder: Folder; rows: readonly RequestLine[]; next: string | null } | null>(
    null,
  );
  const deed = useDeed();
  const more = later?.folder === folder ? later : null;
  const rows = first.value && [...first.value.requests, ...(more?.rows ?? [])];
  const next = more ? more.next : (first.value?.next ?? null);

  function showMore() {
    if (next === null) return;
    void deed.run(
      () => fetchRequests(folder, next),
      (page) => setLater({ folder, rows: [...(more?.rows ?? []), ...page.requests], next: page.next }),
    );
  }

  return (
    <Page
      title={words.title}
      lead={words.lead}
      action={
        !isAdding && (
          <button
            class="button button--primary"
            type="button"
            aria-disabled={!first.value}
            onClick={() => first.value && setIsAdding(true)}
          >
            {words.add}
          </button>
        )
      }
    >
      {isAdding && first.value && (
        <RequestForm firms={first.value.firms} onSaved={onOpen} onCancel={() => setIsAdding(false)} />
      )}
      <fieldset class="choice" aria-label={words.folders}>
        {(["open", "closed"] as const).map((one) => (
          <button
            key={one}
            class="button"
            type="button"
            aria-pressed={folder === one}
            onClick={() => {
              setLater(null);
              setFolder(one);
            }}
          >
            {words[one]}
          </button>
        ))}
      </fieldset>
      <Listed
        rows={rows}
        failure={first.failure}
        isLoading={first.isLoading}
        onRetry={first.reload}
        empty={folder === "open" ? words.emptyOpen : words.emptyClosed}
      >
        {(requests) => <RequestTable requests={requests} isClosed={folder === "closed"} />}
      </Listed>
      <RequestProblem failure={deed.failure} />
      {next !== null && (
        <button class="button" type="button" aria-disabled={deed.busy} onClick={showMore}>
          {texts.pages.more}
        </button>
      )}
    </Page>
  );
}

function RequestTable({
  requests,
  isClosed,
}: {
  readonly requests: readonly RequestLine[];
  readonly isClosed: boolean;
}) {
  const texts = usePrivacyTexts();
  const words = texts.subjectRequests;
  return (
    <table class="table requests__table">
      <thead>
        <tr>
          <th scope="col">{words.subject}</th>
          <th scope="col">{words.kind}</th>
          <th scope="col">{isClosed ? words.closedAt : words.due}</th>
          <th scope="col">{words.status}</th>
          <th scope="col">{words.received}</th>
        </tr>
      </thead>
      <tbody>
        {requests.map((one) => (
          <tr key={one.id}>
            <th scope="row">
              <a href={formatPrivacyRoute({ page: "requests", itemId: one.id })}>
                {words.number(one.number)} {one.name}
              </a>
              {one.site_name && <span class="table__second">{one.site_name}</span>}
            </th>
            <td data-label={words.kind}>{words.kinds[one.kind]}</td>
            <td data-label={isClosed ? words.closedAt : words.due}>
              {isClosed && one.closed_at ? calendarDayOf(texts, one.closed_at) : <DueWords due={one.due} />}
            </td>
            <td data-label={words.status}>{words.statuses[one.status]}</td>
            <td data-label={words.received}>
              {calendarDayOf(texts, one.received_at)}
              <span class="table__second">{words.sources[one.source]}</span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
