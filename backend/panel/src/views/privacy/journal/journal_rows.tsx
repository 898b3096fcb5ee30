// Records of the journal in words: when, who and from where, what, about whom, and how it ended.
import type { Colleague } from "../../../live/colleague_requests";
import type { JournalRecord, OwnJournal } from "../../../live/journal_requests";
import { formatPrivacyRoute } from "../../../route";
import { amidWords } from "../../../state/plain_words";
import { fullWhen } from "../../../texts/time";
import type { PrivacyTexts } from "../words";
import { usePrivacyTexts } from "../words";

/** A page of the inbox has 50: enough names to know whom a record is about, the rest by number. */
const SUBJECTS_SHOWN = 3;

export interface JournalRowsProps {
  readonly records: readonly JournalRecord[];
  readonly sites: OwnJournal["sites"];
  readonly colleagues: readonly Colleague[];
}

export function JournalRows({ records, sites, colleagues }: JournalRowsProps) {
  const texts = usePrivacyTexts();
  const words = texts.journal;
  const names = new Map([
    ...sites.map(({ id, name }) => [id, name] as const),
    ...colleagues.map(({ id, name }) => [id, name] as const),
  ]);
  return (
    <table class="table journal__table">
      <thead>
        <tr>
          <th scope="col">{words.when}</th>
          <th scope="col">{words.who}</th>
          <th scope="col">{words.what}</th>
          <th scope="col">{words.whose}</th>
          <th scope="col">{words.result}</th>
        </tr>
      </thead>
      <tbody>
        {records.map((record) => (
          <tr key={record.number}>
            <th scope="row" class="journal__when">
              <time dateTime={record.at}>{fullWhen(texts, new Date(record.at))}</time>
              <span class="table__second">{words.number(record.number)}</span>
            </th>
            <td data-label={words.who}>
              <bdi>{record.actor.name || (words.actors[record.actor.kind] ?? record.actor.kind)}</bdi>
              {record.actor.network && <span class="table__second">{record.actor.network}</span>}
            </td>
            <td data-label={words.what}>
              {words.actions[record.action] ?? record.action}
              <span class="table__second">{detailsOf(texts, record, names)}</span>
            </td>
            <td data-label={words.whose}>
              <Subjects record={record} />
            </td>
            <td data-label={words.result} class={record.result === "refused" ? "journal__refused" : undefined}>
              {words.results[record.result] ?? record.result}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Subjects({ record }: { readonly record: JournalRecord }) {
  const texts = usePrivacyTexts();
  const words = texts.journal;
  const subjects = [
    ...record.visitor_ids.map((id) => [id, words.visitor] as const),
    ...record.conversation_ids.map((id) => [id, words.conversation] as const),
  ];
  if (subjects.length === 0) return <span class="journal__nobody">{words.nobody}</span>;
  const shown = subjects.length > SUBJECTS_SHOWN + 1 ? subjects.slice(0, SUBJECTS_SHOWN) : subjects;
  return (
    <>
      <Personal record={record} />
      {shown.map(([id, word]) => (
        <a
          key={id}
          class="journal__subject-link"
          href={formatPrivacyRoute({ page: "journal", itemId: id })}
          title={words.only(id)}
        >
          {word(id.slice(-6))}
        </a>
      ))}
      {shown.length < subjects.length && (
        <span class="table__second">{words.andMore(subjects.length - shown.length)}</span>
      )}
    </>
  );
}

/** What was sealed under the person's own key: their name as it was then, for example. */
function Personal({ record: { personal, personal_details } }: { readonly record: JournalRecord }) {
  const words = usePrivacyTexts().journal;
  switch (personal) {
    case "none":
      return null;
    case "blocked":
      return (
        <span class="journal__gone" title={words.blockedHint}>
          {words.blocked}
        </span>
      );
    case "destroyed":
      return (
        <span class="journal__gone" title={words.destroyedHint}>
          {words.destroyed}
        </span>
      );
    case "unreadable":
      return (
        <span class="journal__gone" title={words.unreadableHint}>
          {words.unreadable}
        </span>
      );
    case "open":
      return (
        <span class="journal__personal">
          {Object.entries(personal_details)
            .map(([name, value]) => {
              const said = amidWords(value);
              return name === "visitor_name" ? said : `${words.details[name] ?? name}: ${said}`;
            })
            .join(", ")}
        </span>
      );
  }
}

/** What else the record says, and of which site it is. */
function detailsOf(texts: PrivacyTexts, record: JournalRecord, names: ReadonlyMap<string, string>): string {
  const words = texts.journal;
  const { what, ...rest } = record.details;
  const parts = Object.entries(rest).map(
    ([name, value]) => `${words.details[name] ?? name}: ${amidWords(wordOf(texts, name, value, names))}`,
  );
  const site = record.site_id && names.get(record.site_id);
  return [
    what && (words.whats[what] ?? texts.subjectRequests.events[what] ?? what),
    ...parts,
    site && `${words.details.site_id}: ${site}`,
  ]
    .filter(Boolean)
    .join(", ");
}

function wordOf(texts: PrivacyTexts, name: string, value: string, names: ReadonlyMap<string, string>): string {
  if (name === "since" || (name === "before" && /^\d{4}-\d\d-\d\d/.test(value))) {
    const at = new Date(value.replace(" ", "T"));
    return Number.isNaN(at.getTime()) ? value : fullWhen(texts, at);
  }
  const known: Readonly<Record<string, string>> = {
    ...texts.folders,
    ...texts.colleagues.roles,
    ...texts.journal.actions,
    ...texts.journal.results,
    ...texts.journal.values,
  };
  return names.get(value) ?? known[value] ?? value;
}
