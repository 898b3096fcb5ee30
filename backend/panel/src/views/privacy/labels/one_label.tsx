// One label in the form: its name and colour, its place, and the way into the archive.
import type { ChosenLabel } from "../../../live/label_requests";
import type { Label } from "../../../operator.gen";
import { LabelChip } from "../../inbox/labels";
import { Field } from "../fields";
import { MoveButtons } from "../move_buttons";
import { usePrivacyTexts } from "../words";

const MAX_NAME_CHARS = 40;
const COLOURS: readonly Label["colour"][] = ["grey", "red", "amber", "green", "teal", "blue", "violet", "pink"];

interface OneLabelProps {
  readonly id: string;
  readonly label: ChosenLabel;
  readonly isFirst: boolean;
  readonly isLast: boolean;
  readonly onChange: (change: Partial<ChosenLabel>) => void;
  readonly onMove: (by: -1 | 1) => void;
  /** Into the archive; one that was never saved is gone. */
  readonly onRemove: () => void;
}

export function OneLabel({ id, label, isFirst, isLast, onChange, onMove, onRemove }: OneLabelProps) {
  const { labels: words } = usePrivacyTexts();
  const title = label.name.trim() || words.newOne;
  return (
    <li class="departments__one" data-key={id}>
      <div class="departments__head">
        <span class="departments__title">
          <LabelChip label={{ ...label, id, name: title }} />
        </span>
        <MoveButtons title={title} words={words} isFirst={isFirst} isLast={isLast} onMove={onMove} />
        <button class="button button--quiet" type="button" aria-label={words.archiveOf(title)} onClick={onRemove}>
          {words.archive}
        </button>
      </div>
      <div class="departments__names">
        <Field
          label={words.name}
          value={label.name}
          maxlength={MAX_NAME_CHARS}
          required
          onInput={(name) => onChange({ name })}
        />
        {label.kind === "tag" && (
          <label class="form__field">
            {words.colour}
            <select
              class="input"
              value={label.colour}
              onChange={(event) => onChange({ colour: event.currentTarget.value as Label["colour"] })}
            >
              {COLOURS.map((colour) => (
                <option key={colour} value={colour}>
                  {words.colours[colour]}
                </option>
              ))}
            </select>
          </label>
        )}
      </div>
    </li>
  );
}
