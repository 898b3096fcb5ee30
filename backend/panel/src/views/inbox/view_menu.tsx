// What can be done with a view, one's own or a shared one.
import { useId } from "preact/hooks";
import type { InboxView } from "../../live/inbox_view_requests";
import { Icon } from "../icons";
import { usePopup } from "../use_popup";
import { LazySheet } from "./lazy_sheet";
import type { ViewsNavProps } from "./views_nav";
import { useSheetTexts } from "./words";

export interface ViewMenuProps extends ViewsNavProps {
  readonly view: InboxView;
  /** Among those of its kind. */
  readonly place: number;
}

export function ViewMenu(props: ViewMenuProps) {
  const { view } = props;
  const { views: words } = useSheetTexts();
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
