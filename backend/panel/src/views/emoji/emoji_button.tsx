// The way to the emoji, which are fetched when they are wanted for the first time.
import type { ComponentType, RefObject } from "preact";
import { useEffect, useState } from "preact/hooks";
import { useTexts } from "../context";
import { Icon } from "../icons";
import { insertText } from "../insert_text";
import { usePopup } from "../use_popup";
import type { EmojiPickerProps } from "./emoji_picker";

export function EmojiButton({ input }: { readonly input: RefObject<HTMLTextAreaElement | null> }) {
  const texts = useTexts();
  const { isOpen, setIsOpen, frame, button, onKeyDown } = usePopup();
  const [loaded, setLoaded] = useState<{ readonly Picker: ComponentType<EmojiPickerProps> } | null>(null);
  const [hasFailed, setHasFailed] = useState(false);

  useEffect(() => {
    if (!isOpen || loaded) return;
    setHasFailed(false);
    import("./emoji_picker").then(
      ({ EmojiPicker }) => setLoaded({ Picker: EmojiPicker }),
      () => setHasFailed(true),
    );
  }, [isOpen, loaded]);

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
      {isOpen && loaded && <loaded.Picker onChoose={choose} />}
      {isOpen && hasFailed && (
        <p class="emoji" role="alert">
          {texts.pages.notFetched}
        </p>
      )}
    </div>
  );
}
