// Answers that a message is to offer: one field each, and always one more until there are as many as there may be.
import { useEffect, useRef } from "preact/hooks";
import { MAX_CHOICE_CHARS, MAX_CHOICES } from "../state/words";
import { useTexts } from "./context";

export interface ChoiceFieldsProps {
  readonly choices: readonly string[];
  readonly onChange: (choices: readonly string[]) => void;
  readonly onClose: () => void;
}

export function ChoiceFields({ choices, onChange, onClose }: ChoiceFieldsProps) {
  const texts = useTexts();
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => first.current?.focus(), []);
  const fields = choices.at(-1) === "" || choices.length >= MAX_CHOICES ? choices : [...choices, ""];
  return (
    <fieldset class="choices">
      <legend class="choices__legend">{texts.messages.choices}</legend>
      <p class="choices__hint">{texts.messages.choicesHint}</p>
      <div class="choices__fields">
        {fields.map((choice, index) => (
          <input
            key={index}
            class="input choices__field"
            ref={index === 0 ? first : null}
            value={choice}
            maxLength={MAX_CHOICE_CHARS}
            aria-label={texts.messages.choice(index + 1)}
            placeholder={texts.messages.choice(index + 1)}
            onInput={({ currentTarget }) =>
              onChange(fields.map((field, place) => (place === index ? currentTarget.value : field)))
            }
          />
        ))}
      </div>
      <button class="button button--link" type="button" onClick={onClose}>
        {texts.messages.removeChoices}
      </button>
    </fieldset>
  );
}
