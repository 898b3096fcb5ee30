// One ready reply: its shortcut, its words and for whom it is; a colleague's change meanwhile is shown beside one's own.
import { useEffect, useId, useRef, useState } from "preact/hooks";
import { addReply, type CannedReplies, type CannedReply, changeReply, type Shelf } from "../../../live/canned_requests";
import { fillIn } from "../../../state/canned";
import { Problem } from "../../problem";
import { useDeed } from "../../use_deed";
import { usePrivacyTexts } from "../words";
import { OWN_SHELF, ShelfField } from "./shelf_field";
import { saying } from "./words_of_failure";

interface ReplyFormProps {
  readonly all: CannedReplies;
  /** Null: a new one. */
  readonly reply: CannedReply | null;
  readonly onDone: () => void;
  readonly onCancel: () => void;
  /** Somebody else has changed it: what it says now is wanted. */
  readonly onOutdated: () => void;
}

export function ReplyForm({ all, reply, onDone, onCancel, onOutdated }: ReplyFormProps) {
  const texts = usePrivacyTexts();
  const words = texts.replies;
  const id = useId();
  const deed = useDeed();
  const [shortcut, setShortcut] = useState(reply?.shortcut ?? "");
  const [body, setBody] = useState(reply?.body ?? "");
  const [shelf, setShelf] = useState<Shelf>(OWN_SHELF);
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => first.current?.focus(), []);
  const [begun] = useState(reply?.version);
  const isOutdated = reply !== null && reply.version !== begun;

  function save(event: Event) {
    event.preventDefault();
    const said = { shortcut, body };
    void deed.run<unknown>(() => (reply ? changeReply(reply, said) : addReply(said, shelf)), onDone);
  }

  const preview = fillIn(body, { name: "", operator: "", site: "", request: "" });
  return (
    <form class="form replies__form" onSubmit={save} aria-labelledby={`${id}-title`}>
      <h2 class="section__title" id={`${id}-title`}>
        {reply ? words.editing(reply.shortcut) : words.newOne}
      </h2>
      <div class="form__field">
        <label for={`${id}-shortcut`}>{words.shortcut}</label>
        <input
          class="input"
          id={`${id}-shortcut`}
          ref={first}
          value={shortcut}
          required
          maxLength={41}
          autocomplete="off"
          aria-describedby={`${id}-shortcut-hint`}
          onInput={({ currentTarget }) => setShortcut(currentTarget.value)}
        />
        <span class="form__hint" id={`${id}-shortcut-hint`}>
          {words.shortcutHint}
        </span>
      </div>
      <div class="form__field">
        <label for={`${id}-body`}>{words.body}</label>
        <textarea
          class="input"
          id={`${id}-body`}
          rows={5}
          value={body}
          required
          aria-describedby={`${id}-body-hint`}
          onInput={({ currentTarget }) => setBody(currentTarget.value)}
        />
        <span class="form__hint" id={`${id}-body-hint`}>
          {words.bodyHint}
        </span>
        {preview !== body && (
          <p class="replies__preview">
            <span class="form__hint">{words.preview}:</span> {preview}
          </p>
        )}
      </div>
      {!reply && <ShelfField of={all} shelf={shelf} onChange={setShelf} />}
      <Problem failure={deed.failure} say={saying(texts)} />
      {isOutdated && <p class="replies__preview">{words.nowIs(reply.body)}</p>}
      <div class="form__actions">
        <button class="button button--primary" type="submit" aria-disabled={deed.busy}>
          {texts.pages.save}
        </button>
        {deed.failure?.code === "settings_changed" && !isOutdated && (
          <button class="button" type="button" onClick={onOutdated}>
            {words.showChanged}
          </button>
        )}
        <button class="button" type="button" onClick={onCancel}>
          {texts.pages.cancel}
        </button>
      </div>
    </form>
  );
}
