// One site: its name and addresses, saved explicitly, and the line for its pages.
import { useState } from "preact/hooks";
import { changeSite, type OwnSite } from "../../../live/own_site_requests";
import { useDeed } from "../../use_deed";
import { Snippet } from "../widget/snippet";
import { usePrivacyTexts } from "../words";
import { type Draft, draftOf, originsOf, PropertiesFields, SiteProblem } from "./properties";

interface OneSiteProps {
  readonly site: OwnSite;
  readonly onOutdated: () => Promise<void>;
}

export function OneSite({ site, onOutdated }: OneSiteProps) {
  const texts = usePrivacyTexts();
  const words = texts.ownSites;
  const deed = useDeed();
  const [stored, setStored] = useState(site);
  const [draft, setDraft] = useState(() => draftOf(site));
  const [isSaved, setIsSaved] = useState(false);
  const isChanged = JSON.stringify(draft) !== JSON.stringify(draftOf(stored));
  const kept = originsOf(draft);
  const leaving = stored.origins.filter((origin) => !kept.includes(origin));

  function change(next: Draft): void {
    setDraft(next);
    setIsSaved(false);
  }

  function save(event: Event): void {
    event.preventDefault();
    if (!isChanged) return;
    void deed.run(
      () => changeSite(stored, { name: draft.name, origins: kept }),
      (now) => {
        setStored(now);
        // What was typed while it was under way stays, and is still to be saved.
        setDraft((current) => (current === draft ? draftOf(now) : current));
        setIsSaved(true);
      },
    );
  }

  return (
    <>
      <form class="form" onSubmit={save}>
        <PropertiesFields draft={draft} onChange={change} />
        <SiteProblem failure={deed.failure} />
        <div class="form__actions">
          <button class="button button--primary" type="submit" aria-disabled={deed.busy || !isChanged}>
            {texts.pages.save}
          </button>
          {deed.failure?.code === "settings_changed" && (
            <button class="button" type="button" onClick={() => void onOutdated()}>
              {words.showChanged}
            </button>
          )}
          {isChanged && <p class="form__hint">{leaving.length ? words.leaving(leaving.join(", ")) : words.unsaved}</p>}
          <p class={isSaved ? "page__done" : "unseen"} role="status">
            {isSaved && words.saved}
          </p>
        </div>
      </form>
      <Snippet site={stored} />
    </>
  );
}
