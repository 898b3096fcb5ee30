// Where the visitor writes.
import { askedConsents } from "../consents";
import { Icon } from "./icon";
import type { View } from "./view";

const MAX_BODY_CHARS = 4_000;
/** From how many characters before the limit the rest is counted. */
const COUNTED_CHARS = 300;

export function Composer(view: View) {
  const { origin, state, draft, texts, takes, act } = view;
  const { site, conversation, place } = state;
  const body = cleanBody(draft);
  // Code points, as the server counts: a smile is one.
  const charsLeft = MAX_BODY_CHARS - (body.length > MAX_BODY_CHARS - COUNTED_CHARS ? [...body].length : body.length);
  const canSend = act.attached !== null && (act.attached || body) && charsLeft >= 0;

  const agreed = site?.consents?.filter((document) => document.is_agreed);

  function send(event: SubmitEvent): void {
    event.preventDefault();
    // Only what newcomers are asked has a name here.
    const said = [...new FormData(event.currentTarget as HTMLFormElement)].filter(([, value]) => value);
    if (canSend) act.send(body, said.length ? Object.fromEntries(said) : null);
    act.field.current?.focus();
  }

  return (
    <form class={takes ? "composer takes" : "composer"} onSubmit={send}>
      <p class={charsLeft < 0 ? "count over" : "count"} role="status">
        {charsLeft < 0 ? texts.charsOver(-charsLeft) : charsLeft <= COUNTED_CHARS && texts.charsLeft(charsLeft)}
      </p>
      {(!conversation?.operator || conversation.status === "closed") &&
        (place || site?.answers_in_s || site?.departments?.[0]) &&
        view.part("reception")?.(view)}
      {isAskedWho(view) && view.part("form")?.(view)}
      {askedConsents(state).map(({ id, url, label, is_required }) => (
        <label key={id} class="consent">
          <input
            type="checkbox"
            required={is_required}
            checked={state.ticked.includes(id)}
            onInput={(event) => act.tick(id, event.currentTarget.checked)}
          />
          <span>
            {label}{" "}
            <a href={origin + url} target="_blank" rel="noopener">
              {texts.document}
            </a>
          </span>
        </label>
      ))}
      {agreed?.some(({ purpose }) => purpose === "draft_preview") && view.part("preview")?.(view)}
      {takes && view.isOpen && view.part("files")?.(view)}
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
          if (event.key !== "Enter" || event.shiftKey || isComposing) return;
          event.preventDefault();
          // As by the button: the browser points at a box that must be ticked.
          event.currentTarget.form?.requestSubmit();
        }}
      />
      <button type="submit" class="send" aria-label={texts.send} title={texts.send} aria-disabled={!canSend}>
        <Icon path="M4 12h15M13 6l6 6-6 6" />
      </button>
      {agreed?.[0] && (
        <button type="button" class="link consent" onClick={act.withdrawConsents}>
          {texts.withdrawConsent}
        </button>
      )}
    </form>
  );
}

/** Once: who has written is known, or did not want to be. */
function isAskedWho({ form, state: { site, conversation, outbox } }: View): boolean {
  return Boolean(form && site && !conversation && !outbox.length && !(form.away && site.operators_online));
}

/** What can be stored: without NUL and halves of characters, which the server refuses, and without space around it. */
function cleanBody(text: string): string {
  return text.replace(/[\0\p{Cs}]/gu, "").trim();
}
