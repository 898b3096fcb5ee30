// Which records of the journal are shown: a plain form, applied by its button.
import { useId, useState } from "preact/hooks";
import type { Colleague } from "../../../live/colleague_requests";
import type { JournalFilters, OwnJournal } from "../../../live/journal_requests";
import { usePrivacyTexts } from "../words";

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export interface FiltersProps {
  readonly chosen: JournalFilters;
  readonly journals: readonly OwnJournal[];
  readonly sites: OwnJournal["sites"];
  readonly colleagues: readonly Colleague[];
  readonly onChoose: (filters: JournalFilters) => void;
  readonly onReset: () => void;
}

export function Filters({ chosen, journals, sites, colleagues, onChoose, onReset }: FiltersProps) {
  const texts = usePrivacyTexts();
  const id = useId();
  const [draft, setDraft] = useState(chosen);
  const [subject, setSubject] = useState(chosen.subjectId ?? "");
  const [isWrong, setIsWrong] = useState(false);
  const words = texts.journal;

  function apply(event: SubmitEvent) {
    event.preventDefault();
    const written = subject.trim().toLowerCase();
    const wrong = written !== "" && !UUID.test(written);
    setIsWrong(wrong);
    if (!wrong) onChoose({ ...draft, subjectId: written || null });
  }

  function reset() {
    setDraft({ ...chosen, since: null, before: null, operatorId: null, action: null, result: null, siteId: null });
    setSubject("");
    setIsWrong(false);
    onReset();
  }

  return (
    <form class="journal__filters" aria-label={words.filters} onSubmit={apply} noValidate>
      {journals.length > 1 && (
        <Choice
          label={words.controller}
          value={draft.controllerId ?? journals[0]?.controller_id ?? ""}
          options={journals.map((one) => [one.controller_id, one.legal_name || words.unnamed])}
          // Sites and people are another firm's
          onChange={(controllerId) => setDraft({ ...draft, controllerId, siteId: null, operatorId: null })}
        />
      )}
      <Day label={words.since} value={draft.since} onChange={(since) => setDraft({ ...draft, since })} />
      <Day
        label={words.until}
        value={draft.before}
        daysLater={1}
        onChange={(before) => setDraft({ ...draft, before })}
      />
      <Choice
        label={words.operator}
        value={draft.operatorId ?? ""}
        any={words.any}
        options={colleagues.map((one) => [one.id, one.name])}
        onChange={(operatorId) => setDraft({ ...draft, operatorId })}
      />
      <Choice
        label={words.action}
        value={draft.action ?? ""}
        any={words.any}
        options={Object.entries(words.actions)}
        onChange={(action) => setDraft({ ...draft, action })}
      />
      <Choice
        label={words.result}
        value={draft.result ?? ""}
        any={words.any}
        options={Object.entries(words.results)}
        onChange={(result) => setDraft({ ...draft, result })}
      />
      {sites.length > 1 && (
        <Choice
          label={words.site}
          value={draft.siteId ?? ""}
          any={words.any}
          options={sites.map((one) => [one.id, one.name])}
          onChange={(siteId) => setDraft({ ...draft, siteId })}
        />
      )}
      <div class="form__field journal__subject">
        <label for={id}>{words.subject}</label>
        <input
          class="input"
          id={id}
          value={subject}
          onInput={(event) => setSubject(event.currentTarget.value)}
          autocomplete="off"
          spellcheck={false}
          aria-invalid={isWrong}
          aria-describedby={`${id}-hint`}
        />
        <span class="form__hint" id={`${id}-hint`} role={isWrong ? "alert" : undefined}>
          {isWrong ? words.subjectWrong : words.subjectHint}
        </span>
      </div>
      <div class="form__actions journal__apply">
        <button class="button button--primary" type="submit">
          {words.apply}
        </button>
        <button class="button button--quiet" type="button" onClick={reset}>
          {words.reset}
        </button>
      </div>
    </form>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly value: string;
  /** The word for no choice, where there may be none. */
  readonly any?: string;
  readonly options: readonly (readonly [string, string])[];
  readonly onChange: (value: string | null) => void;
}

function Choice({ label, value, any, options, onChange }: ChoiceProps) {
  const id = useId();
  return (
    <div class="form__field">
      <label for={id}>{label}</label>
      <select class="input" id={id} value={value} onChange={(event) => onChange(event.currentTarget.value || null)}>
        {any !== undefined && <option value="">{any}</option>}
        {options.map(([code, word]) => (
          <option key={code} value={code}>
            {word}
          </option>
        ))}
      </select>
    </div>
  );
}

interface DayProps {
  readonly label: string;
  /** The instant, midnight of the reader's zone. */
  readonly value: string | null;
  /** How many days after the day that is shown the instant lies: 1 where that day is to be included. */
  readonly daysLater?: number;
  readonly onChange: (value: string | null) => void;
}

function Day({ label, value, daysLater = 0, onChange }: DayProps) {
  const id = useId();
  return (
    <div class="form__field">
      <label for={id}>{label}</label>
      <input
        class="input"
        id={id}
        type="date"
        value={value ? calendarDay(value, daysLater) : ""}
        onChange={(event) => onChange(instantOf(event.currentTarget.value, daysLater))}
      />
    </div>
  );
}

function instantOf(day: string, daysLater: number): string | null {
  const [year, month, date] = day.split("-").map(Number);
  if (!year || !month || !date) return null;
  return new Date(year, month - 1, date + daysLater).toISOString();
}

function calendarDay(instant: string, daysLater: number): string {
  const at = new Date(instant);
  at.setDate(at.getDate() - daysLater);
  const two = (number: number) => String(number).padStart(2, "0");
  return `${String(at.getFullYear()).padStart(4, "0")}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}
