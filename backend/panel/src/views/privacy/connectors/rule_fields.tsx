// When a conversation is sent.
import type { Rules } from "../../../live/connector_requests";
import { Select, Ticks } from "../fields";
import { usePrivacyTexts } from "../words";

export interface RuleFieldsProps {
  readonly tags: readonly { readonly id: string; readonly name: string }[];
  readonly value: Rules;
  readonly onChange: (rules: Rules) => void;
}

const EVENTS = ["contacts", "closed"] as const;

export function RuleFields({ tags, value, onChange }: RuleFieldsProps) {
  const words = usePrivacyTexts().connectors;
  return (
    <>
      <div>
        <Ticks
          legend={words.rules}
          options={[
            ["contacts", words.onContacts],
            ["closed", words.onClosed],
          ]}
          value={EVENTS.filter((one) => value[one])}
          onChange={(ticked) =>
            onChange({ ...value, contacts: ticked.includes("contacts"), closed: ticked.includes("closed") })
          }
        />
        <p class="form__hint">{words.rulesHint}</p>
      </div>
      {tags.length > 0 && (
        <Ticks
          legend={words.onTags}
          options={tags.map(({ id, name }) => [id, name])}
          value={value.tag_ids}
          onChange={(tag_ids) => onChange({ ...value, tag_ids })}
        />
      )}
      <Select
        label={words.onRating}
        value={String(value.most_score)}
        options={words.ratings.map((name, score) => [String(score), name])}
        onChange={(score) => onChange({ ...value, most_score: Number(score) })}
      />
      <label class="tick">
        <input
          type="checkbox"
          checked={value.needs_contacts}
          onChange={(event) => onChange({ ...value, needs_contacts: event.currentTarget.checked })}
        />
        <span>{words.needsContacts}</span>
      </label>
    </>
  );
}
