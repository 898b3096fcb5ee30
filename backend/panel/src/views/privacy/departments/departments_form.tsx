// The departments of one site: in their order, with their names and people; saved explicitly, all together.
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import {
  type ChosenDepartment,
  changeDepartments,
  type ShownDepartment,
  type SiteDepartments,
} from "../../../live/department_requests";
import type { Failure } from "../../../live/requests";
import { Conflict, isOverruling } from "../../conflict";
import { Section } from "../../page";
import { Problem } from "../../problem";
import { useDeed } from "../../use_deed";
import { useFocusOnceDrawn } from "../../use_focus_once_drawn";
import { useOverruled } from "../../use_overruled";
import { offeredNames, withTheirs } from "../added_by_both";
import type { SiteFormProps } from "../site_page";
import { usePrivacyTexts } from "../words";
import { OneDepartment } from "./one_department";

/** What a form holds of a department; `key` stays with it whatever becomes of the rest. */
interface Draft extends ChosenDepartment {
  readonly key: string;
}

export function DepartmentsForm({ site, onOutdated, fetchNow, onSaved, onChanged }: SiteFormProps<SiteDepartments>) {
  const texts = usePrivacyTexts();
  const words = texts.departments;
  const deed = useDeed();
  const overruled = useOverruled(fetchNow);
  const { now } = overruled;
  const [stored, setStored] = useState(site);
  const [isRequired, setIsRequired] = useState(site.is_required);
  const [drafts, setDrafts] = useState(() => draftsOf(site));
  const [isSaved, setIsSaved] = useState(false);
  const count = useRef(0);
  const list = useRef<HTMLOListElement>(null);
  const focusOnceDrawn = useFocusOnceDrawn();
  const offered = drafts.filter(({ is_archived }) => !is_archived);
  const archived = drafts.filter(({ is_archived }) => is_archived);
  const chosen = { is_required: isRequired, departments: [...offered, ...archived].map(chosenOf) };
  const before = { is_required: stored.is_required, departments: draftsOf(stored).map(chosenOf) };
  const isChanged = JSON.stringify(chosen) !== JSON.stringify(before);
  // With the drawing itself: what is said to be saved may be left at once.
  useLayoutEffect(() => onChanged(isChanged), [isChanged, onChanged]);

  function change(next: readonly Draft[]): void {
    setDrafts([...next]);
    setIsSaved(false);
  }

  function changeOne(key: string, to: Partial<ChosenDepartment>): void {
    change(drafts.map((draft) => (draft.key === key ? { ...draft, ...to } : draft)));
  }

  function add(): void {
    const key = `new-${++count.current}`;
    change([...offered, { key, id: null, name: "", name_en: "", member_ids: [], is_archived: false }, ...archived]);
    focusOnceDrawn(() => list.current?.querySelector<HTMLInputElement>("li:last-child input"));
  }

  /** By one place; the button that was pressed goes along, and keeps the focus. */
  function move(place: number, by: -1 | 1): void {
    const next = [...offered];
    const [moved] = next.splice(place, 1);
    if (moved) next.splice(place + by, 0, moved);
    change([...next, ...archived]);
  }

  function save(over: SiteDepartments): void {
    if (!isChanged) return;
    // What somebody else has added meanwhile stays: none is deleted.
    const departments = withTheirs(chosen.departments, draftsOf(over).map(chosenOf), () => "");
    void deed.run(
      () => overruled.send(() => changeDepartments(over, { ...chosen, departments })),
      (saved) => {
        setStored(saved);
        setDrafts(draftsOf(saved));
        setIsRequired(saved.is_required);
        setIsSaved(true);
        onSaved(saved);
      },
    );
  }

  function submit(event: Event): void {
    event.preventDefault();
    save(stored);
  }

  function say({ code, field }: Failure): string | null {
    if (code !== "bad_body" && code !== "bad_frame") return null;
    return words.wrong[field?.split(".").at(-1) ?? ""] ?? words.wrong.other ?? null;
  }

  const leaving = archived.flatMap(({ id, name }) => {
    const one = stored.departments.find((department) => department.id === id);
    return one && !one.is_archived ? [words.willArchive(name, one.open_count)] : [];
  });
  return (
    <form class="form departments" onSubmit={submit}>
      <Section title={words.offered}>
        {offered.length === 0 && <p class="departments__none">{words.none}</p>}
        <ol class="departments__list" ref={list}>
          {offered.map((draft, place) => (
            <OneDepartment
              key={draft.key}
              department={draft}
              colleagues={stored.colleagues}
              openCount={shownOf(stored, draft)?.open_count ?? 0}
              isFirst={place === 0}
              isLast={place === offered.length - 1}
              onChange={(to) => changeOne(draft.key, to)}
              onMove={(by) => move(place, by)}
              onRemove={() =>
                draft.id === null
                  ? change(drafts.filter(({ key }) => key !== draft.key))
                  : changeOne(draft.key, { is_archived: true })
              }
            />
          ))}
        </ol>
        <button class="button" type="button" onClick={add}>
          {words.add}
        </button>
      </Section>
      {archived.length > 0 && (
        <Section title={words.archived}>
          <p class="form__hint">{words.archivedLead}</p>
          <ul class="departments__archive">
            {archived.map((draft) => (
              <li key={draft.key} class="departments__archived">
                <span>
                  {draft.name}{" "}
                  <span class="form__hint">{words.openChats(shownOf(stored, draft)?.open_count ?? 0)}</span>
                </span>
                <button
                  class="button"
                  type="button"
                  aria-label={words.restoreOf(draft.name)}
                  onClick={() => changeOne(draft.key, { is_archived: false })}
                >
                  {words.restore}
                </button>
              </li>
            ))}
          </ul>
        </Section>
      )}
      <Section title={words.choice}>
        <label class="widget__tick">
          <input
            type="checkbox"
            checked={isRequired}
            onChange={(event) => {
              setIsRequired(event.currentTarget.checked);
              setIsSaved(false);
            }}
          />
          {words.isRequired}
        </label>
        <p class="form__hint">{words.isRequiredHint}</p>
      </Section>
      {now && (
        <Conflict
          failure={deed.failure}
          busy={deed.busy}
          clashes={[
            {
              name: words.offered,
              theirs: offeredNames(now.departments),
              mine: offeredNames(chosen.departments),
            },
            { name: words.isRequired, theirs: now.is_required ? "✓" : "", mine: isRequired ? "✓" : "" },
          ].filter(({ theirs, mine }) => theirs !== mine)}
          onKeep={() => save(now)}
          onTake={onOutdated}
        />
      )}
      <Problem failure={isOverruling(deed.failure) ? null : deed.failure} say={say} />
      <div class="form__actions">
        <button class="button button--primary" type="submit" aria-disabled={deed.busy || !isChanged}>
          {texts.pages.save}
        </button>
        {isChanged && <p class="form__hint">{leaving.length ? leaving.join(" ") : words.unsaved}</p>}
        <p class={isSaved ? "page__done" : "unseen"} role="status">
          {isSaved && words.saved}
        </p>
      </div>
    </form>
  );
}

function draftsOf({ departments }: SiteDepartments): Draft[] {
  return departments.map((department) => ({ ...department, key: department.id }));
}

function chosenOf({ id, name, name_en, member_ids, is_archived }: ChosenDepartment): ChosenDepartment {
  return { id, name, name_en, member_ids, is_archived };
}

function shownOf(site: SiteDepartments, draft: Draft): ShownDepartment | undefined {
  return site.departments.find(({ id }) => id === draft.id);
}
