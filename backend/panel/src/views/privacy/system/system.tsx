// «Система»: how the server does, what is wrong and what to do about it.
import { useState } from "preact/hooks";
import { fetchSystem, type SystemReport } from "../../../live/system_requests";
import { Listed, Page, Section } from "../../page";
import { useLoaded } from "../../use_loaded";
import { useRefreshed } from "../../use_refreshed";
import { usePrivacyTexts } from "../words";
import { figuresOf, sizeOf, textOf, wrongOf } from "./figures";

const REFRESH_MS = 5_000;

export function System() {
  const { system: words } = usePrivacyTexts();
  const { value, failure, isLoading, reload } = useLoaded("system", fetchSystem);
  useRefreshed(reload, REFRESH_MS);
  return (
    <Page title={words.title} lead={words.lead} action={value && <Copy report={value} />}>
      {value && failure && <p class="form__problem">{words.stale}</p>}
      <Listed
        rows={value ? [value] : null}
        failure={value ? null : failure}
        isLoading={isLoading}
        onRetry={reload}
        empty={words.none}
      >
        {() => value && <Report report={value} />}
      </Listed>
    </Page>
  );
}

function Report({ report }: { readonly report: SystemReport }) {
  const texts = usePrivacyTexts();
  const words = texts.system;
  const isWell = report.checks.every(({ state }) => state === "ok") && report.waiting_migrations.length === 0;
  return (
    <>
      <Section title={words.checks}>
        <p role="status">{isWell ? words.allWell : words.someWrong}</p>
        {report.waiting_migrations.length > 0 && (
          <p class="form__problem">{words.migrationsWait(report.waiting_migrations.join(", "))}</p>
        )}
        <ul class="card__list">
          {report.checks.map((check) => (
            <li key={check.part} class={`system__check system__check--${check.state}`}>
              <strong>{words.parts[check.part] ?? check.part}</strong> {words.states[check.state]}
              {check.why && <p>{wrongOf(texts, check)}</p>}
            </li>
          ))}
        </ul>
      </Section>
      <Section title={words.figures}>
        <dl class="system__figures">
          {figuresOf(texts, report).map(({ term, value }) => (
            <div key={term}>
              <dt class="facts__term">{term}</dt>
              <dd class="facts__value">{value}</dd>
            </div>
          ))}
        </dl>
      </Section>
      <Section title={words.tables}>
        <table class="table">
          <thead>
            <tr>
              <th scope="col">{words.table}</th>
              <th scope="col">{words.size}</th>
              <th scope="col">{words.rows}</th>
            </tr>
          </thead>
          <tbody>
            {report.tables.map(({ name, size_bytes, row_estimate }) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td data-label={words.size}>{sizeOf(texts, size_bytes)}</td>
                <td data-label={words.rows}>
                  {row_estimate === null ? words.none : row_estimate.toLocaleString(texts.language)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Section>
    </>
  );
}

function Copy({ report }: { readonly report: SystemReport }) {
  const texts = usePrivacyTexts();
  const words = texts.system;
  /** The text that the browser did not take: to be copied by hand. */
  const [left, setLeft] = useState<string | null>(null);
  const [done, setDone] = useState(false);

  async function copy() {
    const text = textOf(texts, report);
    try {
      await navigator.clipboard.writeText(text);
      setDone(true);
      setLeft(null);
    } catch {
      setLeft(text);
    }
  }

  return (
    <div class="form__field">
      <button class="button" type="button" onClick={() => void copy()}>
        {words.copy}
      </button>
      <p class={done || left !== null ? "card__note" : "unseen"} role="status">
        {left !== null ? words.notCopied : done && words.copied}
      </p>
      {left !== null && <textarea class="input" readOnly rows={6} value={left} aria-label={words.copy} />}
    </div>
  );
}
