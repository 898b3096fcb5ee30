// Where the visitor writes.
import { Icon } from "./icon";
import type { View } from "./view";

const MAX_BODY_CHARS = 4_000;
/** From how many characters before the limit the rest is counted. */
const COUNTED_CHARS = 300;

export function Composer({ draft, texts, act }: View) {
  const body = cleanBody(draft);
  // Code points, as the server counts: a smile is one.
  const charsLeft = MAX_BODY_CHARS - (body.length > MAX_BODY_CHARS - COUNTED_CHARS ? [...body].length : body.length);
  const canSend = body !== "" && charsLeft >= 0;

  function send(event: Event): void {
    event.preventDefault();
    if (canSend) act.send(body);
    act.field.current?.focus();
  }

  return (
    <form class="composer" onSubmit={send}>
      <p class={charsLeft < 0 ? "count over" : "count"} role="status">
        {charsLeft < 0 ? texts.charsOver(-charsLeft) : charsLeft <= COUNTED_CHARS && texts.charsLeft(charsLeft)}
      </p>
      <textarea
        ref={act.field}
        rows={1}
        value={draft}
        aria-label={texts.compose}
        placeholder={texts.placeholder}
        enterkeyhint="send"
        onInput={(event) => act.write(event.currentTarget.value)}
        onKeyDown={(event) => {
          // 229: Safari reports the Enter that ends a composition after it has ended.
          const isComposing = event.isComposing || event.keyCode === 229;
          if (event.key === "Enter" && !event.shiftKey && !isComposing) send(event);
        }}
      />
      <button type="submit" class="send" aria-label={texts.send} title={texts.send} aria-disabled={!canSend}>
        <Icon path="M4 12h15M13 6l6 6-6 6" />
      </button>
    </form>
  );
}

/** What can be stored: without NUL and halves of characters, which the server refuses, and without space around it. */
function cleanBody(text: string): string {
  return text.replace(/[\0\p{Cs}]/gu, "").trim();
}
