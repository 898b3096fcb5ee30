// «Отчёты»: numbers of a period beside those of the one before, plots, and tables to sort and to take away.
import { useState } from "preact/hooks";
import { fetchReport, type Report } from "../../../live/report_requests";
import { calendarDays, fullWhen } from "../../../texts/time";
import { Page, Section } from "../../page";
import { Problem } from "../../problem";
import { useLoaded } from "../../use_loaded";
import { usePrivacyTexts } from "../words";
import { areDaysRight, Choices, firstChoice } from "./choices";
import { ListingContext, ListingDialog, type Opened } from "./listing";
import { DaysPart, Files, GroupPart, HoursPart, RatingsPart, WeekPart } from "./report_parts";
import { firstOf, Tiles } from "./tiles";

export function Reports() {
  const texts = usePrivacyTexts();
  const words = texts.reports;
  const [choice, setChoice] = useState(() => firstChoice(new Date()));
  // What was asked last: while somebody writes days, the report before stays
  const [asked, setAsked] = useState(choice.filters);
  const { value, failure, isLoading, reload } = useLoaded(JSON.stringify([asked, texts.language]), () =>
    fetchReport(asked, texts.language),
  );
  const [opened, setOpened] = useState<Opened | null>(null);
  const [options, setOptions] = useState<Report["filters"] | null>(null);
  if (value && value.filters !== options) setOptions(value.filters);

  return (
    <Page
      title={words.title}
      lead={words.lead}
      action={
        <button class="button report__print" type="button" onClick={() => print()}>
          {words.print}
        </button>
      }
    >
      <Choices
        choice={choice}
        options={options}
        onChoose={(next) => {
          setChoice(next);
          if (areDaysRight(next.filters)) setAsked(next.filters);
        }}
      />
      {!areDaysRight(choice.filters) && (
        <p class="form__problem" role="alert">
          {words.wrongDays}
        </p>
      )}
      <Problem failure={failure} />
      {failure && (
        <button class="button" type="button" aria-disabled={isLoading} onClick={reload}>
          {texts.pages.retry}
        </button>
      )}
      {!value && !failure && (
        <p class="page__empty skeleton" role="status">
          {words.loading}
        </p>
      )}
      {value && <Counted report={value} />}
      {value?.total.conversations === 0 && <p class="page__empty">{words.empty}</p>}
      {value && value.total.conversations !== 0 && (
        <ListingContext.Provider value={{ filters: asked, onOpen: setOpened }}>
          <Summary report={value} filters={asked} />
          <DaysPart report={value} filters={asked} />
          <div class="report__pair">
            <HoursPart report={value} filters={asked} />
            <WeekPart report={value} filters={asked} />
          </div>
          <GroupPart of="operators" report={value} filters={asked} />
          <GroupPart of="departments" report={value} filters={asked} />
          {value.filters.sites.length > 1 && <GroupPart of="sites" report={value} filters={asked} />}
          <GroupPart of="sources" report={value} filters={asked} />
          <RatingsPart report={value} filters={asked} />
        </ListingContext.Provider>
      )}
      {value && opened && <ListingDialog report={value} opened={opened} onClose={() => setOpened(null)} />}
    </Page>
  );
}

/** What the figures are of, and how fresh they are. */
function Counted({ report }: { readonly report: Report }) {
  const texts = usePrivacyTexts();
  const words = texts.reports;
  const days = calendarDays(texts, report.before_since, report.before_until);
  return (
    <p class="page__lead report__counted" role="status">
      <strong>{calendarDays(texts, report.since, report.until)}</strong>
      <span>{report.is_running ? words.comparedSoFar(days) : words.compared(days)}</span>
      {report.counted_at !== null && <span>{words.counted(fullWhen(texts, new Date(report.counted_at)))}</span>}
      {!report.is_whole && <strong class="report__gathering">{words.gathering}</strong>}
    </p>
  );
}

function Summary({
  report,
  filters,
}: {
  readonly report: Report;
  readonly filters: Parameters<typeof fetchReport>[0];
}) {
  const texts = usePrivacyTexts();
  const words = texts.reports;
  const [isWhole, setIsWhole] = useState(false);
  const name = report.sections.find(({ key }) => key === "summary")?.name ?? "";
  const first = firstOf(report);
  const others = report.figures.map(({ key }) => key).filter((key) => !first.includes(key));
  return (
    <Section title={name}>
      <Files filters={filters} of="summary" name={name} />
      <Tiles report={report} keys={isWhole ? [...first, ...others] : first} />
      <button class="button button--quiet" type="button" aria-expanded={isWhole} onClick={() => setIsWhole(!isWhole)}>
        {isWhole ? words.less : words.more}
      </button>
    </Section>
  );
}
