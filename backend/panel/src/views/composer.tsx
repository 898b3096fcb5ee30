// Where the answer is written: Enter sends, Shift+Enter breaks the line, an input method's Enter only ends its word.
import type { RefObject } from "preact";
import { useId, useLayoutEffect, useState } from "preact/hooks";
import { charsLeft, storable } from "../state/words";
import { ChoiceFields, choicesOf, hasSame } from "./choice_fields";
import { useTexts } from "./context";

const COUNTER_FROM_LEFT = 300;
/** Eight lines. */
const MAX_HEIGHT_PX = 160;

export interface ComposerProps {
  readonly draft: string;
  readonly note: string | null;
  /** Why what is written will be refused. */
  readonly warning: string | null;
  readonly input: RefObject<HTMLTextAreaElement | null>;
  readonly onDraft: (draft: string) => void;
  readonly onSend: (body: string, choices?: readonly string[]) => void;
}

export function Composer({ draft, note, warning, input, onDraft, onSend }: ComposerProps) {
  const texts = useTexts();
  const id = useId();
  /** Null: none are to be offered. */
  const [fields, setFields] = useState<readonly string[] | null>(null);
  const choices = choicesOf(fields ?? []);
  const left = charsLeft(draft);
  const canSend = draft.trim() !== "" && left >= 0 && !hasSame(choices);
  const problem = hasSame(choices) ? texts.messages.choicesSame : warning;

  // The height follows the words, which the effect reads from the DOM
  useLayoutEffect(() => {
    const element = input.current;
    if (!element) return;
    element.style.height = "auto";
    element.style.height = `${Math.min(MAX_HEIGHT_PX, element.scrollHeight)}px`;
  }, [draft, input]);

  function send() {
    if (canSend && choices.length > 0) onSend(storable(draft), choices);
    else if (canSend) onSend(storable(draft));
    if (canSend) setFields(null);
    input.current?.focus();
  }

  function sendOnEnter(event: KeyboardEvent) {
    // keyCode 229: Safari ends a composition before its Enter, so isComposing is already false there.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    send();
  }

  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {fields !== null && (
        <ChoiceFields
          choices={fields}
          onChange={setFields}
          onClose={() => {
            setFields(null);
            input.current?.focus();
          }}
        />
      )}
      <div class="composer__box">
        <label class="unseen" for={id}>
          {texts.thread.composer}
        </label>
        <div class="composer__field">
          <textarea
            class="composer__input"
            ref={input}
            id={id}
            rows={1}
            value={draft}
            placeholder={texts.thread.composerHint}
            aria-describedby={`${id}-foot`}
            aria-invalid={left < 0}
            enterkeyhint="send"
            onInput={(event) => onDraft(event.currentTarget.value)}
            onKeyDown={sendOnEnter}
          />
        </div>
        <button class="button button--primary" type="submit" aria-disabled={!canSend}>
          {texts.thread.send}
        </button>
      </div>
      <div class="composer__foot" id={`${id}-foot`}>
        <span role="status">
          {problem === null ? (
            (note ?? <span class="composer__hint">{texts.thread.hint}</span>)
          ) : (
            <span class="composer__over">{problem}</span>
          )}
        </span>
        {left < COUNTER_FROM_LEFT && (
          <span class={left < 0 ? "composer__over" : undefined}>
            {left < 0 ? texts.thread.tooLong(-left) : texts.thread.left(left)}
          </span>
        )}
        {fields === null && (
          <button class="button button--link" type="button" onClick={() => setFields([""])}>
            {texts.messages.choices}
          </button>
        )}
      </div>
    </form>
  );
}
