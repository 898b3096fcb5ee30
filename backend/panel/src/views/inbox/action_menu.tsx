// What can be done with a conversation besides answering it, or with many at once: snooze, tags, results, handing over.
import { useEffect, useId, useRef } from "preact/hooks";
import type { Colleague, Department, Label } from "../../operator.gen";
import type { Step } from "../../state/steps";
import { useTexts } from "../context";
import { Icon } from "../icons";
import { usePopup } from "../use_popup";
import { LazySheet } from "./lazy_sheet";

export interface ActionMenuProps {
  readonly labels: readonly Label[];
  /** Tags that all of them have. */
  readonly tagIds: readonly string[];
  readonly isOpen: boolean;
  readonly isSnoozed: boolean;
  readonly disabled: boolean;
  /** Whom they may be given to; null where that has a button of its own. */
  readonly handTo: {
    readonly me: string;
    readonly colleagues: readonly Colleague[];
    readonly departments: readonly Department[];
  } | null;
  /** Whose tags may be added to on the fly; null where the role may not. */
  readonly controllerId: string | null;
  /** Grows with each press of the key that opens the menu. */
  readonly openedByKey: number;
  readonly onStep: (step: Step) => void;
  /** Chooses with which other conversation it is merged; null where they are many. */
  readonly onMerge: (() => void) | null;
  /** Null where they are many. */
  readonly onUnread: (() => void) | null;
}

export function ActionMenu(props: ActionMenuProps) {
  const { disabled, openedByKey } = props;
  const texts = useTexts();
  const id = useId();
  const { isOpen, setIsOpen, frame, button, onKeyDown } = usePopup();
  const seenKey = useRef(openedByKey);
  useEffect(() => {
    if (openedByKey === seenKey.current) return;
    seenKey.current = openedByKey;
    if (!disabled) setIsOpen(true);
  }, [openedByKey, disabled, setIsOpen]);

  function act(step: Step) {
    setIsOpen(false);
    button.current?.focus();
    props.onStep(step);
  }

  /** The dialog gives the focus back to the button. */
  function merge() {
    setIsOpen(false);
    button.current?.focus();
    props.onMerge?.();
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape is heard wherever the focus is inside
    <div class="hand-over actions" ref={frame} onKeyDown={onKeyDown}>
      <button
        class="button"
        type="button"
        ref={button}
        aria-label={texts.inbox.moreActions}
        title={texts.inbox.moreActions}
        aria-expanded={isOpen}
        aria-controls={id}
        aria-disabled={disabled}
        aria-keyshortcuts="Z"
        onClick={() => {
          if (!disabled) setIsOpen(!isOpen);
        }}
      >
        {texts.inbox.more}
        <Icon name="chevron" />
      </button>
      {isOpen && (
        <LazySheet>
          {({ ActionSheet }) => <ActionSheet {...props} id={id} onStep={act} onMerge={props.onMerge && merge} />}
        </LazySheet>
      )}
    </div>
  );
}
