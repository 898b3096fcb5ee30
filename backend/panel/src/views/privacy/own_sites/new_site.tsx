// A new site: its name, its addresses, and whose it is.
import { useState } from "preact/hooks";
import { addSite, type OwnSites } from "../../../live/own_site_requests";
import { useDeed } from "../../use_deed";
import { Select } from "../fields";
import { usePrivacyTexts } from "../words";
import { originsOf, PropertiesFields, SiteProblem } from "./properties";

interface NewSiteProps {
  readonly controllers: OwnSites["controllers"];
  readonly onAdded: (siteId: string) => void;
}

export function NewSite({ controllers, onAdded }: NewSiteProps) {
  const { ownSites: words } = usePrivacyTexts();
  const deed = useDeed();
  const [draft, setDraft] = useState({ name: "", origins: "" });
  const [controllerId, setControllerId] = useState(controllers[0]?.id ?? "");

  function add(event: Event): void {
    event.preventDefault();
    void deed.run(
      () => addSite({ name: draft.name, origins: originsOf(draft) }, controllerId || null),
      ({ site_id }) => onAdded(site_id),
    );
  }

  return (
    <form class="form" onSubmit={add}>
      <PropertiesFields draft={draft} onChange={setDraft} />
      {controllers.length > 1 && (
        <Select
          label={words.controller}
          value={controllerId}
          options={controllers.map(({ id, name }) => [id, name || words.unnamed] as const)}
          onChange={setControllerId}
        />
      )}
      <SiteProblem failure={deed.failure} />
      <div class="form__actions">
        <button class="button button--primary" type="submit" aria-disabled={deed.busy}>
          {words.create}
        </button>
      </div>
    </form>
  );
}
