// Acts of destruction, the newest first, each with its papers.
import { useState } from "preact/hooks";
import { type Act, fetchActs, paperAddress, type SiteLifetimes } from "../../../live/retention_requests";
import { fullWhen } from "../../../texts/time";
import { Listed, Section } from "../../page";
import { Problem } from "../../problem";
import { useDeed } from "../../use_deed";
import { useLoaded } from "../../use_loaded";
import { usePrivacyTexts } from "../words";

export function Acts({ sites }: { readonly sites: readonly SiteLifetimes[] }) {
  const texts = usePrivacyTexts();
  const first = useLoaded("acts", () => fetchActs(null));
  const more = useDeed();
  const [older, setOlder] = useState<{ acts: readonly Act[]; isLast: boolean } | null>(null);
  const acts = first.value && [...first.value.acts, ...(older?.acts ?? [])];
  const isLast = older?.isLast ?? first.value?.is_last ?? true;
  const names = new Map(sites.map((site) => [site.id, site.name]));

  function showMore() {
    const after = acts?.at(-1)?.id ?? null;
    void more.run(
      () => fetchActs(after),
      (page) => setOlder({ acts: [...(older?.acts ?? []), ...page.acts], isLast: page.is_last }),
    );
  }

  return (
    <Section title={texts.retention.acts}>
      <p class="page__lead">{texts.retention.actsLead}</p>
      <Listed
        rows={acts}
        failure={first.failure}
        isLoading={first.isLoading}
        onRetry={first.reload}
        empty={texts.retention.noActs}
      >
        {(rows) => (
          <table class="table">
            <thead>
              <tr>
                <th scope="col">{texts.retention.act}</th>
                <th scope="col">{texts.retention.when}</th>
                <th scope="col">{texts.retention.ground}</th>
                <th scope="col">{texts.retention.people}</th>
                <th scope="col">{texts.retention.erasedRows}</th>
                <th scope="col">{texts.retention.papers}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((act) => (
                <tr key={act.id}>
                  <th scope="row">
                    {texts.retention.actNumber(act.number)}
                    {sites.length > 1 && <span class="table__second">{names.get(act.site_id)}</span>}
                  </th>
                  <td data-label={texts.retention.when}>{fullWhen(texts, new Date(act.finished_at))}</td>
                  <td data-label={texts.retention.ground}>{texts.retention.grounds[act.ground]}</td>
                  <td data-label={texts.retention.people}>{act.subjects.toLocaleString(texts.language)}</td>
                  <td data-label={texts.retention.erasedRows}>{rowsOf(act).toLocaleString(texts.language)}</td>
                  <td class="acts__papers">
                    <a
                      class="button"
                      href={paperAddress(act.id, "act")}
                      download
                      aria-label={texts.retention.pdfOf(act.number)}
                    >
                      {texts.retention.pdf}
                    </a>
                    <a
                      class="button"
                      href={paperAddress(act.id, "log")}
                      download
                      aria-label={texts.retention.csvOf(act.number)}
                    >
                      {texts.retention.csv}
                    </a>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </Listed>
      <Problem failure={more.failure} />
      {!isLast && (
        <button class="button" type="button" aria-disabled={more.busy} onClick={showMore}>
          {texts.pages.more}
        </button>
      )}
    </Section>
  );
}

function rowsOf({ changed }: Act): number {
  return Object.values(changed).reduce((sum, rows) => sum + rows, 0);
}
