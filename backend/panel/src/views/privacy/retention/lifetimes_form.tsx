// The lifetimes of one site, and what they would destroy tonight, which is said before they are saved.
import { useEffect, useId, useState } from "preact/hooks";
import {
  type Days,
  type Due,
  fetchDue,
  fetchRetention,
  KINDS,
  type Kind,
  type Retention,
  type SiteLifetimes,
  saveLifetimes,
} from "../../../live/retention_requests";
import { type Clash, Conflict, isOverruling } from "../../conflict";
import { Problem } from "../../problem";
import { useDeed } from "../../use_deed";
import { useLoaded } from "../../use_loaded";
import { oneOf, useOverruled } from "../../use_overruled";
import type { PrivacyTexts } from "../words";
import { usePrivacyTexts } from "../words";

export const MAX_DAYS = 36_500;
const SETTLE_MS = 400;

export interface LifetimesFormProps {
  readonly site: SiteLifetimes;
  readonly terms: Retention["terms"];
  /** There is no other site to tell it from. */
  readonly isAlone: boolean;
}

type Written = Readonly<Record<Kind, string>>;

export function LifetimesForm({ site, terms, isAlone }: LifetimesFormProps) {
  const texts = usePrivacyTexts();
  const id = useId();
  const deed = useDeed();
  const [written, setWritten] = useState<Written>(() => writtenOf(site.days));
  // As they were when somebody began: what they set is over these, whatever is loaded meanwhile.
  const [seen, setSeen] = useState(site.days);
  const overruled = useOverruled(async () =>
    oneOf(await fetchRetention(), ({ sites }) => sites.find((one) => one.id === site.id)?.days, "site_unknown"),
  );
  const [isSaved, setSaved] = useState(false);
  const wrong = KINDS.filter((kind) => daysOf(written[kind], terms[kind].min_days) === undefined);
  const days = wrong.length > 0 ? null : readDays(written, terms);

  function save(over: Days) {
    if (days === null) return document.getElementById(`${id}-${wrong[0]}`)?.focus();
    // Counted anew: the words beside the button may be of a moment ago
    void deed.run(
      () => fetchDue(site.id, days),
      ({ due }) => {
        if (hasRows(due) && !confirm(texts.retention.saveAsk(site.name, dueText(texts, due)))) return;
        void deed.run(
          () => overruled.send(() => saveLifetimes(site.id, changesOf(days, seen), over)),
          () => {
            // What was not changed here is as it is there now.
            const saved = { ...over, ...changesOf(days, seen) };
            setSeen(saved);
            setWritten((now) => (now === written ? writtenOf(saved) : now));
            setSaved(true);
          },
        );
      },
    );
  }

  function take(now: Days) {
    setSeen(now);
    setWritten(writtenOf(now));
    overruled.forget();
    deed.clear();
  }

  const now = overruled.now;
  return (
    <form
      class="form lifetimes"
      aria-label={texts.retention.siteTerms(site.name)}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        save(seen);
      }}
    >
      {!isAlone && <h3 class="lifetimes__site">{site.name}</h3>}
      <div class="lifetimes__kinds">
        {KINDS.map((kind) => (
          <div class="form__field" key={kind}>
            <label for={`${id}-${kind}`}>{texts.retention.kinds[kind]}</label>
            <input
              class="input"
              id={`${id}-${kind}`}
              inputMode="numeric"
              autocomplete="off"
              maxLength={6}
              value={written[kind]}
              placeholder={texts.retention.unlimited}
              aria-invalid={wrong.includes(kind)}
              aria-describedby={`${id}-${kind}-hint`}
              onInput={({ currentTarget }) => {
                setSaved(false);
                setWritten({ ...written, [kind]: currentTarget.value });
              }}
            />
            <p class="form__hint" id={`${id}-${kind}-hint`}>
              {wrong.includes(kind)
                ? texts.retention.badDays(terms[kind].min_days)
                : `${texts.retention.from[kind]} ${texts.retention.advice(terms[kind].recommended_days, terms[kind].min_days)}`}
            </p>
          </div>
        ))}
      </div>
      {now ? (
        <Conflict
          failure={deed.failure}
          busy={deed.busy}
          clashes={clashesOf(texts, days && changesOf(days, seen), now)}
          onKeep={() => save(now)}
          onTake={() => take(now)}
        />
      ) : null}
      <Problem failure={isOverruling(deed.failure) ? null : deed.failure} />
      <div class="form__actions">
        <button class="button button--primary" type="submit" aria-disabled={deed.busy}>
          {texts.pages.save}
        </button>
        <span class="form__hint" role="status">
          {isSaved && texts.retention.saved} {days !== null && <WouldGo siteId={site.id} days={days} />}
        </span>
      </div>
    </form>
  );
}

function WouldGo({ siteId, days }: { readonly siteId: string; readonly days: Days }) {
  const texts = usePrivacyTexts();
  const settled = useSettled(days);
  const { value, failure } = useLoaded(JSON.stringify([siteId, settled]), () => fetchDue(siteId, settled));
  if (failure) return null;
  return <>{value ? dueText(texts, value.due) : texts.retention.counting}</>;
}

/** What was written last, once nobody has written on for a moment: the server counts rows for it. */
function useSettled(days: Days): Days {
  const [settled, setSettled] = useState(days);
  const key = JSON.stringify(days);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(JSON.parse(key) as Days), SETTLE_MS);
    return () => clearTimeout(timer);
  }, [key]);
  return settled;
}

function dueText(texts: PrivacyTexts, due: Due): string {
  const parts = KINDS.flatMap((kind) => {
    const counted = due[kind];
    return counted && counted.rows > 0 ? [texts.retention.rows[kind](counted.rows, counted.is_more)] : [];
  });
  return parts.length > 0 ? texts.retention.due(parts.join(", ")) : texts.retention.nothingDue;
}

/** Of the kinds that are to be otherwise than they were seen. */
function changesOf(days: Days, seen: Days): Partial<Days> {
  return Object.fromEntries(KINDS.filter((kind) => days[kind] !== seen[kind]).map((kind) => [kind, days[kind]]));
}

function clashesOf(texts: PrivacyTexts, mine: Partial<Days> | null, theirs: Days): Clash[] {
  const text = (days: number | null) => (days === null ? texts.retention.unlimited : texts.retention.days(days));
  const differing = KINDS.filter((kind) => mine?.[kind] !== undefined && mine[kind] !== theirs[kind]);
  return differing.map((kind) => ({
    name: texts.retention.kinds[kind],
    theirs: text(theirs[kind]),
    mine: text(mine?.[kind] ?? null),
  }));
}

function hasRows(due: Due): boolean {
  return KINDS.some((kind) => (due[kind]?.rows ?? 0) > 0);
}

function writtenOf(days: Days): Written {
  const text = (kind: Kind) => String(days[kind] ?? "");
  return { messages: text("messages"), pages: text("pages"), card: text("card"), consents: text("consents") };
}

function readDays(written: Written, terms: Retention["terms"]): Days {
  const read = (kind: Kind) => daysOf(written[kind], terms[kind].min_days) ?? null;
  return { messages: read("messages"), pages: read("pages"), card: read("card"), consents: read("consents") };
}

/** The days that are written; null for none, undefined for what can't be. */
export function daysOf(text: string, least: number): number | null | undefined {
  const trimmed = text.trim();
  if (trimmed === "") return null;
  const days = /^\d{1,6}$/.test(trimmed) ? Number(trimmed) : Number.NaN;
  return days >= least && days <= MAX_DAYS ? days : undefined;
}
