// Which time a report is of, and about whom: every choice is shown at once.
import type { Named, Report, ReportFilters } from "../../../live/report_requests";
import { NONE } from "../../../state/filters";
import { withPast } from "../../../state/past_choices";
import { DayField, Select, wordsOf } from "../fields";
import { usePrivacyTexts } from "../words";
import { zoneOptions } from "../zones";
import { daysOf, ownZone, PRESETS, type Preset, todayIn } from "./periods";

export interface Choice {
  readonly preset: Preset;
  readonly filters: ReportFilters;
}

export interface ChoicesProps {
  readonly choice: Choice;
  /** What there is to choose from; null until the first report has come. */
  readonly options: Report["filters"] | null;
  readonly onChoose: (choice: Choice) => void;
}

const MAX_DAYS = 366;
const DAY_MS = 86_400_000;

/** Seven days of the browser's zone, about everybody. */
export function firstChoice(now: Date): Choice {
  const zone = ownZone();
  const today = todayIn(zone, now);
  const days = daysOf("week", today) ?? { since: today, until: today };
  return { preset: "week", filters: { ...days, zone, siteId: null, departmentId: null, operatorId: null } };
}

/** Whether the server would count these days. */
export function areDaysRight({ since, until }: ReportFilters): boolean {
  const days = (Date.parse(until) - Date.parse(since)) / DAY_MS;
  return days >= 0 && days < MAX_DAYS;
}

export function Choices({ choice, options, onChoose }: ChoicesProps) {
  const texts = usePrivacyTexts();
  const words = texts.reports;
  const { preset, filters } = choice;
  const today = todayIn(filters.zone, new Date());
  const filter = (change: Partial<ReportFilters>) => onChoose({ ...choice, filters: { ...filters, ...change } });

  function choosePreset(next: Preset, zone = filters.zone) {
    const days = daysOf(next, todayIn(zone, new Date())) ?? filters;
    onChoose({ preset: next, filters: { ...filters, zone, since: days.since, until: days.until } });
  }

  const departments = (options?.departments ?? []).filter(
    ({ site_id }) => filters.siteId === null || site_id === filters.siteId,
  );
  return (
    <fieldset class="choices-of-report">
      <legend class="unseen">{words.choose}</legend>
      <Select label={words.period} value={preset} options={wordsOf(PRESETS, words.presets)} onChange={choosePreset} />
      {preset === "custom" && (
        <>
          <DayField label={words.since} value={filters.since} max={today} onInput={(since) => filter({ since })} />
          <DayField label={words.until} value={filters.until} max={today} onInput={(until) => filter({ until })} />
        </>
      )}
      <Select
        label={words.zone}
        value={filters.zone}
        options={zoneOptions([filters.zone, ownZone(), "UTC"], texts.language)}
        onChange={(zone) => choosePreset(preset, zone)}
      />
      {(options?.sites.length ?? 0) > 1 && (
        <Filter
          label={words.site}
          value={filters.siteId}
          named={options?.sites ?? []}
          // A department is of one site
          onChange={(siteId) => filter({ siteId, departmentId: null })}
        />
      )}
      {departments.length > 0 && (
        <Filter
          label={words.department}
          value={filters.departmentId}
          named={[{ id: NONE, name: words.noDepartment }, ...pastLast(departments, texts.inbox.archived)]}
          onChange={(departmentId) => filter({ departmentId })}
        />
      )}
      <Filter
        label={words.operator}
        value={filters.operatorId}
        named={[{ id: NONE, name: words.nobody }, ...pastLast(options?.operators ?? [], words.former)]}
        onChange={(operatorId) => filter({ operatorId })}
      />
    </fieldset>
  );
}

/** What is past stands last, and is marked. */
function pastLast(named: readonly Named[], marked: (name: string) => string): readonly Pick<Named, "id" | "name">[] {
  return withPast(
    named.filter((one) => !one.is_past),
    named.filter((one) => one.is_past),
    marked,
  );
}

interface FilterProps {
  readonly label: string;
  readonly value: string | null;
  readonly named: readonly Pick<Named, "id" | "name">[];
  readonly onChange: (id: string | null) => void;
}

function Filter({ label, value, named, onChange }: FilterProps) {
  const { any } = usePrivacyTexts().reports;
  const options = [["", any] as const, ...named.map(({ id, name }) => [id, name] as const)];
  return <Select label={label} value={value ?? ""} options={options} onChange={(id) => onChange(id || null)} />;
}
