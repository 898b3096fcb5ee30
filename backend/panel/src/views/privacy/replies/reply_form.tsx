// One ready reply: its shortcut, its words and for whom it is; a colleague's change meanwhile is shown beside one's own.
import { useEffect, useId, useRef, useState } from "preact/hooks";
import {
  addReply,
  type CannedReplies,
  type CannedReply,
  changeReply,
  fetchReplies,
  type Shelf,
  type Words,
} from "../../../live/canned_requests";
import { fillIn } from "../../../state/canned";
import { Conflict, isOverruling } from "../../conflict";
import { Problem } from "../../problem";
import { useDeed } from "../../use_deed";
import { oneOf, useOverruled } from "../../use_overruled";
import { useWordsField } from "../../use_words_field";
import { changedOver, clashesBetween, type Line } from "../changed_over";
import { type PrivacyTexts, usePrivacyTexts } from "../words";
import { OWN_SHELF, ShelfField } from "./shelf_field";
import { saying } from "./words_of_failure";

interface ReplyFormProps {
  readonly all: CannedReplies;
  /** Null: a new one. */
  readonly reply: CannedReply | null;
  readonly onDone: () => void;
  readonly onCancel: () => void;
}

export function ReplyForm({ all, reply, onDone, onCancel }: ReplyFormProps) {
  const texts = usePrivacyTexts();
  const words = texts.replies;
  const id = useId();
  const deed = useDeed();
  const [shortcut, setShortcut] = useState(reply?.shortcut ?? "");
  const [body, setBody] = useState(reply?.body ?? "");
  const [shelf, setShelf] = useState<Shelf>(OWN_SHELF);
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => first.current?.focus(), []);
  // As it was when the form was opened: what is saved is over this, whatever is loaded meanwhile.
  const [seen, setSeen] = useState(reply);
  const overruled = useOverruled(async () =>
    oneOf(await fetchReplies(), ({ replies }) => replies.find(({ id }) => id === reply?.id), "reply_unknown"),
  );
  const { now } = overruled;
  const said = { shortcut, body };
  const field = useRef<HTMLTextAreaElement>(null);
  const shape = useWordsField(field, body);

  /** What was written here; what was left as it was says what somebody else has made of it. */
  const saidOver = (over: CannedReply) => (seen ? changedOver(wordsOf(seen), said, wordsOf(over)) : said);

  function save(over: CannedReply | null) {
    void deed.run<unknown>(
      () => (over ? overruled.send(() => changeReply(over, saidOver(over))) : addReply(said, shelf)),
      onDone,
    );
  }

  function take(newer: CannedReply) {
    setSeen(newer);
    setShortcut(newer.shortcut);
    setBody(newer.body);
    overruled.forget();
    deed.clear();
  }

  const preview = fillIn(body, { name: "", operator: "", site: "", request: "" });
  return (
    <form
      class="form replies__form"
      onSubmit={(event) => {
        event.preventDefault();
        save(seen);
      }}
      aria-labelledby={`${id}-title`}
    >
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
          ref={field}
          {...shape}
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
      {now && (
        <Conflict
          failure={deed.failure}
          busy={deed.busy}
          clashes={clashesBetween(toldOf(words, now), toldOf(words, saidOver(now)))}
          onKeep={() => save(now)}
          onTake={() => take(now)}
        />
      )}
      <Problem failure={isOverruling(deed.failure) ? null : deed.failure} say={saying(texts)} />
      <div class="form__actions">
        <button class="button button--primary" type="submit" aria-disabled={deed.busy}>
          {texts.pages.save}
        </button>
        <button class="button" type="button" onClick={onCancel}>
          {texts.pages.cancel}
        </button>
      </div>
    </form>
  );
}

function wordsOf({ shortcut, body }: CannedReply): Words {
  return { shortcut, body };
}

function toldOf(words: PrivacyTexts["replies"], { shortcut, body }: Words): Line[] {
  return [
    [words.shortcut, shortcut],
    [words.body, body],
  ];
}
