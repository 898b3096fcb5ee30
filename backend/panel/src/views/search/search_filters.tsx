// What narrows a search down: a line that opens into a few plain fields, and below it what is set, each to be taken away.
import { useRef } from "preact/hooks";
import { adoptStyles } from "../../../../../widget/src/sheets";
import type { Label, SiteRef } from "../../operator.gen";
import { NONE } from "../../state/filters";
import { colleaguesOf, departmentsOf } from "../../state/past_choices";
import { countFilters, NO_FILTERS, PERIODS, type Period, type SearchFilters } from "../../state/search";
import styles from "../../styles/search_filters.css";
import { calendarDay } from "../../texts/time";
import { useTexts } from "../context";
import { Icon } from "../icons";
import { useSearchTexts } from "./words";

adoptStyles(document, styles);

export interface FiltersProps {
  readonly filters: SearchFilters;
  readonly sites: readonly SiteRef[];
  /** By the controller whose they are. */
  readonly labels: ReadonlyMap<string, readonly Label[]>;
  readonly me: string;
  readonly onFilters: (filters: SearchFilters) => void;
}

type Option = readonly [value: string, says: string];

export function SearchFilterFields({ filters, sites, labels, me, onFilters }: FiltersProps) {
  const texts = useTexts();
  const words = useSearchTexts();
  const summary = useRef<HTMLElement>(null);
  const chosen = sites.filter(({ id }) => filters.siteId === "" || id === filters.siteId);
  const set = (change: Partial<SearchFilters>) => onFilters({ ...filters, ...change });
  const options = {
    siteId: sites.map(({ id, name }): Option => [id, name]),
    departmentId: departmentOptions(chosen, words.noDepartment, texts.inbox.archived),
    operatorId: operatorsOf(chosen, me, words),
    tagId: optionsOf(
      [...new Set(chosen.map((site) => site.controller_id))]
        .flatMap((id) => labels.get(id ?? "") ?? [])
        .filter(({ kind }) => kind === "tag")
        .map((tag) => (tag.is_archived ? { ...tag, name: texts.inbox.archived(tag.name) } : tag)),
    ),
  };
  const spans = { ...words.periods, dates: spanText(filters) };
  const inForce: readonly (false | readonly [says: string, without: Partial<SearchFilters>])[] = [
    filters.siteId !== "" && [nameIn(options.siteId, filters.siteId), { siteId: "" }],
    filters.departmentId !== "" && [nameIn(options.departmentId, filters.departmentId), { departmentId: "" }],
    filters.operatorId !== "" && [nameIn(options.operatorId, filters.operatorId), { operatorId: "" }],
    filters.tagId !== "" && [nameIn(options.tagId, filters.tagId), { tagId: "" }],
    filters.status !== "" && [words.statuses[filters.status], { status: "" }],
    filters.period !== "" && [spans[filters.period], { period: "", since: "", until: "" }],
    filters.hasFiles && [words.withFiles, { hasFiles: false }],
  ];

  function spanText({ since, until }: SearchFilters): string {
    const days = [since && words.fromDay(calendarDay(texts, since)), until && words.toDay(calendarDay(texts, until))];
    return days.filter(Boolean).join(" ") || words.periods.dates;
  }

  /** What had the focus is gone: it goes to where filters are. */
  function take(without: Partial<SearchFilters>) {
    summary.current?.focus();
    set(without);
  }

  return (
    <div class="search-filters">
      <details>
        <summary class="search-filters__summary" ref={summary}>
          <Icon name="chevron" />
          {words.filters(countFilters(filters))}
        </summary>
        <div class="search-filters__fields">
          {sites.length > 1 && (
            <Choice
              label={words.site}
              value={filters.siteId}
              options={[["", words.anySite], ...options.siteId]}
              onChoose={(siteId) => set({ siteId, departmentId: "", operatorId: "", tagId: "" })}
            />
          )}
          {options.departmentId.length > 0 && (
            <Choice
              label={words.department}
              value={filters.departmentId}
              options={[["", words.anyDepartment], ...options.departmentId]}
              onChoose={(departmentId) => set({ departmentId })}
            />
          )}
          <Choice
            label={words.operator}
            value={filters.operatorId}
            options={[["", words.anyOperator], ...options.operatorId]}
            onChoose={(operatorId) => set({ operatorId })}
          />
          {options.tagId.length > 0 && (
            <Choice
              label={words.tag}
              value={filters.tagId}
              options={[["", words.anyTag], ...options.tagId]}
              onChoose={(tagId) => set({ tagId })}
            />
          )}
          <Choice
            label={words.status}
            value={filters.status}
            options={(["", "open", "closed"] as const).map((status) => [status, words.statuses[status]])}
            onChoose={(status) => set({ status: status as SearchFilters["status"] })}
          />
          <Choice
            label={words.period}
            value={filters.period}
            options={PERIODS.map((period) => [period, words.periods[period]])}
            onChoose={(period) => set({ period: period as Period })}
          />
          {filters.period === "dates" && (
            <>
              <Day label={words.since} value={filters.since} onChoose={(since) => set({ since })} />
              <Day label={words.until} value={filters.until} onChoose={(until) => set({ until })} />
              <p class="search-filters__zone">{words.zone(Intl.DateTimeFormat().resolvedOptions().timeZone)}</p>
            </>
          )}
          <label class="search-filters__tick">
            <input
              type="checkbox"
              checked={filters.hasFiles}
              onChange={(event) => set({ hasFiles: event.currentTarget.checked })}
            />
            {words.withFiles}
          </label>
        </div>
      </details>
      {countFilters(filters) > 0 && (
        <ul class="search-filters__set" aria-label={words.setFilters}>
          {inForce.map(
            (one) =>
              one && (
                <li key={Object.keys(one[1])[0]}>
                  <button
                    class="button search-filters__one"
                    type="button"
                    aria-label={words.without(one[0])}
                    onClick={() => take(one[1])}
                  >
                    <bdi>{one[0]}</bdi>
                    <Icon name="clear" />
                  </button>
                </li>
              ),
          )}
          <li>
            <button class="button button--link" type="button" onClick={() => take(NO_FILTERS)}>
              {words.clearFilters}
            </button>
          </li>
        </ul>
      )}
    </div>
  );
}

/** Of several sites each once. */
function optionsOf(named: readonly { readonly id: string; readonly name: string }[]): Option[] {
  return [...new Map(named.map(({ id, name }) => [id, name]))];
}

/** None first, then those that there are, then those that are archived; nothing where there are none at all. */
function departmentOptions(sites: readonly SiteRef[], none: string, archived: (name: string) => string): Option[] {
  const departments = optionsOf(departmentsOf(sites, archived));
  return departments.length > 0 ? [[NONE, none], ...departments] : [];
}

interface OperatorWords {
  readonly mine: string;
  readonly nobodys: string;
  readonly former: (name: string) => string;
}

/** Oneself first, then nobody, then the others by name: last those who answer no more. */
function operatorsOf(sites: readonly SiteRef[], me: string, { mine, nobodys, former }: OperatorWords): Option[] {
  const answering = new Set(sites.flatMap(({ colleagues }) => colleagues ?? []).map(({ id }) => id));
  const others = optionsOf(colleaguesOf(sites, former)).filter(([id]) => id !== me);
  const rank = (id: string) => (answering.has(id) ? 0 : 1);
  others.sort(([one, name], [other, otherName]) => rank(one) - rank(other) || name.localeCompare(otherName));
  return [[me, mine], [NONE, nobodys], ...others];
}

/** A link may name what is not there any more, or not for this operator. */
function nameIn(options: readonly Option[], value: string): string {
  return options.find(([option]) => option === value)?.[1] ?? "…";
}

interface ChoiceProps {
  readonly label: string;
  readonly value: string;
  readonly options: readonly Option[];
  readonly onChoose: (value: string) => void;
}

function Choice({ label, value, options, onChoose }: ChoiceProps) {
  const isKnown = options.some(([option]) => option === value);
  return (
    <label class="search-filters__field">
      {label}
      <select class="input" value={value} onChange={(event) => onChoose(event.currentTarget.value)}>
        {(isKnown ? options : [...options, [value, "…"] as const]).map(([option, says]) => (
          <option key={option} value={option}>
            {says}
          </option>
        ))}
      </select>
    </label>
  );
}

function Day({ label, value, onChoose }: Omit<ChoiceProps, "options">) {
  return (
    <label class="search-filters__field">
      {label}
      <input class="input" type="date" value={value} onChange={(event) => onChoose(event.currentTarget.value)} />
    </label>
  );
}
