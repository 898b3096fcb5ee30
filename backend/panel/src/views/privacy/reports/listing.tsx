// From a figure to the conversations that it counts: a number that is a button, and the dialog that it opens.
import { createContext } from "preact";
import { useContext, useState } from "preact/hooks";
import {
  fetchListed,
  type ListedRound,
  type Report,
  type ReportFilters,
  type ReportGroup,
} from "../../../live/report_requests";
import type { Failure } from "../../../live/requests";
import { formatRoute } from "../../../route";
import { calendarDays, fullWhen } from "../../../texts/time";
import { Dialog } from "../../dialog";
import { Problem } from "../../problem";
import { useLoaded } from "../../use_loaded";
import { usePrivacyTexts } from "../words";
import { shown } from "./numbers";

/** Figures that are numbers of conversations. */
const COUNTED = new Set(["conversations", "returned", "answered", "missed", "by_bot", "open"]);

export interface Opened {
  readonly figure: string;
  readonly title: string;
  readonly filters: ReportFilters;
}

interface Listing {
  readonly filters: ReportFilters;
  readonly onOpen: (opened: Opened) => void;
}

export const ListingContext = createContext<Listing | null>(null);

export interface CountProps {
  readonly figure: { readonly key: string; readonly name: string };
  readonly text: string;
  readonly value: number | null | undefined;
  /** What the row is of, beside what the report is of; null: of what can't be asked for. */
  readonly narrower: Partial<ReportFilters> | null;
  /** What the row is called; empty for all of them. */
  readonly of: string;
}

/** A figure: where it leads somewhere, a button. */
export function Count({ figure, text, value, narrower, of }: CountProps) {
  const words = usePrivacyTexts().reports;
  const listing = useContext(ListingContext);
  if (!listing || !narrower || !value || !COUNTED.has(figure.key)) return <>{text}</>;
  const title = of ? `${figure.name}: ${of}` : figure.name;
  return (
    <button
      class="figures__list"
      type="button"
      aria-label={words.listOf(title, text)}
      onClick={() => listing.onOpen({ figure: figure.key, title, filters: { ...listing.filters, ...narrower } })}
    >
      {text}
    </button>
  );
}

/** Everything that was asked for, page by page. */
export function ListingDialog({
  report,
  opened,
  onClose,
}: {
  readonly report: Report;
  readonly opened: Opened;
  readonly onClose: () => void;
}) {
  const texts = usePrivacyTexts();
  const words = texts.reports;
  const { figure, title, filters } = opened;
  const first = useLoaded(JSON.stringify([figure, filters]), () => fetchListed(filters, figure, null));
  const [more, setMore] = useState<readonly ListedRound[]>([]);
  const [next, setNext] = useState<string | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [isAsking, setIsAsking] = useState(false);
  const after = more.length > 0 ? next : (first.value?.next ?? null);
  const names = namesOf(report);

  async function goOn() {
    if (isAsking) return;
    setIsAsking(true);
    const answer = await fetchListed(filters, figure, after);
    setIsAsking(false);
    setFailure("failure" in answer ? answer.failure : null);
    if ("failure" in answer) return;
    setMore((before) => [...before, ...answer.value.rounds]);
    setNext(answer.value.next);
  }

  return (
    <Dialog title={title} isWide onClose={onClose}>
      <p class="page__lead">{words.listNote}</p>
      <Problem failure={first.failure ?? failure} />
      {!first.value && !first.failure && <p role="status">{words.loading}</p>}
      {first.value && (
        <>
          <p role="status">
            {calendarDays(texts, filters.since, filters.until)}
            {" · "}
            {words.conversations(first.value.count, shown(texts, first.value.count, "count"))}
          </p>
          <ol class="listed">
            {[...first.value.rounds, ...more].map((round) => (
              <li key={`${round.conversation_id} ${round.number}`} class="listed__round">
                <Round round={round} names={names} />
              </li>
            ))}
          </ol>
        </>
      )}
      {after !== null && (
        <button class="button" type="button" aria-disabled={isAsking} onClick={() => void goOn()}>
          {words.listMore}
        </button>
      )}
    </Dialog>
  );
}

function Round({ round, names }: { readonly round: ListedRound; readonly names: ReadonlyMap<string, string> }) {
  const texts = usePrivacyTexts();
  const words = texts.reports;
  const { conversation_id: conversationId, department_id: departmentId, operator_id: operatorId } = round;
  const asked = fullWhen(texts, new Date(round.asked_at));
  const about = [
    departmentId === null ? words.noDepartment : (names.get(departmentId) ?? "…"),
    operatorId === null ? words.nobody : (names.get(operatorId) ?? "…"),
    round.number > 1 && words.listAgain,
    round.answered_at === null && words.listUnanswered,
    round.closed_at === null && words.listOpen,
    round.score !== null && words.scores(round.score),
    !round.is_shown && words.listBlocked,
  ];
  return (
    <>
      {round.is_shown ? (
        <a href={formatRoute({ folder: round.closed_at === null ? "all" : "closed", conversationId })}>{asked}</a>
      ) : (
        <span>{asked}</span>
      )}
      <span class="listed__about">{about.filter(Boolean).join(" · ")}</span>
    </>
  );
}

function namesOf({ operators, departments, filters }: Report): ReadonlyMap<string, string> {
  const named: readonly Pick<ReportGroup, "id" | "name">[] = [
    ...filters.operators,
    ...filters.departments,
    ...operators,
    ...departments,
  ];
  return new Map(named.map(({ id, name }) => [id ?? "", name]));
}
