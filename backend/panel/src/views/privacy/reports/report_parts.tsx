// The parts of a report below its numbers: plots with their tables, and a table for each way to split them.
import type { ComponentChildren } from "preact";
import {
  type GroupSection,
  type Report,
  type ReportFilters,
  reportHref,
  type Section,
} from "../../../live/report_requests";
import { NONE } from "../../../state/filters";
import { calendarDay } from "../../../texts/time";
import { Section as PageSection } from "../../page";
import { usePrivacyTexts } from "../words";
import { type Bar, Bars } from "./bars";
import { FiguresTable, type FiguresTableProps } from "./figures_table";
import { HeatMap, hourName } from "./heat_map";
import { shown } from "./numbers";

interface PartProps {
  readonly report: Report;
  readonly filters: ReportFilters;
}

/** A part under its heading, with where it is to be had as a file. */
function Part({
  report,
  filters,
  of,
  children,
}: PartProps & { readonly of: Section; readonly children: ComponentChildren }) {
  const { name, note } = report.sections.find(({ key }) => key === of) ?? { name: of, note: null };
  return (
    <PageSection title={name}>
      <Files filters={filters} of={of} name={name} />
      {note && <p class="page__lead report__note">{note}</p>}
      {children}
    </PageSection>
  );
}

/** Where one table is to be had as a file. */
export function Files({
  filters,
  of,
  name,
}: {
  readonly filters: ReportFilters;
  readonly of: Section;
  readonly name: string;
}) {
  const texts = usePrivacyTexts();
  const words = texts.reports;
  return (
    <p class="report__files">
      {(["csv", "xlsx"] as const).map((form) => (
        <a
          key={form}
          class="button button--quiet"
          href={reportHref(filters, texts.language, of, form)}
          download
          title={words.filesNote}
          aria-label={`${words.files(name)}, ${words[form]}`}
        >
          {words[form]}
        </a>
      ))}
    </p>
  );
}

export function DaysPart(props: PartProps) {
  const texts = usePrivacyTexts();
  const { report } = props;
  const day = new Intl.DateTimeFormat(texts.language === "en" ? "en-GB" : "ru", {
    day: "numeric",
    month: "numeric",
    timeZone: "UTC",
  });
  const bars = report.days.map(({ on, values }) => ({
    label: day.format(new Date(`${on}T00:00:00Z`)),
    title: calendarDay(texts, on),
    value: values.conversations ?? 0,
  }));
  return (
    <Part {...props} of="days">
      {bars.length > 1 && <Plot {...props} of="days" bars={bars} />}
      <details class="report__table" open={bars.length === 1}>
        <summary>{texts.reports.asTable}</summary>
        <FiguresTable
          caption={nameOf(report, "days")}
          kind={texts.reports.day}
          figures={report.figures}
          rows={report.days.map(({ on, values }) => ({ id: on, name: on, values }))}
          nameOf={(on) => calendarDay(texts, on)}
          order={{ by: "name", isDescending: false }}
          narrowerOf={({ name }) => ({ since: name, until: name })}
        />
      </details>
    </Part>
  );
}

export function HoursPart(props: PartProps) {
  const texts = usePrivacyTexts();
  const { report } = props;
  const counted = report.figures.find(({ key }) => key === "conversations")?.name;
  const bars = report.hours.map((value, hour) => ({ label: String(hour), title: hourName(hour), value }));
  return (
    <Part {...props} of="hours">
      <Plot {...props} of="hours" bars={bars} />
      <details class="report__table">
        <summary>{texts.reports.asTable}</summary>
        <table class="table">
          <caption class="unseen">{nameOf(report, "hours")}</caption>
          <thead>
            <tr>
              <th scope="col">{texts.reports.hour}</th>
              <th scope="col">{counted}</th>
            </tr>
          </thead>
          <tbody>
            {bars.map(({ title, value }) => (
              <tr key={title}>
                <th scope="row">{title}</th>
                <td data-label={counted}>{shown(texts, value, "count")}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </Part>
  );
}

export function WeekPart(props: PartProps) {
  return (
    <Part {...props} of="week">
      <HeatMap report={props.report} name={nameOf(props.report, "week")} />
    </Part>
  );
}

const NARROWER: Record<GroupSection, NonNullable<FiguresTableProps["narrowerOf"]>> = {
  // Answers are of who gave them, whoever has the conversation
  operators: ({ id }, figure) => (figure === "answered" ? null : { operatorId: id ?? NONE }),
  departments: ({ id }) => ({ departmentId: id ?? NONE }),
  sites: ({ id }) => (id === null ? null : { siteId: id }),
  // What names one may be cut, or hidden
  sources: () => null,
};

export function GroupPart({ of, ...props }: PartProps & { readonly of: GroupSection }) {
  const { reports: words } = usePrivacyTexts();
  const { report } = props;
  const kinds = { operators: words.operator, departments: words.department, sites: words.site, sources: words.source };
  return (
    <Part {...props} of={of}>
      <FiguresTable
        caption={nameOf(report, of)}
        kind={kinds[of]}
        figures={report.figures}
        rows={report[of]}
        narrowerOf={NARROWER[of]}
      />
    </Part>
  );
}

export function RatingsPart(props: PartProps) {
  const texts = usePrivacyTexts();
  const { report } = props;
  const most = Math.max(1, ...report.scores.map(({ conversations }) => conversations));
  const named = (key: string) => report.figures.find((figure) => figure.key === key)?.name ?? key;
  return (
    <Part {...props} of="ratings">
      <table class="table figures">
        <caption class="unseen">{nameOf(report, "ratings")}</caption>
        <thead>
          <tr>
            <th scope="col">{nameOf(report, "ratings")}</th>
            <th scope="col">{named("rated")}</th>
            <th scope="col">{named("comments")}</th>
          </tr>
        </thead>
        <tbody>
          {[...report.scores].reverse().map(({ score, conversations, comments }) => (
            <tr key={score}>
              <th scope="row">
                {texts.reports.scores(score)}
                <span class="report__share" style={{ width: `${(conversations / most) * 100}%` }} aria-hidden="true" />
              </th>
              <td data-label={named("rated")}>{shown(texts, conversations, "count")}</td>
              <td data-label={named("comments")}>{shown(texts, comments, "count")}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Part>
  );
}

function Plot({ report, of, bars }: PartProps & { readonly of: Section; readonly bars: readonly Bar[] }) {
  const texts = usePrivacyTexts();
  const words = texts.reports;
  const conversations = (count: number) => words.conversations(count, shown(texts, count, "count"));
  const most = bars.reduce((best, bar) => (bar.value > best.value ? bar : best));
  return (
    <Bars
      bars={bars.map((bar) => ({ ...bar, title: `${bar.title}: ${conversations(bar.value)}` }))}
      summary={words.plot(nameOf(report, of), conversations(most.value), most.title)}
      format={(value) => shown(texts, value, "count")}
    />
  );
}

function nameOf(report: Report, section: Section): string {
  return report.sections.find(({ key }) => key === section)?.name ?? section;
}
