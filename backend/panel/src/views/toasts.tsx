// Short words at the bottom about what has just happened, with the way to undo it.
import { useEffect } from "preact/hooks";
import { useTexts } from "./context";
import { Icon } from "./icons";

export interface Toast {
  readonly id: string;
  readonly text: string;
  readonly undo: (() => void) | null;
}

const SHOWN_MS = 8_000;

export function Toasts({ toasts, onGone }: { toasts: readonly Toast[]; onGone: (id: string) => void }) {
  const texts = useTexts();
  return (
    <section class="toasts" role="status" aria-label={texts.toast.label}>
      {toasts.map((toast) => (
        <ToastView key={toast.id} toast={toast} onGone={onGone} />
      ))}
    </section>
  );
}

function ToastView({ toast, onGone }: { toast: Toast; onGone: (id: string) => void }) {
  const texts = useTexts();
  useEffect(() => {
    const timer = setTimeout(() => onGone(toast.id), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [toast.id, onGone]);
  return (
    <div class="toast">
      <span class="toast__text">{toast.text}</span>
      {toast.undo && (
        <button
          class="button toast__undo"
          type="button"
          onClick={() => {
            toast.undo?.();
            onGone(toast.id);
          }}
        >
          {texts.toast.undo}
        </button>
      )}
      <button
        class="button button--icon"
        type="button"
        aria-label={texts.toast.dismiss}
        title={texts.toast.dismiss}
        onClick={() => onGone(toast.id)}
      >
        <Icon name="clear" />
      </button>
    </div>
  );
}
