// A native dialog with a heading and a way out: it keeps the focus inside and gives it back.
import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";
import { useTexts } from "./context";
import { Icon } from "./icons";

export interface DialogProps {
  readonly title: string;
  readonly isWide?: boolean;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
}

export function Dialog({ title, isWide = false, onClose, children }: DialogProps) {
  const texts = useTexts();
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog class={isWide ? "dialog dialog--wide" : "dialog"} ref={dialog} onClose={onClose} aria-labelledby={id}>
      <div class="dialog__head">
        <h2 class="dialog__title" id={id}>
          {title}
        </h2>
        <button
          class="button button--quiet button--icon"
          type="button"
          aria-label={texts.help.close}
          title={texts.help.close}
          onClick={() => dialog.current?.close()}
        >
          <Icon name="clear" />
        </button>
      </div>
      {children}
    </dialog>
  );
}
