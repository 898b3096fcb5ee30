// The numbers at the top: each with what it was in the period before.
import type { Figure, Report } from "../../../live/report_requests";
import { usePrivacyTexts } from "../words";
import { Hint } from "./hint";
import { Count } from "./listing";
import { change, shown } from "./numbers";

const FIRST = ["conversations", "missed", "by_bot", "answer_median_s", "answer_p90_s", "resolution_median_s", "rating"];

/** The most telling ones; the others are behind «Подробнее», and so is what a bot did where none did anything. */
export function firstOf({ total, before }: Report): string[] {
  return FIRST.filter((key) => key !== "by_bot" || total[key] || before[key]);
}

export function Tiles({ report, keys }: { readonly report: Report; readonly keys: readonly string[] }) {
  const figures = keys.flatMap((key) => report.figures.find((figure) => figure.key === key) ?? []);
  return (
    <ul class="tiles">
      {figures.map((figure) => (
        <Tile key={figure.key} figure={figure} report={report} />
      ))}
    </ul>
  );
}

function Tile({ figure, report }: { readonly figure: Figure; readonly report: Report }) {
  const texts = usePrivacyTexts();
  const { key, name, definition, unit } = figure;
  const now = report.total[key];
  const before = report.before[key];
  const changed = change(texts, now, before, unit);
  return (
    <li class="tile">
      <div class="tile__name">
        {name}
        <Hint name={name} definition={definition} />
      </div>
      <strong class="tile__value">
        <Count figure={figure} text={shown(texts, now, unit)} value={now} narrower={{}} of="" />
      </strong>
      <span class="tile__before">
        {changed !== null && `${changed}, `}
        {texts.reports.was(
          before === null || before === undefined ? texts.reports.nothing : shown(texts, before, unit),
        )}
      </span>
    </li>
  );
}
