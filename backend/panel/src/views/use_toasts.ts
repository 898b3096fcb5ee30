// The toasts of the page: the last three, each until its time is over or what it says is.
import { useCallback, useEffect, useState } from "preact/hooks";
import { randomUuid } from "../../../../widget/src/uuid";
import type { Inbox } from "../state/model";
import type { Outgoing } from "../state/outgoing";
import { isTrue, type Toast } from "../state/toasts";

const MAX_TOASTS = 3;

export function useToasts({ rows }: Inbox, outgoing: Outgoing) {
  const [toasts, setToasts] = useState<readonly Toast[]>([]);
  useEffect(() => {
    setToasts((shown) =>
      shown.every((toast) => isTrue(toast, rows, outgoing))
        ? shown
        : shown.filter((toast) => isTrue(toast, rows, outgoing)),
    );
  }, [rows, outgoing]);
  const add = useCallback((toast: Omit<Toast, "id">) => {
    const id = randomUuid();
    setToasts((shown) => [...shown, { ...toast, id }].slice(-MAX_TOASTS));
  }, []);
  const drop = useCallback((id: string) => setToasts((shown) => shown.filter((toast) => toast.id !== id)), []);
  return { toasts, add, drop };
}
