// The filter: a button that says how many conditions there are, and a form below it.
import { useEffect, useId, useRef } from "preact/hooks";
import type { Wanted } from "../../state/filters";
import type { Session } from "../../state/model";
import { useTexts } from "../context";
import { Icon } from "../icons";
import { usePopup } from "../use_popup";
import { LazySheet } from "./lazy_sheet";

export interface FilterMenuProps {
  readonly session: Session | null;
  readonly wanted: Wanted | null;
  /** Grows with each press of the key that opens it. */
  readonly openedByKey: number;
  /** It was opened to give the filter a name. */
  readonly startsAtName: boolean;
  /** Null: no filter any more. */
  readonly onWanted: (wanted: Wanted | null) => void;
  readonly onSave: (name: string, wanted: Wanted) => void;
}

export function FilterMenu({ openedByKey, ...props }: FilterMenuProps) {
  const texts = useTexts();
  const id = useId();
  const { isOpen, setIsOpen, frame, button, onKeyDown } = usePopup();
  const seenKey = useRef(openedByKey);
  useEffect(() => {
    if (openedByKey === seenKey.current) return;
    seenKey.current = openedByKey;
    setIsOpen(true);
  }, [openedByKey, setIsOpen]);
  const count = Object.keys(props.wanted?.filter ?? {}).length;
  function done() {
    setIsOpen(false);
    button.current?.focus();
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape is heard wherever the focus is inside
    <div class="filter" ref={frame} onKeyDown={onKeyDown}>
      <button
        class={`button button--icon filter__button ${count > 0 ? "filter__button--on" : "button--quiet"}`}
        type="button"
        ref={button}
        aria-label={texts.inbox.filter}
        title={texts.inbox.filter}
        aria-expanded={isOpen}
        aria-controls={id}
        aria-keyshortcuts="F"
        onClick={() => setIsOpen(!isOpen)}
      >
        <Icon name="filter" />
        {count > 0 && <span class="filter__count">{count}</span>}
      </button>
      {isOpen && <LazySheet>{({ FilterSheet }) => <FilterSheet {...props} id={id} onDone={done} />}</LazySheet>}
    </div>
  );
}
