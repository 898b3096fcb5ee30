// A dialog that is fetched when it is first opened. Most come sooner than anything could be shown in their place.
import type { ComponentType } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { useTexts } from "./context";
import { Dialog } from "./dialog";
import { useLazy } from "./use_lazy";

interface Closable {
  readonly onClose: () => void;
  /** Where it is a text, the dialog is written into at once: what was typed before it was there. */
  readonly typed?: string;
}

export interface LazyDialogProps<P extends Closable> {
  /** Must be the same at each rendering. */
  readonly load: () => Promise<ComponentType<P>>;
  readonly props: P;
}

export function LazyDialog<P extends Closable>({ load, props }: LazyDialogProps<P>) {
  const texts = useTexts();
  const { part: View, hasFailed } = useLazy(load);
  const takesKeys = props.typed !== undefined;
  const typed = useHeldKeys(takesKeys && View === null && !hasFailed, props.onClose);
  if (View) return <View {...props} {...(takesKeys && { typed: typed.current })} />;
  if (!hasFailed) return null;
  return (
    <Dialog title={texts.link.notFetched} onClose={props.onClose}>
      <p class="dialog__note">{texts.link.notFetchedWhy}</p>
      <button class="button" type="button" onClick={() => location.reload()}>
        {texts.link.reload}
      </button>
    </Dialog>
  );
}

/** Keeps keys from the panel behind while the dialog that they are meant for is fetched; what they write is kept for it. */
function useHeldKeys(isHolding: boolean, onClose: () => void) {
  const typed = useRef("");
  useLayoutEffect(() => {
    if (!isHolding) return;
    const hold = (event: KeyboardEvent) => {
      const { key, ctrlKey, metaKey, altKey } = event;
      const isLetter = key.length === 1;
      if (ctrlKey || metaKey || altKey || !(isLetter || ["Escape", "Backspace", "Enter"].includes(key))) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      if (isLetter) typed.current += key;
      else if (key === "Backspace") typed.current = typed.current.slice(0, -1);
      else if (key === "Escape") onClose();
    };
    addEventListener("keydown", hold, true);
    return () => removeEventListener("keydown", hold, true);
  }, [isHolding, onClose]);
  return typed;
}
