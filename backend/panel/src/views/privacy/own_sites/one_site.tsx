// One site: its name and addresses, saved explicitly, and the line for its pages.
import { useState } from "preact/hooks";
import { changeSite, fetchOwnSites, type OwnSite } from "../../../live/own_site_requests";
import { Conflict, isOverruling } from "../../conflict";
import { useDeed } from "../../use_deed";
import { oneOf, useOverruled } from "../../use_overruled";
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
  const overruled = useOverruled(async () =>
    oneOf(await fetchOwnSites(), ({ sites }) => sites.find(({ site_id }) => site_id === site.site_id), "site_unknown"),
  );
  const { now } = overruled;
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

  function save(over: OwnSite): void {
    if (!isChanged) return;
    void deed.run(
      () => overruled.send(() => changeSite(over, { name: draft.name, origins: kept })),
      (saved) => {
        setStored(saved);
        // What was typed while it was under way stays, and is still to be saved.
        setDraft((current) => (current === draft ? draftOf(saved) : current));
        setIsSaved(true);
      },
    );
  }

  return (
    <>
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault();
          save(stored);
        }}
      >
        <PropertiesFields draft={draft} onChange={change} />
        {now && (
          <Conflict
            failure={deed.failure}
            busy={deed.busy}
            clashes={[
              { name: words.name, theirs: now.name, mine: draft.name },
              { name: words.origins, theirs: now.origins.join("\n"), mine: kept.join("\n") },
            ].filter(({ theirs, mine }) => theirs !== mine)}
            onKeep={() => save(now)}
            onTake={() => void onOutdated()}
          />
        )}
        <SiteProblem failure={isOverruling(deed.failure) ? null : deed.failure} />
        <div class="form__actions">
          <button class="button button--primary" type="submit" aria-disabled={deed.busy || !isChanged}>
            {texts.pages.save}
          </button>
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
