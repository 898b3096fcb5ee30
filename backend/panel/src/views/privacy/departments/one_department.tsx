// One department in the form: its names, its place, who is in it, and the way into the archive.
import type { ChosenDepartment } from "../../../live/department_requests";
import { Field } from "../fields";
import { MoveButtons } from "../move_buttons";
import { usePrivacyTexts } from "../words";

const MAX_NAME_CHARS = 40;

interface OneDepartmentProps {
  readonly department: ChosenDepartment;
  readonly colleagues: readonly { readonly id: string; readonly name: string }[];
  readonly openCount: number;
  readonly isFirst: boolean;
  readonly isLast: boolean;
  readonly onChange: (change: Partial<ChosenDepartment>) => void;
  readonly onMove: (by: -1 | 1) => void;
  /** Into the archive; one that was never saved is gone. */
  readonly onRemove: () => void;
}

export function OneDepartment(props: OneDepartmentProps) {
  const { department, colleagues, openCount, isFirst, isLast, onChange, onMove, onRemove } = props;
  const { departments: words } = usePrivacyTexts();
  const isNew = department.id === null;
  const title = department.name.trim() || words.newOne;
  return (
    <li class="departments__one">
      <div class="departments__head">
        <strong class="departments__title">{title}</strong>
        <MoveButtons title={title} words={words} isFirst={isFirst} isLast={isLast} onMove={onMove} />
        <button
          class="button button--quiet"
          type="button"
          aria-label={isNew ? words.discardOf(title) : words.archiveOf(title)}
          onClick={onRemove}
        >
          {isNew ? words.discard : words.archive}
        </button>
      </div>
      <div class="departments__names">
        <Field
          label={words.name}
          value={department.name}
          maxlength={MAX_NAME_CHARS}
          required
          onInput={(name) => onChange({ name })}
        />
        <Field
          label={words.nameEn}
          hint={words.nameEnHint}
          value={department.name_en}
          maxlength={MAX_NAME_CHARS}
          onInput={(name_en) => onChange({ name_en })}
        />
      </div>
      <fieldset class="departments__members">
        <legend>{words.members}</legend>
        {colleagues.map(({ id, name }) => (
          <label key={id} class="widget__tick">
            <input
              type="checkbox"
              checked={department.member_ids.includes(id)}
              onChange={(event) => {
                const others = department.member_ids.filter((one) => one !== id);
                onChange({ member_ids: event.currentTarget.checked ? [...others, id].sort() : others });
              }}
            />
            {name}
          </label>
        ))}
      </fieldset>
      <p class="form__hint">{department.member_ids.length ? words.membersHint : words.nobody}</p>
      {!isNew && <p class="form__hint">{words.openChats(openCount)}</p>}
    </li>
  );
}
