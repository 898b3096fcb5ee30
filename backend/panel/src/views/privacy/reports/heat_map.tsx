// When people write: hours down, weekdays across. It is a table with its numbers in it, and shades only say it again, so it
// is read by screen readers, in forced colours and on paper.
import type { Report } from "../../../live/report_requests";
import { usePrivacyTexts } from "../words";
import { shown } from "./numbers";

const SHADES = 5;

export function HeatMap({ report, name }: { readonly report: Report; readonly name: string }) {
  const texts = usePrivacyTexts();
  const most = Math.max(...report.week.flat());
  return (
    <table class="heat">
      <caption class="unseen">{name}</caption>
      <thead>
        <tr>
          <th scope="col">
            <span class="unseen">{texts.reports.hour}</span>
          </th>
          {report.weekdays.map((weekday) => (
            <th key={weekday} scope="col">
              <abbr title={weekday}>{shortened(weekday, texts.language)}</abbr>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {report.hours.map((_, hour) => (
          <tr key={hour}>
            <th scope="row">{hourName(hour)}</th>
            {report.week.map((day, weekday) => (
              <td key={weekday} data-shade={shadeOf(day[hour] ?? 0, most)}>
                {shown(texts, day[hour], "count")}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** "07:00". */
export function hourName(hour: number): string {
  return `${String(hour).padStart(2, "0")}:00`;
}

/** 0 for none, else 1 to 5: the share of the most. */
export function shadeOf(count: number, most: number): number {
  return count === 0 ? 0 : Math.max(1, Math.ceil((count / most) * SHADES));
}

/** «пн», "Mon": as calendars have them. */
function shortened(weekday: string, language: string): string {
  if (language === "en") return weekday.slice(0, 3);
  return (
    { понедельник: "пн", вторник: "вт", среда: "ср", четверг: "чт", пятница: "пт", суббота: "сб", воскресенье: "вс" }[
      weekday
    ] ?? weekday
  );
}
