// A table with a row for each operator, department, site, source or day, in an order that is chosen by its headings.
import { useState } from "preact/hooks";
import type { Figure, ReportFilters, ReportGroup } from "../../../live/report_requests";
import { Select } from "../fields";
import { usePrivacyTexts } from "../words";
import { Hint } from "./hint";
import { Count } from "./listing";
import { shown } from "./numbers";

/** What there is room for; files have all of them. Where no bot did anything, there is no column of it. */
const COLUMNS = [
  "conversations",
  "answered",
  "missed",
  "by_bot",
  "answer_median_s",
  "answer_work_median_s",
  "resolution_median_s",
  "rating",
];

export interface Order {
  /** A figure, or "name". */
  readonly by: string;
  readonly isDescending: boolean;
}

export interface FiguresTableProps {
  readonly caption: string;
  /** What the first column is of. */
  readonly kind: string;
  readonly figures: readonly Figure[];
  readonly rows: readonly ReportGroup[];
  /** How a row's name is written; as it is unless told. */
  readonly nameOf?: (name: string) => string;
  readonly order?: Order;
  /** What conversations of a row's figure are asked for by; null: by nothing. */
  readonly narrowerOf?: (row: ReportGroup, figure: string) => Partial<ReportFilters> | null;
}

const BUSIEST: Order = { by: "conversations", isDescending: true };

export function FiguresTable({
  caption,
  kind,
  figures,
  rows,
  nameOf = String,
  order = BUSIEST,
  narrowerOf = () => null,
}: FiguresTableProps) {
  const texts = usePrivacyTexts();
  const words = texts.reports;
  const [chosen, setChosen] = useState(order);
  const columns = COLUMNS.filter((key) => key !== "by_bot" || rows.some(({ values }) => values[key])).flatMap(
    (key) => figures.find((figure) => figure.key === key) ?? [],
  );
  if (rows.length === 0) return <p class="page__empty">{words.emptyTable}</p>;

  const choose = (by: string) =>
    setChosen(({ by: before, isDescending }) => ({ by, isDescending: by === before ? !isDescending : by !== "name" }));
  const heading = (by: string, name: string) => (
    <button class="figures__sort" type="button" onClick={() => choose(by)}>
      {name}
      <span aria-hidden="true">{chosen.by === by ? (chosen.isDescending ? " ↓" : " ↑") : ""}</span>
    </button>
  );
  const ariaSort = (by: string) => (chosen.by === by ? (chosen.isDescending ? "descending" : "ascending") : undefined);
  return (
    <>
      {/* Where rows are cards there are no headings to press */}
      <div class="figures__order">
        <Select
          label={words.sort}
          value={chosen.by}
          options={[["name", words.byName], ...columns.map(({ key, name }) => [key, name] as const)]}
          onChange={(by) => setChosen({ by, isDescending: by !== "name" })}
        />
      </div>
      <table class="table figures">
        <caption class="unseen">{caption}</caption>
        <thead>
          <tr>
            <th scope="col" aria-sort={ariaSort("name")}>
              {heading("name", kind)}
            </th>
            {columns.map(({ key, name, definition }) => (
              <th key={key} scope="col" aria-sort={ariaSort(key)}>
                {heading(key, name)}
                <Hint name={name} definition={definition} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {sorted(rows, chosen, texts.language).map((row) => (
            <tr key={row.id ?? row.name}>
              <th scope="row">{nameOf(row.name)}</th>
              {columns.map((figure) => (
                <td key={figure.key} data-label={figure.name}>
                  <Count
                    figure={figure}
                    text={shown(texts, row.values[figure.key], figure.unit)}
                    value={row.values[figure.key]}
                    narrower={narrowerOf(row, figure.key)}
                    of={nameOf(row.name)}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

/** Rows in an order; those that lack the figure come last either way. */
export function sorted(rows: readonly ReportGroup[], { by, isDescending }: Order, language: string): ReportGroup[] {
  const sign = isDescending ? -1 : 1;
  return [...rows].sort((one, other) => {
    if (by === "name") return sign * one.name.localeCompare(other.name, language);
    const [left, right] = [one.values[by] ?? null, other.values[by] ?? null];
    if (left === null || right === null) return Number(left === null) - Number(right === null);
    return sign * (left - right);
  });
}
