// Whether an answer or a note is being written: told by words, colour and the field's name, switched by Alt+N.
import { useTexts } from "./context";

export function ComposerKind(props: { readonly isNote: boolean; readonly onKind: (isNote: boolean) => void }) {
  const texts = useTexts();
  const kinds = [
    { isNote: false, label: texts.notes.reply },
    { isNote: true, label: texts.notes.note },
  ];
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is drawn with a frame and a legend of its own
    <div class="composer-kind" role="group" aria-label={texts.notes.kind}>
      {kinds.map(({ isNote, label }) => (
        <button
          key={label}
          class={isNote ? "composer-kind__one composer-kind__one--note" : "composer-kind__one"}
          type="button"
          aria-pressed={isNote === props.isNote}
          aria-keyshortcuts="Alt+N"
          title={isNote ? texts.notes.noteTitle : texts.notes.replyTitle}
          onClick={() => props.onKind(isNote)}
        >
          {label}
        </button>
      ))}
    </div>
  );
}

/** Alt+N, by the key's place: in any layout, and where Option with N types a sign of its own. */
export function isKindKey(event: KeyboardEvent): boolean {
  return event.code === "KeyN" && event.altKey && !event.ctrlKey && !event.metaKey && !event.shiftKey;
}
