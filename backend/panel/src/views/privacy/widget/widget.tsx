// «Виджет»: how the chat of each site looks and what it says, beside the chat itself.
import { useRef, useState } from "preact/hooks";
import { fetchSites, type SiteWidget } from "../../../live/site_requests";
import { Listed, Page } from "../../page";
import { useLoaded } from "../../use_loaded";
import { usePrivacyTexts } from "../words";
import { SiteForm } from "./site_form";

export function Widget() {
  const { widget: words } = usePrivacyTexts();
  const { value, failure, isLoading, reload } = useLoaded("sites", fetchSites);
  const [chosenId, setChosenId] = useState<string | null>(null);
  /** As they are since they were saved here, by site. */
  const [saved, setSaved] = useState<Readonly<Record<string, SiteWidget>>>({});
  const isChanged = useRef(false);

  function choose(select: HTMLSelectElement, current: SiteWidget): void {
    if (isChanged.current && !confirm(words.leaveAsk(current.name))) select.value = current.site_id;
    else setChosenId(select.value);
  }

  return (
    <Page title={words.title} lead={words.lead}>
      <Listed rows={value?.sites ?? null} failure={failure} isLoading={isLoading} onRetry={reload} empty={words.empty}>
        {(sites) => {
          const fetched = sites.find(({ site_id }) => site_id === chosenId) ?? (sites[0] as SiteWidget);
          const kept = saved[fetched.site_id];
          const site = kept && kept.version > fetched.version ? kept : fetched;
          return (
            <>
              {sites.length > 1 && (
                <label class="form__field widget__site">
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
              <SiteForm
                key={fetched.site_id + fetched.version}
                site={site}
                onOutdated={reload}
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
