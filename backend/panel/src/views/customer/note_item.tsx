// One note on a customer: its words, who wrote it and when; its author edits it, and a deletion can be undone.
import { useEffect, useId, useRef, useState } from "preact/hooks";
import { deleteNote, editNote, fetchCustomer, type Note, restoreNote } from "../../live/customer_requests";
import { charsLeft, storable } from "../../state/words";
import { fullWhen } from "../../texts/time";
import { MessageText } from "../message_text";
import { Problem } from "../problem";
import { useDeed } from "../use_deed";
import { useWordsField } from "../use_words_field";
import type { CustomerPartProps } from "./customer";
import { useCardTexts } from "./words";

interface NoteItemProps extends CustomerPartProps {
  readonly note: Note;
  readonly isOwn: boolean;
  readonly canDeleteAny: boolean;
}

export function NoteItem({ conversationId, note, canEdit, isOwn, canDeleteAny, reload }: NoteItemProps) {
  const texts = useCardTexts();
  const words = texts.customer;
  const deed = useDeed();
  const [state, setState] = useState<"shown" | "edited" | "deleted">("shown");
  const undo = useRef<HTMLButtonElement>(null);
  // The button that had the focus is gone with the note.
  useEffect(() => {
    if (state === "deleted") undo.current?.focus();
  }, [state]);

  if (state === "deleted") {
    return (
      <li role="status">
        <p class="card__note">{words.noteDeleted}</p>
        <button
          class="button button--quiet"
          type="button"
          ref={undo}
          aria-disabled={deed.busy}
          onClick={() =>
            deed.run(
              () => restoreNote(conversationId, note.id),
              () => setState("shown"),
            )
          }
        >
          {words.undo}
        </button>
        <Problem failure={deed.failure} />
      </li>
    );
  }
  if (state === "edited") {
    return (
      <li>
        <NoteForm conversationId={conversationId} note={note} reload={reload} onClose={() => setState("shown")} />
      </li>
    );
  }
  const when = fullWhen(texts, new Date(note.created_at));
  return (
    <li>
      <p class="card__words" dir="auto">
        <MessageText body={note.body} />
      </p>
      <p class="card__note">{[note.author_name, when, note.edited_at && words.edited].filter(Boolean).join(" · ")}</p>
      <div class="card__actions">
        {canEdit && isOwn && !note.is_masked && (
          <button
            class="button button--quiet"
            type="button"
            aria-label={words.editNote}
            onClick={() => setState("edited")}
          >
            {words.change}
          </button>
        )}
        {canEdit && (isOwn || canDeleteAny) && (
          <button
            class="button button--quiet"
            type="button"
            aria-label={words.deleteNote}
            aria-disabled={deed.busy}
            onClick={() =>
              deed.run(
                () => deleteNote(conversationId, note.id),
                () => setState("deleted"),
              )
            }
          >
            {words.remove}
          </button>
        )}
      </div>
      <Problem failure={deed.failure} />
    </li>
  );
}

interface NoteFormProps {
  readonly conversationId: string;
  readonly note: Note;
  readonly reload: () => Promise<void>;
  readonly onClose: () => void;
}

function NoteForm({ conversationId, note, reload, onClose }: NoteFormProps) {
  const texts = useCardTexts();
  const words = texts.customer;
  const deed = useDeed();
  const id = useId();
  const [draft, setDraft] = useState(note.body);
  /** The note as another window has made it meanwhile. */
  const [now, setNow] = useState<Note | null>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => field.current?.focus(), []);
  const shape = useWordsField(field, draft);
  const left = charsLeft(draft);

  function save() {
    if (draft.trim() === "" || left < 0) return;
    void deed.run(
      async () => {
        const answer = await editNote(conversationId, now ?? note, storable(draft));
        if ("failure" in answer && answer.failure.code === "card_changed") {
          const anew = await fetchCustomer(conversationId);
          const found = "value" in anew && anew.value.notes.find((one) => one.id === note.id);
          if (found) setNow(found);
        }
        return answer;
      },
      () => {
        void reload();
        onClose();
      },
    );
  }

  return (
    <form
      class="form card__form"
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.preventDefault();
        event.stopPropagation();
        onClose();
      }}
    >
      <div class="form__field">
        <label class="unseen" for={id}>
          {words.noteWords}
        </label>
        <textarea
          class="input"
          id={id}
          ref={field}
          rows={3}
          {...shape}
          value={draft}
          aria-invalid={left < 0}
          onInput={(event) => setDraft(event.currentTarget.value)}
        />
        {left < 0 && <p class="composer__over">{texts.thread.tooLong(-left)}</p>}
      </div>
      {now ? (
        <div class="card__conflict" role="alert">
          <p>{words.noteConflict}</p>
          <p class="card__words" dir="auto">
            {now.body}
          </p>
        </div>
      ) : (
        <Problem failure={deed.failure} />
      )}
      <div class="card__actions">
        <button class="button button--primary" type="submit" aria-disabled={deed.busy || left < 0}>
          {now ? words.keepMine : texts.pages.save}
        </button>
        <button
          class="button button--quiet"
          type="button"
          onClick={() => {
            if (now) void reload();
            onClose();
          }}
        >
          {now ? words.takeTheirs : texts.pages.cancel}
        </button>
      </div>
    </form>
  );
}
