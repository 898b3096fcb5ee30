// A page of what is chosen for each site: which site, and its form, which is left unsaved only by who says so.
import type { ComponentType } from "preact";
import { useRef, useState } from "preact/hooks";
import type { Answer } from "../../live/requests";
import { Listed, Page } from "../page";
import { useLoaded } from "../use_loaded";
import { oneOf } from "../use_overruled";

/** What is chosen for one site; `version` is of the newest change. */
interface OfSite {
  readonly site_id: string;
  readonly name: string;
  readonly version: number;
}

export interface SiteFormProps<S> {
  readonly site: S;
  /** It is to be shown anew as somebody else has changed it. */
  readonly onOutdated: () => void;
  /** How it is now. */
  readonly fetchNow: () => Promise<Answer<S>>;
  readonly onSaved: (site: S) => void;
  /** Whether there is something to be saved. */
  readonly onChanged: (isChanged: boolean) => void;
}

interface SitePageProps<S> {
  readonly name: string;
  readonly words: {
    readonly title: string;
    readonly lead: string;
    readonly empty: string;
    readonly site: string;
    readonly leaveAsk: (name: string) => string;
  };
  readonly fetchSites: () => Promise<Answer<{ readonly sites: readonly S[] }>>;
  readonly Form: ComponentType<SiteFormProps<S>>;
}

export function SitePage<S extends OfSite>({ name, words, fetchSites, Form }: SitePageProps<S>) {
  const { value, failure, isLoading, reload } = useLoaded(name, fetchSites);
  const [chosenId, setChosenId] = useState<string | null>(null);
  /** As they are since they were saved here, by site. */
  const [saved, setSaved] = useState<Readonly<Record<string, S>>>({});
  const isChanged = useRef(false);

  function choose(select: HTMLSelectElement, current: S): void {
    if (isChanged.current && !confirm(words.leaveAsk(current.name))) select.value = current.site_id;
    else setChosenId(select.value);
  }

  return (
    <Page title={words.title} lead={words.lead}>
      <Listed rows={value?.sites ?? null} failure={failure} isLoading={isLoading} onRetry={reload} empty={words.empty}>
        {(sites) => {
          const fetched = sites.find(({ site_id }) => site_id === chosenId) ?? (sites[0] as S);
          const kept = saved[fetched.site_id];
          const site = kept && kept.version > fetched.version ? kept : fetched;
          return (
            <>
              {sites.length > 1 && (
                <label class="form__field page__site">
                  {words.site}
                  <select class="input" value={site.site_id} onChange={(event) => choose(event.currentTarget, site)}>
                    {sites.map(({ site_id, name }) => (
                      <option key={site_id} value={site_id}>
                        {name}
                      </option>
                    ))}
                  </select>
                </label>
              )}
              <Form
                key={fetched.site_id + fetched.version}
                site={site}
                onOutdated={reload}
                fetchNow={async () =>
                  oneOf(
                    await fetchSites(),
                    (now) => now.sites.find(({ site_id }) => site_id === fetched.site_id),
                    "site_unknown",
                  )
                }
                onSaved={(now) => setSaved({ ...saved, [now.site_id]: now })}
                onChanged={(is) => {
                  isChanged.current = is;
                }}
              />
            </>
          );
        }}
      </Listed>
    </Page>
  );
}
