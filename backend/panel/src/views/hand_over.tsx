// To whom a conversation is handed over: a button, and what opens below it, which is fetched when it is first pressed.
import { useEffect, useId, useRef, useState } from "preact/hooks";
import type { Department } from "../operator.gen";
import type { Step } from "../state/steps";
import { useTexts } from "./context";
import { Icon } from "./icons";
import type { HandToProps } from "./inbox/hand_to";
import { LazySheet } from "./inbox/lazy_sheet";
import { usePopup } from "./use_popup";

export interface HandOverProps extends Omit<HandToProps, "onStep"> {
  /** In which the conversation is. */
  readonly current: Department | null;
  readonly disabled: boolean;
  /** Grows with each press of the key that opens it. */
  readonly openedByKey: number;
  readonly onStep: (step: Step) => void;
}

export function HandOver({ disabled, openedByKey, onStep, ...whom }: HandOverProps) {
  const texts = useTexts();
  const id = useId();
  const { isOpen, setIsOpen, frame, button, onKeyDown } = usePopup();
  const seenKey = useRef(openedByKey);
  const [isByKey, setIsByKey] = useState(false);
  useEffect(() => {
    if (openedByKey === seenKey.current) return;
    seenKey.current = openedByKey;
    if (disabled) return;
    setIsByKey(true);
    setIsOpen(true);
  }, [openedByKey, disabled, setIsOpen]);

  function give(step: Step) {
    setIsOpen(false);
    button.current?.focus();
    onStep(step);
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape is heard wherever the focus is inside
    <div class="hand-over" ref={frame} onKeyDown={onKeyDown}>
      <button
        class="button"
        type="button"
        ref={button}
        aria-expanded={isOpen}
        aria-controls={id}
        aria-disabled={disabled}
        aria-keyshortcuts="H"
        onClick={() => {
          if (disabled) return;
          setIsByKey(false);
          setIsOpen(!isOpen);
        }}
      >
        {texts.thread.handOver}
        <Icon name="chevron" />
      </button>
      {isOpen && (
        <LazySheet>
          {({ HandTo }) => (
            <section class="menu__sheet hand-over__sheet" id={id} aria-label={texts.thread.handOver}>
              <HandTo {...whom} takesFocus={isByKey} onStep={give} />
            </section>
          )}
        </LazySheet>
      )}
    </div>
  );
}
