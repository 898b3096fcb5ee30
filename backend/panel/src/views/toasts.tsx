// Short words over the list about what has just happened, with the way to undo it.
import { useEffect, useRef, useState } from "preact/hooks";
import type { Toast } from "../state/toasts";
import { useTexts } from "./context";
import { Icon } from "./icons";

export interface ToastsProps {
  readonly toasts: readonly Toast[];
  /** Its button was pressed. */
  readonly onOffer: (toast: Toast) => void;
  /** Somebody has put it away: the focus needs another place. */
  readonly onDismiss: (toast: Toast) => void;
  /** Its time is over. */
  readonly onGone: (id: string) => void;
}

/** For so long what was done can be undone. */
const SHOWN_MS = 10_000;

export function Toasts({ toasts, ...handlers }: ToastsProps) {
  const texts = useTexts();
  return (
    <section class="toasts" role="status" aria-label={texts.toast.label}>
      {toasts.map((toast) => (
        <ToastView key={toast.id} toast={toast} {...handlers} />
      ))}
    </section>
  );
}

function ToastView({ toast, onOffer, onDismiss, onGone }: Omit<ToastsProps, "toasts"> & { readonly toast: Toast }) {
  const texts = useTexts();
  const frame = useRef<HTMLDivElement>(null);
  const isHeld = useHeld(frame);
  useEffect(() => {
    if (isHeld) return;
    const timer = setTimeout(() => onGone(toast.id), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [toast.id, isHeld, onGone]);
  return (
    <div class="toast" data-toast={toast.id} ref={frame}>
      <span class="toast__text">{toast.text}</span>
      {toast.offer && (
        <button class="button toast__undo" type="button" onClick={() => onOffer(toast)}>
          {{ undo: texts.toast.undo, repeat: texts.inbox.conflict.repeat, open: texts.notes.open }[toast.offer.word]}
        </button>
      )}
      <button
        class="button button--icon"
        type="button"
        aria-label={texts.toast.dismiss}
        title={texts.toast.dismiss}
        onClick={() => onDismiss(toast)}
      >
        <Icon name="clear" />
      </button>
    </div>
  );
}

/** Whether the focus is in the element: what somebody has reached by keys must not vanish under them. */
function useHeld(frame: { readonly current: HTMLElement | null }): boolean {
  const [isHeld, setIsHeld] = useState(false);
  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    const hold = () => setIsHeld(true);
    const release = () => setIsHeld(false);
    element.addEventListener("focusin", hold);
    element.addEventListener("focusout", release);
    return () => {
      element.removeEventListener("focusin", hold);
      element.removeEventListener("focusout", release);
    };
  }, [frame]);
  return isHeld;
}
