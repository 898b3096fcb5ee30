// Notes on a customer, for colleagues: a list, and a field for the next one.
import { useId, useRef, useState } from "preact/hooks";
import { randomUuid } from "../../../../../widget/src/uuid";
import { addNote } from "../../live/customer_requests";
import { charsLeft, storable } from "../../state/words";
import { Problem } from "../problem";
import { useDeed } from "../use_deed";
import { useWordsField } from "../use_words_field";
import type { CustomerPartProps } from "./customer";
import { NoteItem } from "./note_item";
import { useCardTexts } from "./words";

interface NotesPartProps extends CustomerPartProps {
  readonly me: string;
  readonly canDeleteAny: boolean;
}

export function NotesPart({ me, canDeleteAny, ...part }: NotesPartProps) {
  const { conversationId, customer, canEdit, reload } = part;
  const texts = useCardTexts();
  const words = texts.customer;
  const deed = useDeed();
  const id = useId();
  const [draft, setDraft] = useState("");
  /** Of the words in the field: sent again after a lost answer, they are one note. */
  const noteId = useRef(randomUuid());
  const left = charsLeft(draft);
  const input = useRef<HTMLTextAreaElement>(null);
  const shape = useWordsField(input, draft);

  function add() {
    if (draft.trim() === "" || left < 0) return;
    const sent = draft;
    void deed.run(
      () => addNote(conversationId, noteId.current, storable(sent)),
      () => {
        noteId.current = randomUuid();
        // What was written meanwhile is another note
        setDraft((now) => (now === sent ? "" : now));
        void reload();
      },
    );
  }

  return (
    <section class="card__part" data-part="notes">
      <h3 class="facts__term">{words.notes}</h3>
      {customer.notes.length > 0 && (
        <ul class="card__list card__notes">
          {customer.notes.map((note) => (
            <NoteItem key={note.id} {...part} note={note} isOwn={note.author_id === me} canDeleteAny={canDeleteAny} />
          ))}
        </ul>
      )}
      {canEdit && (
        <form
          class="form card__form"
          onSubmit={(event) => {
            event.preventDefault();
            add();
          }}
        >
          <div class="form__field">
            <label class="unseen" for={id}>
              {words.newNote}
            </label>
            <textarea
              class="input"
              id={id}
              rows={2}
              ref={input}
              {...shape}
              placeholder={words.newNote}
              value={draft}
              aria-invalid={left < 0}
              aria-describedby={`${id}-hint`}
              onInput={(event) => {
                noteId.current = randomUuid();
                setDraft(event.currentTarget.value);
              }}
            />
            <p class={left < 0 ? "composer__over" : "form__hint"} id={`${id}-hint`}>
              {left < 0 ? texts.thread.tooLong(-left) : words.notesHint}
            </p>
          </div>
          <Problem failure={deed.failure} />
          {draft.trim() !== "" && (
            <div class="card__actions">
              <button class="button" type="submit" aria-disabled={deed.busy || left < 0}>
                {words.addNote}
              </button>
            </div>
          )}
        </form>
      )}
      {!canEdit && customer.notes.length === 0 && <p class="card__note">{words.noFacts}</p>}
    </section>
  );
}
