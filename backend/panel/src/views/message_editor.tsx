// Other words for a message, written where it stands.
import { useContext, useEffect, useId, useRef, useState } from "preact/hooks";
import { charsLeft, storable } from "../state/words";
import { MOD_NAME } from "./actions/key_cap";
import { useTexts } from "./context";
import { isSending, SendKeyContext } from "./send_key";
import { useWordsField } from "./use_words_field";

const MAX_HEIGHT_PX = 240;

export interface MessageEditorProps {
  readonly body: string;
  readonly onSave: (body: string) => void;
  readonly onCancel: () => void;
}

export function MessageEditor({ body, onSave, onCancel }: MessageEditorProps) {
  const texts = useTexts();
  const sendKey = useContext(SendKeyContext);
  const hint = sendKey === "Enter" ? texts.messages.editHint : texts.messages.editHintMod(MOD_NAME);
  const id = useId();
  const input = useRef<HTMLTextAreaElement>(null);
  const [draft, setDraft] = useState(body);
  const left = charsLeft(draft);
  const canSave = draft.trim() !== "" && left >= 0;
  useEffect(() => {
    const field = input.current;
    field?.focus();
    field?.setSelectionRange(field.value.length, field.value.length);
  }, []);
  const shape = useWordsField(input, draft, MAX_HEIGHT_PX);

  function save() {
    if (canSave) onSave(storable(draft));
  }

  return (
    <form
      class="message-editor"
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.preventDefault();
        event.stopPropagation();
        onCancel();
      }}
    >
      <label class="unseen" for={id}>
        {texts.messages.newWords}
      </label>
      <textarea
        class="input message-editor__input"
        {...shape}
        id={id}
        ref={input}
        rows={1}
        value={draft}
        aria-describedby={`${id}-foot`}
        aria-invalid={left < 0}
        onInput={(event) => setDraft(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (!isSending(event, sendKey)) return;
          event.preventDefault();
          save();
        }}
      />
      <div class="message-editor__foot">
        <span class={left < 0 ? "composer__over" : undefined} id={`${id}-foot`} role="status">
          {left < 0 ? texts.thread.tooLong(-left) : <span class="composer__hint">{hint}</span>}
        </span>
        <button class="button button--quiet" type="button" onClick={onCancel}>
          {texts.messages.cancel}
        </button>
        <button class="button button--primary" type="submit" aria-disabled={!canSave}>
          {texts.messages.save}
        </button>
      </div>
    </form>
  );
}
