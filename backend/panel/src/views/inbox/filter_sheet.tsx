// The form of the filter: it changes the address at once, and with it the list.
import { useEffect, useRef, useState } from "preact/hooks";
import { adoptStyles } from "../../../../../widget/src/sheets";
import type { Filter } from "../../operator.gen";
import { MAX_IDS, NOTHING_WANTED } from "../../state/filter_query";
import { NONE, STATES } from "../../state/filters";
import { colleaguesOf, departmentsOf } from "../../state/past_choices";
import { asLocalInput } from "../../state/snooze_times";
import styles from "../../styles/filter_sheet.css";
import { useTexts } from "../context";
import type { FilterMenuProps } from "./filter_menu";
import { SomeOf } from "./some_of";
import { useSheetTexts } from "./words";

adoptStyles(document, styles);

export interface FilterSheetProps extends Omit<FilterMenuProps, "openedByKey"> {
  readonly id: string;
  readonly onDone: () => void;
}

type IdField = "site_ids" | "department_ids" | "operator_ids" | "tag_ids";
type Named = { readonly id: string; readonly name: string };

const SCORES = [1, 2, 3, 4, 5];
const DAY_MS = 86_400_000;

export function FilterSheet({ id, session, wanted, startsAtName, onWanted, onSave, onDone }: FilterSheetProps) {
  const texts = useTexts();
  const words = useSheetTexts().filter;
  const sheet = useRef<HTMLElement>(null);
  const [name, setName] = useState("");
  useEffect(() => {
    const first = startsAtName && wanted ? ".filter__save input" : "summary";
    sheet.current?.querySelector<HTMLElement>(first)?.focus();
  }, [startsAtName]);

  const { filter, unansweredMin } = wanted ?? NOTHING_WANTED;
  function change(part: { readonly [K in keyof Filter]?: Filter[K] | undefined }, minutes = unansweredMin) {
    const next = Object.entries({ ...filter, ...part }).filter(
      ([, value]) => value !== undefined && value !== null && !(Array.isArray(value) && value.length === 0),
    );
    onWanted(next.length === 0 ? null : { filter: Object.fromEntries(next) as Filter, unansweredMin: minutes });
  }

  const sites = session?.sites ?? [];
  const departments = departmentsOf(sites, texts.inbox.archived);
  const tags = [...(session?.labels.values() ?? [])].flat().filter(({ kind }) => kind === "tag");
  const ids: readonly { label: string; field: IdField; offered: readonly Named[] }[] = [
    { label: words.site, field: "site_ids", offered: sites.length > 1 ? sites : [] },
    {
      label: words.department,
      field: "department_ids",
      offered: departments.length > 0 ? [{ id: NONE, name: words.noDepartment }, ...departments] : [],
    },
    {
      label: words.operator,
      field: "operator_ids",
      offered: [{ id: NONE, name: words.nobodys }, ...colleaguesOf(sites, words.former)],
    },
    { label: words.tag, field: "tag_ids", offered: tags },
  ];
  return (
    <section class="menu__sheet filter__sheet" id={id} ref={sheet} aria-label={words.label}>
      <SomeOf
        label={words.state}
        any={words.any}
        offered={STATES.map((id) => ({ id, name: words.states[id] }))}
        chosen={filter.states ?? []}
        most={STATES.length}
        onChoose={(states) => change({ states })}
      />
      {ids.map(({ label, field, offered }) => (
        <SomeOf
          key={field}
          {...{ label, offered }}
          any={words.any}
          chosen={filter[field] ?? []}
          most={MAX_IDS}
          onChoose={(chosen) => change({ [field]: chosen })}
        />
      ))}
      <SomeOf
        label={words.score}
        any={words.any}
        offered={SCORES.map((id) => ({ id, name: words.scoreOf(id) }))}
        chosen={filter.scores ?? []}
        most={SCORES.length}
        onChoose={(scores) => change({ scores })}
      />
      <div class="filter__period">
        <label class="filter__field">
          {words.since}
          <input
            class="input"
            type="date"
            aria-describedby={`${id}-period`}
            value={filter.since ? asLocalInput(new Date(filter.since)).slice(0, 10) : ""}
            onChange={({ currentTarget: { value } }) => change({ since: value ? startOf(value, 0) : undefined })}
          />
        </label>
        <label class="filter__field">
          {words.until}
          <input
            class="input"
            type="date"
            aria-describedby={`${id}-period`}
            value={filter.until ? asLocalInput(new Date(Date.parse(filter.until) - DAY_MS / 2)).slice(0, 10) : ""}
            onChange={({ currentTarget: { value } }) => change({ until: value ? startOf(value, 1) : undefined })}
          />
        </label>
        <p class="filter__hint" id={`${id}-period`}>
          {words.periodHint}
        </p>
      </div>
      <label class="filter__field">
        {words.unanswered}
        <input
          class="input"
          type="number"
          min={1}
          max={10_080}
          inputMode="numeric"
          aria-describedby={`${id}-unanswered`}
          value={unansweredMin ?? ""}
          onChange={({ currentTarget: { value } }) => {
            const minutes = Number.parseInt(value, 10);
            const isGiven = minutes >= 1 && minutes <= 10_080;
            change({ is_unanswered: isGiven ? true : undefined }, isGiven ? minutes : null);
          }}
        />
      </label>
      <p class="filter__hint" id={`${id}-unanswered`}>
        {words.unansweredHint}
      </p>
      {wanted && (
        <form
          class="actions__time filter__save"
          onSubmit={(event) => {
            event.preventDefault();
            if (name.trim() === "") return;
            onSave(name.trim(), wanted);
            setName("");
            onDone();
          }}
        >
          <input
            class="input"
            maxLength={40}
            value={name}
            placeholder={words.name}
            aria-label={words.name}
            onInput={(event) => setName(event.currentTarget.value)}
          />
          <button class="button" type="submit" aria-disabled={name.trim() === ""}>
            {words.save}
          </button>
        </form>
      )}
      <div class="filter__end">
        <button class="button button--quiet" type="button" onClick={() => onWanted(null)}>
          {words.reset}
        </button>
        <button
          class="button button--primary"
          type="button"
          onClick={() => {
            onDone();
          }}
        >
          {words.done}
        </button>
      </div>
    </section>
  );
}

/** The first instant of a day in the operator's zone, or so many days later. */
function startOf(day: string, later: number): string {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  return new Date(year, month - 1, date + later).toISOString();
}
