// For whom a shared view is: in words, and as a choice.
import { useId, useState } from "preact/hooks";
import type { Audience } from "../../live/inbox_view_requests";
import type { SiteRef } from "../../operator.gen";
import { type SheetTexts, useSheetTexts } from "./words";

type Words = SheetTexts["views"];

const NOT_CHOSEN = -1;

export interface AudienceFormProps {
  readonly sites: readonly SiteRef[];
  /** Controllers with all sites of which it may be shared. */
  readonly wholeIds: readonly string[];
  /** Of one that is shared already. */
  readonly before: Audience | null;
  readonly onChosen: (audience: Audience) => void;
}

export function AudienceForm({ sites, wholeIds, before, onChosen }: AudienceFormProps) {
  const { views: words } = useSheetTexts();
  const id = useId();
  const choices = audiencesOf(sites, wholeIds, before);
  const [place, setPlace] = useState(() => firstPlace(choices, before));
  const chosen = choices[place];
  if (choices.length === 0) return null;
  return (
    <form
      class="actions__time"
      onSubmit={(event) => {
        event.preventDefault();
        if (chosen) onChosen(chosen);
      }}
    >
      <label class="view-menu__audience" for={id}>
        {words.shareWith}
      </label>
      <select
        class="input"
        id={id}
        value={place}
        onChange={({ currentTarget }) => setPlace(Number(currentTarget.value))}
      >
        {chosen === undefined && (
          <option value={NOT_CHOSEN} disabled>
            {words.chooseAudience}
          </option>
        )}
        {choices.map((one, index) => (
          <option key={JSON.stringify(one)} value={index}>
            {audienceName(words, one, sites)}
          </option>
        ))}
      </select>
      <button class="button" type="submit" disabled={!chosen || isSame(chosen, before)}>
        {before ? words.reshare : words.share}
      </button>
    </form>
  );
}

/** Those of several controllers have nothing in common: which is meant is asked. */
export function firstPlace(choices: readonly Audience[], before: Audience | null): number {
  if (before) return choices.findIndex((one) => isSame(one, before));
  return choices.every((one) => one.controller_id === choices[0]?.controller_id) ? 0 : NOT_CHOSEN;
}

/**
 * All sites only where there are several: of one it is the same as the site. One that is shared stays with its controller, and with
 * whom it is shared though nobody may share it so any more.
 */
export function audiencesOf(
  sites: readonly SiteRef[],
  wholeIds: readonly string[],
  before: Audience | null,
): readonly Audience[] {
  const own = sites.filter((site) => site.controller_id && (!before || site.controller_id === before.controller_id));
  const whole = wholeIds.filter((id) => own.filter((site) => site.controller_id === id).length > 1);
  const offered: Audience[] = [
    ...whole.map((controller_id) => ({ controller_id })),
    ...own.flatMap(({ id: site_id, controller_id = "", departments = [] }) => [
      { controller_id: controller_id ?? "", site_id },
      ...departments.map(({ id }) => ({ controller_id: controller_id ?? "", site_id, department_id: id })),
    ]),
  ];
  return !before || offered.some((one) => isSame(one, before)) ? offered : [before, ...offered];
}

export function audienceName(words: Words, audience: Audience, sites: readonly SiteRef[]): string {
  const site = sites.find(({ id }) => id === audience.site_id);
  // Who works for several controllers hears on whose sites
  const theirs = sites.filter(({ controller_id }) => controller_id === audience.controller_id);
  if (!site) return words.everybody(theirs.length < sites.length ? theirs.map(({ name }) => name) : []);
  const onSite = sites.length > 1 ? site.name : null;
  if (!audience.department_id) return words.ofSite(onSite);
  const departments = [...(site.departments ?? []), ...(site.archived_departments ?? [])];
  return words.ofDepartment(departments.find(({ id }) => id === audience.department_id)?.name ?? "…", onSite);
}

function isSame(one: Audience, other: Audience | null): boolean {
  return (
    one.controller_id === other?.controller_id &&
    (one.site_id ?? null) === (other.site_id ?? null) &&
    (one.department_id ?? null) === (other.department_id ?? null)
  );
}
