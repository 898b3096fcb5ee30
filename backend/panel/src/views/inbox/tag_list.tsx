// Tags that can be put on and taken off with one press each, and a field to make one that is missing.
import { useState } from "preact/hooks";
import { addTag } from "../../live/label_requests";
import type { Label } from "../../operator.gen";
import type { Step } from "../../state/steps";
import { Icon } from "../icons";
import { LabelChip } from "./labels";
import { useSheetTexts } from "./words";

export interface TagListProps {
  readonly labels: readonly Label[];
  readonly tagIds: readonly string[];
  readonly controllerId: string | null;
  readonly onStep: (step: Step) => void;
}

export function TagList({ labels, tagIds, controllerId, onStep }: TagListProps) {
  const words = useSheetTexts();
  const [name, setName] = useState("");
  const [hasFailed, setHasFailed] = useState(false);
  const isOn = ({ id }: Label) => tagIds.includes(id);
  const tags = labels.filter((label) => label.kind === "tag" && (!label.is_archived || isOn(label)));
  const wanted = name.trim().toLocaleLowerCase();
  const found = tags.filter((tag) => tag.name.toLocaleLowerCase().includes(wanted));
  if (tags.length === 0 && controllerId === null) {
    return <p class="hand-over__note actions__group">{words.noTags}</p>;
  }

  function toggle(tag: Label) {
    onStep({ kind: "tag", addIds: isOn(tag) ? [] : [tag.id], removeIds: isOn(tag) ? [tag.id] : [] });
  }

  async function make() {
    if (controllerId === null || wanted === "") return;
    const answer = await addTag(controllerId, name.trim());
    setHasFailed("failure" in answer);
    if ("failure" in answer) return;
    setName("");
    onStep({ kind: "tag", addIds: [answer.value.id], removeIds: [] });
  }

  return (
    <fieldset class="actions__group">
      <legend class="hand-over__note">{words.tags}</legend>
      {found.map((tag) => (
        <button
          key={tag.id}
          class="button button--quiet hand-over__one"
          type="button"
          aria-pressed={isOn(tag)}
          onClick={() => toggle(tag)}
        >
          <LabelChip label={tag} />
          {isOn(tag) && <Icon name="check" />}
        </button>
      ))}
      {controllerId !== null && (
        <form
          class="actions__time"
          onSubmit={(event) => {
            event.preventDefault();
            void make();
          }}
        >
          <input
            class="input"
            maxLength={40}
            value={name}
            placeholder={words.newTag}
            aria-label={words.newTag}
            onInput={(event) => setName(event.currentTarget.value)}
          />
          {wanted !== "" && (
            <button class="button" type="submit">
              {words.addTag}
            </button>
          )}
        </form>
      )}
      {hasFailed && (
        <p class="hand-over__note" role="alert">
          {words.addTagFailed}
        </p>
      )}
    </fieldset>
  );
}
