// Where a colleague works and how far they see there, saved as one, and never over what somebody else has changed since.
import { useEffect, useState } from "preact/hooks";
import {
  type Colleague,
  changePlace,
  fetchColleagues,
  fetchLed,
  type OwnSite,
  type Place,
} from "../../../live/colleague_requests";
import type { Failure } from "../../../live/requests";
import type { Role } from "../../../live/session_requests";
import { Conflict, isOverruling } from "../../conflict";
import { Section } from "../../page";
import { Problem } from "../../problem";
import { useDeed } from "../../use_deed";
import { oneOf, useOverruled } from "../../use_overruled";
import { changedOver, clashesBetween, type Line } from "../changed_over";
import { type PrivacyTexts, usePrivacyTexts } from "../words";
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
  const overruled = useOverruled(async () =>
    oneOf(
      await fetchColleagues(),
      ({ operators }) => operators.find(({ id }) => id === colleague.id),
      "operator_unknown",
    ),
  );
  const { now } = overruled;
  const isChanged = asText(draft, sites) !== asText(seen, sites);

  useEffect(() => {
    if (colleague.place_version !== seen.place_version && !isChanged) take(colleague);
  }, [colleague.place_version]);

  function take(theirs: Colleague) {
    setSeen(theirs);
    setDraft(theirs);
  }

  /** What was changed here, and all else as they have it. */
  function mineOver(theirs: Colleague): Place {
    return tidyPlace(changedOver(tidyPlace(seen, sites), tidyPlace(draft, sites), tidyPlace(theirs, sites)), sites);
  }

  function change(to: Place) {
    setDraft(to);
    setIsSaved(false);
  }

  function save(over: Colleague) {
    const place = mineOver(over);
    const lost = place.role === "auditor" ? over.site_ids : over.site_ids.filter((id) => !place.site_ids.includes(id));
    setIsSaved(false);
    if (!lost.length) return store(place, over);
    // What they lead there goes back to the queue: that is asked before, and only where there is anything.
    void deed.run(
      () => fetchLed(colleague.id),
      ({ led }) => {
        const count = led.reduce((sum, one) => sum + (lost.includes(one.site_id) ? one.count : 0), 0);
        if (!count || confirm(words.placeAsk(colleague.name, count))) store(place, over);
      },
    );
  }

  function store(place: Place, over: Colleague) {
    void deed.run(
      () => overruled.send(() => changePlace(colleague.id, place, over.place_version)),
      ({ place_version }) => {
        setSeen({ ...over, ...place, place_version });
        setDraft(place);
        setIsSaved(true);
        onChanged();
      },
    );
  }

  function takeTheirs(theirs: Colleague) {
    take(theirs);
    overruled.forget();
    deed.clear();
    onChanged();
  }

  function say({ code, field }: Failure): string | null {
    if (code === "department_unknown") return words.departmentGone;
    return field === "site_ids" ? words.noSite : null;
  }

  return (
    <Section title={words.place}>
      {colleague.works_elsewhere && <p class="page__lead">{words.worksElsewhere}</p>}
      <form
        class="form colleague__form"
        onSubmit={(event) => {
          event.preventDefault();
          if (isChanged) save(seen);
        }}
      >
        <PlaceFields
          value={draft}
          sites={sites}
          ownRole={ownRole}
          roleBefore={colleague.role}
          isElsewhereToo={colleague.works_elsewhere}
          onChange={change}
        />
        {now && (
          <Conflict
            failure={deed.failure}
            busy={deed.busy}
            clashes={clashesBetween(toldPlace(texts, now, sites), toldPlace(texts, mineOver(now), sites))}
            onKeep={() => save(now)}
            onTake={() => takeTheirs(now)}
          />
        )}
        <Problem failure={isOverruling(deed.failure) ? null : deed.failure} say={say} />
        <div class="form__actions">
          <button class="button" type="submit" aria-disabled={deed.busy || !isChanged}>
            {words.placeSave}
          </button>
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

/** What is on the form, in words: departments of each site in a line of their own. */
function toldPlace(texts: PrivacyTexts, place: Place, sites: readonly OwnSite[]): readonly Line[] {
  const words = texts.invitations;
  const named = (from: readonly { readonly id: string; readonly name: string }[], ids: readonly string[]) =>
    from.flatMap(({ id, name }) => (ids.includes(id) ? [name] : [])).join(", ");
  return [
    [words.role, texts.colleagues.roles[place.role]],
    [words.sites, named(sites, place.site_ids)],
    ...sites.map(
      ({ name, departments }): Line => [
        sites.length === 1 ? words.departments : words.departmentsOf(name),
        named(departments, place.department_ids),
      ],
    ),
    [words.sight, place.sees_own_departments_only ? words.yes : words.no],
  ];
}
