// Fields by which an export is narrowed down: of which conversations it is. Kinds of which there is none are not asked for.
import type { ConditionChoices, Named } from "../../../live/export_requests";
import { Select } from "../fields";
import { usePrivacyTexts } from "../words";
import { type Chosen, conditionsInWords, conditionsOf } from "./conditions";

export interface ConditionFieldsProps {
  readonly choices: ConditionChoices;
  readonly value: Chosen;
  readonly hint: string;
  readonly onChange: (chosen: Chosen) => void;
}

export function ConditionFields({ choices, value, hint, onChange }: ConditionFieldsProps) {
  const texts = usePrivacyTexts();
  const words = texts.exports;
  const any = ["", words.any] as const;

  function choice(label: string, field: "department" | "operator" | "tag", known: readonly Named[]) {
    if (known.length === 0) return null;
    return (
      <Select
        label={label}
        value={value[field]}
        options={[any, ...known.map(({ id, name }) => [id, name] as const)]}
        onChange={(id) => onChange({ ...value, [field]: id })}
      />
    );
  }

  return (
    <details class="export__columns">
      <summary>{words.conditionsOf(conditionsInWords(texts, conditionsOf(value), choices))}</summary>
      <div class="form">
        <p class="form__hint">{hint}</p>
        <Select
          label={words.stateOf}
          value={value.state}
          options={[
            any,
            ...(["open", "snoozed", "closed", "unanswered"] as const).map(
              (state) => [state, words.conversationStates[state]] as const,
            ),
          ]}
          onChange={(state) => onChange({ ...value, state })}
        />
        {choice(words.department, "department", choices.departments)}
        {choice(words.operator, "operator", choices.operators)}
        {choice(words.tag, "tag", choices.tags)}
        <Select
          label={words.score}
          value={value.score}
          options={[
            any,
            ["low", words.lowScores] as const,
            ...(["1", "2", "3", "4", "5"] as const).map((score) => [score, words.scoreOf(score)] as const),
          ]}
          onChange={(score) => onChange({ ...value, score })}
        />
      </div>
    </details>
  );
}
