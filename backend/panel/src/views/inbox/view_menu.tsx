// What can be done with one of the operator's own views.
import { useId } from "preact/hooks";
import type { InboxView } from "../../live/inbox_view_requests";
import type { Wanted } from "../../state/filters";
import { useTexts } from "../context";
import { Icon } from "../icons";
import { usePopup } from "../use_popup";
import { LazySheet } from "./lazy_sheet";
import type { OwnViewsHold } from "./use_views";

export interface ViewMenuProps {
  readonly view: InboxView;
  readonly place: number;
  readonly wanted: Wanted | null;
  readonly views: OwnViewsHold;
}

export function ViewMenu(props: ViewMenuProps) {
  const { view } = props;
  const texts = useTexts();
  const words = texts.inbox.views;
  const id = useId();
  const { isOpen, setIsOpen, frame, button, onKeyDown } = usePopup();
  function done() {
    setIsOpen(false);
    button.current?.focus();
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape is heard wherever the focus is inside
    <div class="view-menu" ref={frame} onKeyDown={onKeyDown}>
      <button
        class="button button--quiet button--icon view-menu__button"
        type="button"
        ref={button}
        aria-label={words.actions(view.name)}
        title={words.actions(view.name)}
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => setIsOpen(!isOpen)}
      >
        <Icon name="more" />
      </button>
      {isOpen && <LazySheet>{({ ViewSheet }) => <ViewSheet {...props} id={id} onDone={done} />}</LazySheet>}
    </div>
  );
}
