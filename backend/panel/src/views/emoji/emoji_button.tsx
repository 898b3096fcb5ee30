// The way to the emoji, which are fetched when they are wanted for the first time.
import type { RefObject } from "preact";
import { useTexts } from "../context";
import { Icon } from "../icons";
import { insertText } from "../insert_text";
import { useLazy } from "../use_lazy";
import { usePopup } from "../use_popup";
import type { EmojiPickerProps } from "./emoji_picker";

const load = () => import("./emoji_picker").then(({ EmojiPicker }) => EmojiPicker);

export function EmojiButton({ input }: { readonly input: RefObject<HTMLTextAreaElement | null> }) {
  const texts = useTexts();
  const { isOpen, setIsOpen, frame, button, onKeyDown } = usePopup();

  function choose(char: string) {
    const field = input.current;
    setIsOpen(false);
    if (field) insertText(field, field.selectionStart, field.selectionEnd, char);
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape is heard wherever the focus is inside
    <div ref={frame} onKeyDown={onKeyDown}>
      <button
        class="button button--quiet button--icon"
        type="button"
        ref={button}
        aria-label={texts.notes.emoji}
        title={texts.notes.emoji}
        aria-expanded={isOpen}
        aria-haspopup="dialog"
        onClick={() => setIsOpen(!isOpen)}
      >
        <Icon name="smile" />
      </button>
      {isOpen && <LazyPicker onChoose={choose} />}
    </div>
  );
}

function LazyPicker(props: EmojiPickerProps) {
  const texts = useTexts();
  const { part: View, hasFailed } = useLazy(load);
  if (View) return <View {...props} />;
  return (
    hasFailed && (
      <p class="emoji" role="alert">
        {texts.pages.notFetched}
      </p>
    )
  );
}
