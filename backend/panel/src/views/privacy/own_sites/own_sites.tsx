// «Адреса и код»: all sites, one of them, or a new one.
import { useState } from "preact/hooks";
import { fetchOwnSites, type OwnSites } from "../../../live/own_site_requests";
import { formatPrivacyRoute } from "../../../route";
import { Listed, Page } from "../../page";
import { useLoaded } from "../../use_loaded";
import type { PrivacyPageProps } from "../views";
import { usePrivacyTexts } from "../words";
import { NewSite } from "./new_site";
import { OneSite } from "./one_site";

export function OwnSitesPage({ itemId, onOpen }: PrivacyPageProps) {
  const { ownSites: words } = usePrivacyTexts();
  const { value, failure, isLoading, reload } = useLoaded("own-sites", fetchOwnSites);
  const [isAdding, setAdding] = useState(false);
  /** Another number where the site is to be shown as it is now, whatever was being written. */
  const [edition, setEdition] = useState(0);

  function showAll(): void {
    setAdding(false);
    onOpen(null);
    void reload();
  }

  async function showAdded(siteId: string): Promise<void> {
    await reload();
    setAdding(false);
    onOpen(siteId);
  }

  async function showChanged(): Promise<void> {
    await reload();
    setEdition(edition + 1);
  }

  return (
    <Page
      title={isAdding ? words.newOne : words.title}
      lead={words.lead}
      action={
        isAdding || itemId !== null ? (
          <button class="button" type="button" onClick={showAll}>
            {words.allSites}
          </button>
        ) : (
          value && (
            <button class="button button--primary" type="button" onClick={() => setAdding(true)}>
              {words.add}
            </button>
          )
        )
      }
    >
      {isAdding && value ? (
        <NewSite controllers={value.controllers} onAdded={showAdded} />
      ) : (
        <Listed
          rows={value?.sites ?? null}
          failure={failure}
          isLoading={isLoading}
          onRetry={reload}
          empty={words.empty}
        >
          {() => value && <Sites key={edition} own={value} siteId={itemId} onOutdated={showChanged} />}
        </Listed>
      )}
    </Page>
  );
}

interface SitesProps {
  readonly own: OwnSites;
  readonly siteId: string | null;
  readonly onOutdated: () => Promise<void>;
}

function Sites({ own, siteId, onOutdated }: SitesProps) {
  const { ownSites: words } = usePrivacyTexts();
  const site = own.sites.find(({ site_id }) => site_id === siteId);
  if (site) return <OneSite key={site.site_id} site={site} onOutdated={onOutdated} />;
  if (siteId !== null) return <p class="page__empty">{words.gone}</p>;
  return (
    <table class="table">
      <thead>
        <tr>
          <th scope="col">{words.name}</th>
          <th scope="col">{words.origins}</th>
          {own.controllers.length > 1 && <th scope="col">{words.controller}</th>}
        </tr>
      </thead>
      <tbody>
        {own.sites.map(({ site_id, name, origins, controller }) => (
          <tr key={site_id}>
            <th scope="row">
              <a href={formatPrivacyRoute({ page: "own_sites", itemId: site_id })}>{name}</a>
            </th>
            <td data-label={words.origins}>{origins.join(", ")}</td>
            {own.controllers.length > 1 && <td data-label={words.controller}>{controller || words.unnamed}</td>}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
