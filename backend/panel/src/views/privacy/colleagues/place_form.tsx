// Where a colleague works and how far they see there, saved as one, and never over what somebody else has changed since.
import { useEffect, useRef, useState } from "preact/hooks";
import { type Colleague, changePlace, fetchLed, type OwnSite, type Place } from "../../../live/colleague_requests";
import type { Failure } from "../../../live/requests";
import type { Role } from "../../../live/session_requests";
import { Section } from "../../page";
import { Problem } from "../../problem";
import { useDeed } from "../../use_deed";
import { usePrivacyTexts } from "../words";
import { PlaceFields, tidyPlace } from "./place_fields";

export interface PlaceFormProps {
  readonly colleague: Colleague;
  readonly sites: readonly OwnSite[];
  readonly ownRole: Role;
  /** The list is to be asked for again. */
  readonly onChanged: () => void;
}

export function PlaceForm({ colleague, sites, ownRole, onChanged }: PlaceFormProps) {
  const texts = usePrivacyTexts();
  const words = texts.invitations;
  const deed = useDeed();
  // What was looked at when the draft was begun: what comes later is not taken for seen.
  const [seen, setSeen] = useState(colleague);
  const [draft, setDraft] = useState<Place>(colleague);
  const [isSaved, setIsSaved] = useState(false);
  const wantsFresh = useRef(false);
  const isChanged = asText(draft, sites) !== asText(seen, sites);

  useEffect(() => {
    if (colleague.place_version === seen.place_version || (isChanged && !wantsFresh.current)) return;
    wantsFresh.current = false;
    setSeen(colleague);
    setDraft(colleague);
  }, [colleague.place_version]);

  function change(to: Place) {
    setDraft(to);
    setIsSaved(false);
  }

  function save(event: SubmitEvent) {
    event.preventDefault();
    if (!isChanged) return;
    const place = tidyPlace(draft, sites);
    const lost = place.role === "auditor" ? seen.site_ids : seen.site_ids.filter((id) => !place.site_ids.includes(id));
    setIsSaved(false);
    if (!lost.length) return store(place);
    // What they lead there goes back to the queue: that is asked before, and only where there is anything.
    void deed.run(
      () => fetchLed(colleague.id),
      ({ led }) => {
        const count = led.reduce((sum, one) => sum + (lost.includes(one.site_id) ? one.count : 0), 0);
        if (!count || confirm(words.placeAsk(colleague.name, count))) store(place);
      },
    );
  }

  function store(place: Place) {
    void deed.run(
      () => changePlace(colleague.id, place, seen.place_version),
      ({ place_version }) => {
        setSeen({ ...seen, ...place, place_version });
        setDraft(place);
        setIsSaved(true);
        onChanged();
      },
    );
  }

  function showFresh() {
    wantsFresh.current = true;
    deed.clear();
    onChanged();
  }

  function say({ code, field }: Failure): string | null {
    if (code === "settings_changed") return words.changedMeanwhile;
    if (code === "department_unknown") return words.departmentGone;
    return field === "site_ids" ? words.noSite : null;
  }

  return (
    <Section title={words.place}>
      {colleague.works_elsewhere && <p class="page__lead">{words.worksElsewhere}</p>}
      <form class="form colleague__form" onSubmit={save}>
        <PlaceFields
          value={draft}
          sites={sites}
          ownRole={ownRole}
          roleBefore={colleague.role}
          isElsewhereToo={colleague.works_elsewhere}
          onChange={change}
        />
        <Problem failure={deed.failure} say={say} />
        <div class="form__actions">
          <button class="button" type="submit" aria-disabled={deed.busy || !isChanged}>
            {words.placeSave}
          </button>
          {deed.failure?.code === "settings_changed" && (
            <button class="button" type="button" onClick={showFresh}>
              {words.showChanged}
            </button>
          )}
          <span class="form__hint">{words.placeNote}</span>
          <p class={isSaved ? "page__done" : "unseen"} role="status">
            {isSaved && words.placeSaved}
          </p>
        </div>
      </form>
    </Section>
  );
}

/** The same for the same place, in whatever order things were ticked. */
function asText(place: Place, sites: readonly OwnSite[]): string {
  const { role, site_ids, department_ids, sees_own_departments_only } = tidyPlace(place, sites);
  return JSON.stringify([role, [...site_ids].sort(), [...department_ids].sort(), sees_own_departments_only]);
}
