// What narrows a search down: a line that opens into a few plain fields.
import type { SiteRef } from "../../operator.gen";
import { countFilters, NO_FILTERS, type Period, type SearchFilters } from "../../state/search";
import { useTexts } from "../context";
import { Icon } from "../icons";

export interface FiltersProps {
  readonly filters: SearchFilters;
  readonly sites: readonly SiteRef[];
  readonly onFilters: (filters: SearchFilters) => void;
}

const PERIODS: readonly Period[] = ["", "7", "30", "365"];

export function SearchFilterFields({ filters, sites, onFilters }: FiltersProps) {
  const texts = useTexts();
  const words = texts.search;
  const count = countFilters(filters);
  const chosen = sites.filter(({ id }) => filters.siteId === "" || id === filters.siteId);
  const departments = chosen.flatMap((site) => site.departments ?? []);
  const set = (change: Partial<SearchFilters>) => onFilters({ ...filters, ...change });
  return (
    <details class="search-filters">
      <summary class="search-filters__summary">
        <Icon name="chevron" />
        {words.filters(count)}
      </summary>
      <div class="search-filters__fields">
        {sites.length > 1 && (
          <Choice
            label={words.site}
            value={filters.siteId}
            options={[["", words.anySite], ...sites.map(({ id, name }) => [id, name] as const)]}
            onChoose={(siteId) => set({ siteId, departmentId: "" })}
          />
        )}
        {departments.length > 0 && (
          <Choice
            label={words.department}
            value={filters.departmentId}
            options={[["", words.anyDepartment], ...departments.map(({ id, name }) => [id, name] as const)]}
            onChoose={(departmentId) => set({ departmentId })}
          />
        )}
        <Choice
          label={words.status}
          value={filters.status}
          options={[
            ["", words.anyStatus],
            ["open", words.onlyOpen],
            ["closed", words.onlyClosed],
          ]}
          onChoose={(status) => set({ status: status as SearchFilters["status"] })}
        />
        <Choice
          label={words.period}
          value={filters.period}
          options={PERIODS.map((period) => [period, words.periods[period]] as const)}
          onChoose={(period) => set({ period: period as Period })}
        />
        <Tick label={words.mine} isOn={filters.isMine} onToggle={(isMine) => set({ isMine })} />
        <Tick label={words.withFiles} isOn={filters.hasFiles} onToggle={(hasFiles) => set({ hasFiles })} />
        {count > 0 && (
          <button class="button button--quiet" type="button" onClick={() => onFilters(NO_FILTERS)}>
            {words.clearFilters}
          </button>
        )}
      </div>
    </details>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly value: string;
  readonly options: readonly (readonly [value: string, says: string])[];
  readonly onChoose: (value: string) => void;
}

function Choice({ label, value, options, onChoose }: ChoiceProps) {
  return (
    <label class="search-filters__field">
      {label}
      <select class="input" value={value} onChange={(event) => onChoose(event.currentTarget.value)}>
        {options.map(([option, says]) => (
          <option key={option} value={option}>
            {says}
          </option>
        ))}
      </select>
    </label>
  );
}

function Tick({ label, isOn, onToggle }: { label: string; isOn: boolean; onToggle: (isOn: boolean) => void }) {
  return (
    <label class="search-filters__tick">
      <input type="checkbox" checked={isOn} onChange={(event) => onToggle(event.currentTarget.checked)} />
      {label}
    </label>
  );
}
