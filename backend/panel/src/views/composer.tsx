// Where the answer is written: Enter sends, Shift+Enter breaks the line, an input method's Enter only ends its word.
import type { RefObject } from "preact";
import { useId, useLayoutEffect } from "preact/hooks";
import { useTexts } from "./context";

/** Longest message in Unicode code points, as the server has it. */
const MAX_BODY_CHARS = 4_000;
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
  readonly onSend: (body: string) => void;
}

export function Composer({ draft, note, warning, input, onDraft, onSend }: ComposerProps) {
  const texts = useTexts();
  const id = useId();
  const left = MAX_BODY_CHARS - [...draft.trim()].length;
  const canSend = draft.trim() !== "" && left >= 0;

  // The height follows the words, which the effect reads from the DOM
  useLayoutEffect(() => {
    const element = input.current;
    if (!element) return;
    element.style.height = "auto";
    element.style.height = `${Math.min(MAX_HEIGHT_PX, element.scrollHeight)}px`;
  }, [draft, input]);

  function send() {
    if (canSend) onSend(storable(draft));
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
          {warning === null ? (
            (note ?? <span class="composer__hint">{texts.thread.hint}</span>)
          ) : (
            <span class="composer__over">{warning}</span>
          )}
        </span>
        {left < COUNTER_FROM_LEFT && (
          <span class={left < 0 ? "composer__over" : undefined}>
            {left < 0 ? texts.thread.tooLong(-left) : texts.thread.left(left)}
          </span>
        )}
      </div>
    </form>
  );
}

/** The words without what Postgres can't keep: NUL, and halves of surrogate pairs that a cut emoji leaves behind. */
function storable(draft: string): string {
  const isStorable = (char: string) => char !== "\0" && !(char.length === 1 && char >= "\uD800" && char <= "\uDFFF");
  return [...draft.trim()].filter(isStorable).join("");
}
