// A new export: which table as which file, of what time, of which sites, with which columns.
import { useId, useState } from "preact/hooks";
import { askForExport, type ExportForm, type ExportKind, type Exports } from "../../../live/export_requests";
import type { Failure } from "../../../live/requests";
import { Section } from "../../page";
import { Problem } from "../../problem";
import { useDeed } from "../../use_deed";
import { SiteChoice } from "../colleagues/site_choice";
import { DayField, Select, Ticks, wordsOf } from "../fields";
import { usePrivacyTexts } from "../words";
import { ConditionFields } from "./condition_fields";
import { ANY, type Chosen, conditionsOf } from "./conditions";
import { areDaysRight, dayOf, instantsOf, PERIODS, type Period } from "./periods";

const KINDS: readonly ExportKind[] = ["conversations", "messages", "customers", "consents", "ratings"];
const FORMS: readonly ExportForm[] = ["xlsx", "csv", "jsonl"];

/** Who reads it is told by how it is written: what is between cells, and whether a mark says UTF-8 to Excel. */
const DIALECTS = {
  semicolon: { delimiter: ";", has_mark: true },
  comma: { delimiter: ",", has_mark: true },
  bare: { delimiter: ",", has_mark: false },
} as const;
type Dialect = keyof typeof DIALECTS;

export interface NewExportFormProps {
  /** At least one site. */
  readonly options: Exports;
  readonly onAsked: () => void;
  readonly onCancel: () => void;
}

export function NewExportForm({ options, onAsked, onCancel }: NewExportFormProps) {
  const texts = usePrivacyTexts();
  const words = texts.exports;
  const id = useId();
  const deed = useDeed();
  const [kind, setKind] = useState<ExportKind>("conversations");
  const [form, setForm] = useState<ExportForm>("xlsx");
  const [dialect, setDialect] = useState<Dialect>("semicolon");
  const [period, setPeriod] = useState<Period>("month");
  const [days, setDays] = useState({ since: "", until: "" });
  const [siteIds, setSiteIds] = useState<readonly string[]>(options.sites.map((site) => site.id));
  const [chosen, setChosen] = useState<Chosen>(ANY);
  // Of each table those that are not wanted: all are, to begin with.
  const [left, setLeft] = useState<readonly string[]>([]);
  const [missing, setMissing] = useState<string | null>(null);
  const forms = kind === "customers" ? ([...FORMS, "vcf"] as const) : FORMS;
  const known = options.columns[kind];
  const columns = known.filter((name) => !left.includes(name));
  const today = dayOf(new Date());

  function submit(event: SubmitEvent) {
    event.preventDefault();
    const lacks =
      siteIds.length === 0
        ? "site_ids"
        : period === "custom" && !areDaysRight(days)
          ? "before"
          : form !== "vcf" && columns.length === 0
            ? "columns"
            : null;
    setMissing(lacks);
    if (lacks) return;
    const wanted = {
      kind,
      form,
      site_ids: siteIds,
      ...instantsOf(period, days, new Date()),
      columns: form === "vcf" || columns.length === known.length ? null : columns,
      ...(form === "csv" ? DIALECTS[dialect] : {}),
      // Consents are of no conversation.
      conditions: kind === "consents" ? {} : conditionsOf(chosen),
    };
    void deed.run(() => askForExport(wanted), onAsked);
  }

  function chooseKind(next: ExportKind) {
    setKind(next);
    setLeft([]);
    if (next !== "customers" && form === "vcf") setForm("xlsx");
  }

  function say({ code, field }: Failure): string | null {
    return code === "rate_limited" ? words.busy : (words.wrong[field ?? ""] ?? null);
  }

  return (
    <Section title={words.add}>
      <form class="form" onSubmit={submit} aria-describedby={`${id}-missing`}>
        <Problem failure={deed.failure} say={say} />
        <p class={missing ? "form__problem" : "unseen"} role="alert" id={`${id}-missing`}>
          {missing && words.wrong[missing]}
        </p>
        <Select label={words.table} value={kind} options={wordsOf(KINDS, words.kinds)} onChange={chooseKind} />
        <Select
          label={words.form}
          value={form}
          options={forms.map((one) => [one, words.forms[one].long])}
          onChange={setForm}
        />
        {form === "csv" && (
          <Select
            label={words.dialect}
            value={dialect}
            options={wordsOf(["semicolon", "comma", "bare"] as const, words.dialects)}
            onChange={setDialect}
          />
        )}
        <Select label={words.period} value={period} options={wordsOf(PERIODS, words.periods)} onChange={setPeriod} />
        {period === "custom" && (
          <>
            <DayField
              label={words.since}
              value={days.since}
              max={today}
              onInput={(since) => setDays({ ...days, since })}
            />
            <DayField
              label={words.untilDay}
              hint={words.daysHint}
              value={days.until}
              max={today}
              onInput={(until) => setDays({ ...days, until })}
            />
          </>
        )}
        {options.sites.length > 1 && <SiteChoice sites={options.sites} value={siteIds} onChange={setSiteIds} />}
        {kind !== "consents" && (
          <ConditionFields
            choices={options.choices}
            value={chosen}
            hint={kind === "customers" ? words.conditionsOfCustomers : words.conditionsOfConversations}
            onChange={setChosen}
          />
        )}
        {form !== "vcf" && (
          <details class="export__columns">
            <summary>{words.columnsOf(columns.length, known.length)}</summary>
            <Ticks
              legend={words.columns}
              isUnderHeading
              options={known.map((name) => [name, words.names[name] ?? name])}
              value={columns}
              onChange={(wanted) => setLeft(known.filter((name) => !wanted.includes(name)))}
            />
          </details>
        )}
        <p class="form__hint">{options.is_masked ? words.willMask : words.willShow}</p>
        <div class="form__actions">
          <button class="button button--primary" type="submit" aria-disabled={deed.busy}>
            {words.make}
          </button>
          <button class="button button--quiet" type="button" onClick={onCancel}>
            {texts.pages.cancel}
          </button>
        </div>
      </form>
    </Section>
  );
}
