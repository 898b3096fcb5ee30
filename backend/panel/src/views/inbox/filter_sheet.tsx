// The form of the filter: it changes the address at once, and with it the list.
import { useEffect, useRef, useState } from "preact/hooks";
import type { Filter, State } from "../../operator.gen";
import { NOTHING_WANTED } from "../../state/filter_query";
import { STATES } from "../../state/filters";
import { asLocalInput } from "../../state/snooze_times";
import type { FilterMenuProps } from "./filter_menu";
import { useSheetTexts } from "./words";

export interface FilterSheetProps extends Omit<FilterMenuProps, "openedByKey"> {
  readonly id: string;
  readonly onDone: () => void;
}

type IdField = "site_ids" | "department_ids" | "operator_ids" | "tag_ids";
type Named = { readonly id: string; readonly name: string };

const LOW_SCORES = [1, 2, 3];
const DAY_MS = 86_400_000;

export function FilterSheet({ id, session, wanted, startsAtName, onWanted, onSave, onDone }: FilterSheetProps) {
  const words = useSheetTexts().filter;
  const sheet = useRef<HTMLElement>(null);
  const [name, setName] = useState("");
  useEffect(() => {
    const first = startsAtName && wanted ? ".filter__save input" : "select, input";
    sheet.current?.querySelector<HTMLElement>(first)?.focus();
  }, [startsAtName]);

  const { filter, unansweredMin } = wanted ?? NOTHING_WANTED;
  function change(part: { readonly [K in keyof Filter]?: Filter[K] | undefined }, minutes = unansweredMin) {
    const next = Object.entries({ ...filter, ...part }).filter(
      ([, value]) => value !== undefined && value !== null && !(Array.isArray(value) && value.length === 0),
    );
    onWanted(next.length === 0 ? null : { filter: Object.fromEntries(next) as Filter, unansweredMin: minutes });
  }

  /** One of several: what a shared address names besides is kept until another is chosen. */
  function choice(label: string, field: IdField, offered: readonly Named[]) {
    if (offered.length === 0) return null;
    const chosen = filter[field] ?? [];
    const value = chosen.length > 1 ? chosen.join() : (chosen[0] ?? "");
    return (
      <label class="filter__field">
        {label}
        <select
          class="input"
          value={value}
          onChange={(event) => {
            const { value: next } = event.currentTarget;
            change({ [field]: next === "" ? undefined : next.split(",") });
          }}
        >
          <option value="">{words.any}</option>
          {chosen.length > 1 && <option value={value}>{namesOf(chosen, offered)}</option>}
          {offered.map((one) => (
            <option key={one.id} value={one.id}>
              {one.name}
            </option>
          ))}
        </select>
      </label>
    );
  }

  const sites = session?.sites ?? [];
  const tags = [...(session?.labels.values() ?? [])].flat().filter(({ kind }) => kind === "tag");
  return (
    <section class="menu__sheet filter__sheet" id={id} ref={sheet} aria-label={words.label}>
      <label class="filter__field">
        {words.state}
        <select
          class="input"
          value={(filter.states ?? []).join()}
          onChange={({ currentTarget: { value } }) =>
            change({ states: value === "" ? undefined : (value.split(",") as State[]) })
          }
        >
          <option value="">{words.any}</option>
          {(filter.states?.length ?? 0) > 1 && (
            <option value={filter.states?.join()}>{filter.states?.map((one) => words.states[one]).join(", ")}</option>
          )}
          {STATES.map((state) => (
            <option key={state} value={state}>
              {words.states[state]}
            </option>
          ))}
        </select>
      </label>
      {choice(words.site, "site_ids", sites.length > 1 ? sites : [])}
      {choice(words.department, "department_ids", uniqueOf(sites.flatMap(({ departments }) => departments ?? [])))}
      {choice(words.operator, "operator_ids", uniqueOf(sites.flatMap(({ colleagues }) => colleagues ?? [])))}
      {choice(words.tag, "tag_ids", tags)}
      <label class="filter__field">
        {words.score}
        <select
          class="input"
          value={(filter.scores ?? []).join()}
          onChange={({ currentTarget: { value } }) =>
            change({ scores: value === "" ? undefined : value.split(",").map(Number) })
          }
        >
          <option value="">{words.any}</option>
          <option value={LOW_SCORES.join()}>{words.lowScores}</option>
          {[1, 2, 3, 4, 5].map((score) => (
            <option key={score} value={String(score)}>
              {words.scoreOf(score)}
            </option>
          ))}
        </select>
      </label>
      <div class="filter__period">
        <label class="filter__field">
          {words.since}
          <input
            class="input"
            type="date"
            value={filter.since ? asLocalInput(new Date(filter.since)).slice(0, 10) : ""}
            onChange={({ currentTarget: { value } }) => change({ since: value ? startOf(value, 0) : undefined })}
          />
        </label>
        <label class="filter__field">
          {words.until}
          <input
            class="input"
            type="date"
            value={filter.until ? asLocalInput(new Date(Date.parse(filter.until) - DAY_MS / 2)).slice(0, 10) : ""}
            onChange={({ currentTarget: { value } }) => change({ until: value ? startOf(value, 1) : undefined })}
          />
        </label>
      </div>
      <label class="filter__field">
        {words.unanswered}
        <input
          class="input"
          type="number"
          min={1}
          max={10_080}
          inputMode="numeric"
          value={unansweredMin ?? ""}
          onChange={({ currentTarget: { value } }) => {
            const minutes = Number.parseInt(value, 10);
            const isGiven = minutes >= 1 && minutes <= 10_080;
            change({ is_unanswered: isGiven ? true : undefined }, isGiven ? minutes : null);
          }}
        />
      </label>
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

function namesOf(ids: readonly string[], offered: readonly Named[]): string {
  return ids.map((id) => offered.find((one) => one.id === id)?.name ?? "…").join(", ");
}

function uniqueOf(named: readonly Named[]): readonly Named[] {
  return [...new Map(named.map((one) => [one.id, one])).values()];
}

/** The first instant of a day in the operator's zone, or so many days later. */
function startOf(day: string, later: number): string {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  return new Date(year, month - 1, date + later).toISOString();
}
