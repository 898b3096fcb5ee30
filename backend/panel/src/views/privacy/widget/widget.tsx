// «Виджет»: how the chat of each site looks and what it says, beside the chat itself.
import { useState } from "preact/hooks";
import { fetchSites, type SiteWidget } from "../../../live/site_requests";
import { Listed, Page } from "../../page";
import { useLoaded } from "../../use_loaded";
import { usePrivacyTexts } from "../words";
import { SiteForm } from "./site_form";

export function Widget() {
  const { widget: words } = usePrivacyTexts();
  const { value, failure, isLoading, reload } = useLoaded("sites", fetchSites);
  const [chosenId, setChosenId] = useState<string | null>(null);
  return (
    <Page title={words.title} lead={words.lead}>
      <Listed rows={value?.sites ?? null} failure={failure} isLoading={isLoading} onRetry={reload} empty={words.empty}>
        {(sites) => {
          const site = sites.find(({ site_id }) => site_id === chosenId) ?? (sites[0] as SiteWidget);
          return (
            <>
              {sites.length > 1 && (
                <label class="form__field widget__site">
                  {words.site}
                  <select
                    class="input"
                    value={site.site_id}
                    onChange={(event) => setChosenId(event.currentTarget.value)}
                  >
                    {sites.map(({ site_id, name }) => (
                      <option key={site_id} value={site_id}>
                        {name}
                      </option>
                    ))}
                  </select>
                </label>
              )}
              <SiteForm key={site.site_id + site.version} site={site} onOutdated={reload} />
            </>
          );
        }}
      </Listed>
    </Page>
  );
}
