// A dialog that is fetched when it is first opened. Most come sooner than anything could be shown in their place.
import type { ComponentType } from "preact";
import { useTexts } from "./context";
import { Dialog } from "./dialog";
import { useLazy } from "./use_lazy";

interface Closable {
  readonly onClose: () => void;
}

export interface LazyDialogProps<P extends Closable> {
  /** Must be the same at each rendering. */
  readonly load: () => Promise<ComponentType<P>>;
  readonly props: P;
}

export function LazyDialog<P extends Closable>({ load, props }: LazyDialogProps<P>) {
  const texts = useTexts();
  const { part: View, hasFailed } = useLazy(load);
  if (View) return <View {...props} />;
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
