// Exports in rows: what each is of, how far it is, and what can be done with it. On a phone a card each.
import type { ConditionChoices, Export } from "../../../live/export_requests";
import { fullWhen } from "../../../texts/time";
import { type PrivacyTexts, usePrivacyTexts } from "../words";
import { conditionsInWords } from "./conditions";

export interface ExportTableProps {
  readonly exports: readonly Export[];
  readonly choices: ConditionChoices;
  readonly isBusy: boolean;
  readonly onTake: (one: Export) => void;
  readonly onLeave: (one: Export) => void;
}

export function ExportTable({ exports, choices, isBusy, onTake, onLeave }: ExportTableProps) {
  const texts = usePrivacyTexts();
  const words = texts.exports;
  return (
    <table class="table export__table">
      <thead>
        <tr>
          <th scope="col">{words.table}</th>
          <th scope="col">{words.period}</th>
          <th scope="col">{words.sites}</th>
          <th scope="col">{words.state}</th>
          <th scope="col">
            <span class="unseen">{words.deeds}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {exports.map((one) => (
          <tr key={one.id}>
            <th scope="row">
              {words.kinds[one.kind]}, {words.forms[one.form].short}
              <span class="table__second">{fullWhen(texts, new Date(one.asked_at))}</span>
            </th>
            <td data-label={words.period}>{periodOf(texts, one)}</td>
            <td data-label={words.sites}>
              {one.sites.join(", ")}
              <Conditions one={one} choices={choices} />
              {one.columns.length > 0 && <span class="table__second">{words.someColumns(one.columns.length)}</span>}
              {one.is_masked && <span class="table__second">{words.masked}</span>}
            </td>
            <td data-label={words.state}>
              <Standing one={one} />
            </td>
            <td class="export__deeds">
              {one.state === "done" && (
                <button
                  class="button"
                  type="button"
                  aria-disabled={isBusy}
                  aria-label={words.takeOf(words.kinds[one.kind])}
                  onClick={() => onTake(one)}
                >
                  {words.take}
                </button>
              )}
              {(one.state === "queued" || one.state === "running") && (
                <button
                  class="button"
                  type="button"
                  aria-disabled={isBusy}
                  aria-label={words.cancelOf(words.kinds[one.kind])}
                  onClick={() => onLeave(one)}
                >
                  {words.cancel}
                </button>
              )}
              {one.state === "done" && (
                <button
                  class="button button--quiet"
                  type="button"
                  aria-disabled={isBusy}
                  aria-label={words.removeOf(words.kinds[one.kind])}
                  onClick={() => onLeave(one)}
                >
                  {words.remove}
                </button>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Conditions({ one, choices }: { readonly one: Export; readonly choices: ConditionChoices }) {
  const said = conditionsInWords(usePrivacyTexts(), one.conditions, choices);
  return said && <span class="table__second">{said}</span>;
}

/** How far it is, or how it ended. */
function Standing({ one }: { readonly one: Export }) {
  const texts = usePrivacyTexts();
  const words = texts.exports;
  const number = (count: number) => new Intl.NumberFormat(texts.language).format(count);
  switch (one.state) {
    case "queued":
      return <>{one.rows_about === null ? words.queued : words.again}</>;
    case "running": {
      // What Postgres expects may be too little: then there is no telling how much is left.
      const about = one.rows_about !== null && one.rows_about > one.rows_done ? one.rows_about : null;
      return (
        <>
          <progress
            class="export__progress"
            aria-label={words.progressOf(words.kinds[one.kind])}
            {...(about === null ? {} : { value: one.rows_done, max: about })}
          />
          <span class="table__second">
            {words.rowsOf(number(one.rows_done), about === null ? null : number(about))}
          </span>
        </>
      );
    }
    case "done":
      return (
        <>
          {words.done(number(one.rows_done), one.rows_done, sizeOf(texts, one.size_bytes ?? 0))}
          {one.expires_at && (
            <span class="table__second">{words.until(fullWhen(texts, new Date(one.expires_at)))}</span>
          )}
        </>
      );
    case "failed":
    case "cancelled":
    case "ended":
      return (
        <>
          {words.states[one.state]}
          {words.reasons[one.reason] && <span class="table__second">{words.reasons[one.reason]}</span>}
        </>
      );
    default: {
      const never: never = one.state;
      return never;
    }
  }
}

function periodOf(texts: PrivacyTexts, { since, before }: Export): string {
  const words = texts.exports;
  const day = (at: Date) => new Intl.DateTimeFormat(texts.language, { dateStyle: "medium" }).format(at);
  const from = since && words.from(day(new Date(since)));
  // The last day is the one before the end.
  const to = before && words.to(day(new Date(Date.parse(before) - 1)));
  return [from, to].filter(Boolean).join(" ") || words.allTime;
}

function sizeOf(texts: PrivacyTexts, bytes: number): string {
  const [unit, size] =
    bytes < 1_000_000
      ? (["kilobyte", bytes / 1_000] as const)
      : bytes < 1_000_000_000
        ? (["megabyte", bytes / 1_000_000] as const)
        : (["gigabyte", bytes / 1_000_000_000] as const);
  const shown = Math.max(0.1, size);
  return new Intl.NumberFormat(texts.language, { style: "unit", unit, maximumFractionDigits: 1 }).format(shown);
}
