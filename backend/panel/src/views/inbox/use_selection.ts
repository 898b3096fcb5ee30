// Which rows of the list are selected: only those that are in it, so nothing is done to what nobody sees.
import { useCallback, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";

export interface Selection {
  /** In the order of the list. */
  readonly ids: readonly string[];
  readonly has: (id: string) => boolean;
  /** `isRange`: with all between it and the one before. */
  readonly toggle: (id: string, isRange: boolean) => void;
  readonly all: () => void;
  readonly clear: () => void;
}

const NONE: ReadonlySet<string> = new Set();

/** Begins anew with each list (`listKey`); a row that leaves the list comes back unselected. */
export function useSelection(listed: readonly string[], listKey: string): Selection {
  const [held, setHeld] = useState<{ readonly listKey: string; readonly ids: ReadonlySet<string> }>({
    listKey,
    ids: NONE,
  });
  const last = useRef<string | null>(null);
  const chosen = held.listKey === listKey ? held.ids : NONE;
  const ids = useMemo(() => (chosen.size === 0 ? [] : listed.filter((id) => chosen.has(id))), [listed, held, listKey]);
  const keep = (next: ReadonlySet<string>) => setHeld({ listKey, ids: next });

  useLayoutEffect(() => {
    if (held.listKey !== listKey) last.current = null;
    if (held.listKey !== listKey || ids.length < held.ids.size) keep(new Set(ids));
  }, [held, listKey, ids]);

  function choose(id: string, isRange: boolean) {
    const next = new Set(ids);
    const from = isRange && last.current !== null ? listed.indexOf(last.current) : -1;
    const to = listed.indexOf(id);
    if (from >= 0 && to >= 0) {
      for (const one of listed.slice(Math.min(from, to), Math.max(from, to) + 1)) next.add(one);
    } else if (!next.delete(id)) next.add(id);
    last.current = id;
    keep(next);
  }

  // One function for good: rows that nothing else has changed of are not drawn anew for it.
  const chooser = useRef(choose);
  chooser.current = choose;
  const toggle = useCallback((id: string, isRange: boolean) => chooser.current(id, isRange), []);
  return {
    ids,
    has: (id) => chosen.has(id),
    toggle,
    all: () => keep(new Set(listed)),
    clear: () => keep(NONE),
  };
}
