// The toasts of the page: the last three, each until its time is over or what it says is.
import { useCallback, useEffect, useState } from "preact/hooks";
import { randomUuid } from "../../../../widget/src/uuid";
import type { PanelState } from "../live/panel";
import { isTrue, type Toast, withToast } from "../state/toasts";

type Judged = Pick<PanelState, "inbox" | "outgoing">;

/** `now`: what is so at this moment, which may not be drawn yet. */
export function useToasts(now: () => Judged, { inbox, outgoing }: Judged) {
  const [toasts, setToasts] = useState<readonly Toast[]>([]);
  useEffect(() => {
    // Not by what was drawn: an effect may come after the next deed and its toast, of which that drawing knew nothing
    const so = now();
    const isSo = (toast: Toast) => isTrue(toast, so.inbox, so.outgoing);
    setToasts((shown) => (shown.every(isSo) ? shown : shown.filter(isSo)));
  }, [inbox.rows, outgoing]);
  const add = useCallback((toast: Omit<Toast, "id">) => {
    const id = randomUuid();
    setToasts((shown) => withToast(shown, { ...toast, id }));
  }, []);
  const drop = useCallback((id: string) => setToasts((shown) => shown.filter((toast) => toast.id !== id)), []);
  return { toasts, add, drop };
}
