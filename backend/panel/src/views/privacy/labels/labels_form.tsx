// The labels of one controller: in their order, with names and colours; saved explicitly, all together.
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { type ChosenLabel, type ControllerLabels, changeLabels } from "../../../live/label_requests";
import type { Failure } from "../../../live/requests";
import type { Label } from "../../../operator.gen";
import { Conflict, isOverruling } from "../../conflict";
import { Section } from "../../page";
import { Problem } from "../../problem";
import { useDeed } from "../../use_deed";
import { useFocusOnceDrawn } from "../../use_focus_once_drawn";
import { useOverruled } from "../../use_overruled";
import { offeredNames, withTheirs } from "../added_by_both";
import type { SiteFormProps } from "../site_page";
import { usePrivacyTexts } from "../words";
import { OneLabel } from "./one_label";

export interface OfController extends ControllerLabels {
  readonly site_id: string;
}

/** What a form holds of a label; `key` stays with it whatever becomes of the rest. */
interface Draft extends ChosenLabel {
  readonly key: string;
}

const KINDS: readonly Label["kind"][] = ["tag", "result"];

export function LabelsForm({ site, onOutdated, fetchNow, onSaved, onChanged }: SiteFormProps<OfController>) {
  const texts = usePrivacyTexts();
  const words = texts.labels;
  const deed = useDeed();
  const overruled = useOverruled(fetchNow);
  const { now } = overruled;
  const [stored, setStored] = useState(site);
  const [drafts, setDrafts] = useState(() => draftsOf(site));
  const [isSaved, setIsSaved] = useState(false);
  const count = useRef(0);
  const form = useRef<HTMLFormElement>(null);
  const focusOnceDrawn = useFocusOnceDrawn();
  const archived = drafts.filter(({ is_archived }) => is_archived);
  const isChanged = JSON.stringify(drafts.map(chosenOf)) !== JSON.stringify(draftsOf(stored).map(chosenOf));
  // With the drawing itself: what is said to be saved may be left at once.
  useLayoutEffect(() => onChanged(isChanged), [isChanged, onChanged]);

  const offeredOf = (kind: Label["kind"]) => drafts.filter((one) => one.kind === kind && !one.is_archived);

  function change(next: readonly Draft[]): void {
    setDrafts([
      ...KINDS.flatMap((kind) => next.filter((one) => one.kind === kind && !one.is_archived)),
      ...next.filter((one) => one.is_archived),
    ]);
    setIsSaved(false);
  }

  function changeOne(key: string, to: Partial<ChosenLabel>): void {
    change(drafts.map((draft) => (draft.key === key ? { ...draft, ...to } : draft)));
  }

  function add(kind: Label["kind"]): void {
    const key = `new-${++count.current}`;
    change([...drafts, { key, id: null, kind, name: "", colour: "grey", is_archived: false }]);
    focusOnceDrawn(() => form.current?.querySelector<HTMLInputElement>(`[data-key="${key}"] input`));
  }

  /** By one place among those of its kind; the button that was pressed goes along, and keeps the focus. */
  function move(draft: Draft, by: -1 | 1): void {
    const same = offeredOf(draft.kind);
    const place = same.indexOf(draft);
    same.splice(place, 1);
    same.splice(place + by, 0, draft);
    change([...same, ...drafts.filter((one) => !same.includes(one))]);
  }

  function remove(draft: Draft): void {
    if (draft.id === null) change(drafts.filter(({ key }) => key !== draft.key));
    else changeOne(draft.key, { is_archived: true });
  }

  function save(over: OfController): void {
    if (!isChanged) return;
    // What somebody else has added meanwhile stays: none is deleted.
    const labels = withTheirs(drafts.map(chosenOf), draftsOf(over).map(chosenOf), ({ kind }) => kind);
    void deed.run(
      () => overruled.send(() => changeLabels(over, labels)),
      (changed) => {
        const saved = { ...changed, site_id: changed.controller_id };
        setStored(saved);
        setDrafts(draftsOf(saved));
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

  return (
    <form class="form departments" onSubmit={submit} ref={form}>
      {KINDS.map((kind) => {
        const offered = offeredOf(kind);
        return (
          <Section key={kind} title={words[kind].title}>
            {offered.length === 0 && <p class="departments__none">{words[kind].none}</p>}
            <ol class="departments__list">
              {offered.map((draft, place) => (
                <OneLabel
                  key={draft.key}
                  id={draft.key}
                  label={draft}
                  isFirst={place === 0}
                  isLast={place === offered.length - 1}
                  onChange={(to) => changeOne(draft.key, to)}
                  onMove={(by) => move(draft, by)}
                  onRemove={() => remove(draft)}
                />
              ))}
            </ol>
            <button class="button" type="button" onClick={() => add(kind)}>
              {words[kind].add}
            </button>
          </Section>
        );
      })}
      {archived.length > 0 && (
        <Section title={words.archived}>
          <p class="form__hint">{words.archivedLead}</p>
          <ul class="departments__archive">
            {archived.map((draft) => (
              <li key={draft.key} class="departments__archived">
                <span>{draft.name}</span>
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
      {now && (
        <Conflict
          failure={deed.failure}
          busy={deed.busy}
          clashes={KINDS.flatMap((kind) => {
            const [theirs, mine] = [now.labels, drafts].map((list) =>
              offeredNames(list.filter((one) => one.kind === kind)),
            );
            return theirs === mine ? [] : [{ name: words[kind].title, theirs: theirs ?? "", mine: mine ?? "" }];
          })}
          onKeep={() => save(now)}
          onTake={onOutdated}
        />
      )}
      <Problem failure={isOverruling(deed.failure) ? null : deed.failure} say={say} />
      <div class="form__actions">
        <button class="button button--primary" type="submit" aria-disabled={deed.busy || !isChanged}>
          {texts.pages.save}
        </button>
        {isChanged && <p class="form__hint">{words.unsaved}</p>}
        <p class={isSaved ? "page__done" : "unseen"} role="status">
          {isSaved && words.saved}
        </p>
      </div>
    </form>
  );
}

/** Tags before results, what is archived last: the order in which they are shown. */
function draftsOf({ labels }: ControllerLabels): Draft[] {
  const drafts = labels.map((label) => ({ ...label, key: label.id }));
  const offered = KINDS.flatMap((kind) => drafts.filter((one) => one.kind === kind && !one.is_archived));
  return [...offered, ...drafts.filter((one) => one.is_archived)];
}

function chosenOf({ id, kind, name, colour, is_archived }: ChosenLabel): ChosenLabel {
  return { id, kind, name, colour, is_archived };
}
