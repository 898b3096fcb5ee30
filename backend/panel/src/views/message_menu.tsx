// What can be done with a message, behind a button that shows beside it under the pointer and with the focus.
import { useState } from "preact/hooks";
import { useTexts } from "./context";
import { Icon } from "./icons";

export interface MessageMenuProps {
  /** Null: it can't be. */
  readonly onQuote: (() => void) | null;
  readonly onEdit: (() => void) | null;
  readonly onDelete: (() => void) | null;
}

export function MessageMenu({ onQuote, onEdit, onDelete }: MessageMenuProps) {
  const texts = useTexts();
  // A thread has a menu for each message, and few are ever opened
  const [wasOpened, setWasOpened] = useState(false);
  const act = (deed: () => void) => (event: MouseEvent) => {
    close(event.currentTarget);
    deed();
  };
  return (
    <details
      class="message-menu"
      onKeyDown={(event) => {
        if (event.key !== "Escape" || !event.currentTarget.open) return;
        // The menu alone, not the thread.
        event.preventDefault();
        event.stopPropagation();
        close(event.currentTarget);
      }}
      onFocusOut={({ currentTarget, relatedTarget }) => {
        if (!currentTarget.contains(relatedTarget as Node | null)) currentTarget.open = false;
      }}
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: a summary is a button */}
      <summary
        class="message-menu__button"
        aria-label={texts.messages.actions}
        title={texts.messages.actions}
        onClick={() => setWasOpened(true)}
      >
        <Icon name="more" />
      </summary>
      {wasOpened && (
        <div class="message-menu__sheet">
          {onQuote && (
            <button class="button button--quiet" type="button" onClick={act(onQuote)}>
              {texts.notes.quote}
            </button>
          )}
          {onEdit && (
            <button class="button button--quiet" type="button" onClick={act(onEdit)}>
              {texts.messages.edit}
            </button>
          )}
          {onDelete && (
            <button class="button button--quiet" type="button" onClick={act(onDelete)}>
              {texts.messages.delete}
            </button>
          )}
        </div>
      )}
    </details>
  );
}

function close(inside: EventTarget | null): void {
  if (!(inside instanceof Element)) return;
  const menu = inside.closest("details");
  if (menu) menu.open = false;
  menu?.querySelector("summary")?.focus();
}
