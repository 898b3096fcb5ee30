// What a figure is: a small button that opens its definition, by mouse, keyboard and touch alike.
import { useId } from "preact/hooks";
import { usePopup } from "../../use_popup";
import { usePrivacyTexts } from "../words";

export interface HintProps {
  readonly name: string;
  readonly definition: string;
}

export function Hint({ name, definition }: HintProps) {
  const words = usePrivacyTexts().reports;
  const id = useId();
  const { isOpen, setIsOpen, frame, button, onKeyDown } = usePopup();
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape is heard wherever the focus is inside
    <div class="hint" ref={frame} onKeyDown={onKeyDown}>
      <button
        class="hint__button"
        type="button"
        ref={button}
        aria-label={words.whatIs(name)}
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => setIsOpen(!isOpen)}
      >
        ?
      </button>
      {/* Always there, so that what comes into it is read aloud. */}
      <div class={isOpen ? "hint__words" : "unseen"} id={id} role="status">
        {isOpen && definition}
      </div>
    </div>
  );
}
