// The row under the keyboard. It remembers its place, so that the walk goes on when the row has left the list.
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { stepFrom } from "../state/cursor";
import type { Listed } from "../state/listing";

/** A new object asks for the focus anew, also on the same row. */
export interface Cursor {
  readonly id: string;
}

export interface CursorMoves {
  readonly cursor: Cursor | null;
  /** Puts the focus on the row, or on the list where the row is not in it. */
  readonly put: (id: string) => void;
  readonly move: (step: 1 | -1) => void;
}

/** The cursor of the list; `listKey` differs for every list in which a remembered place means another row. */
export function useCursor(listed: Listed, openId: string | null, listKey: string): CursorMoves {
  const [cursor, setCursor] = useState<Cursor | null>(null);
  const place = useRef<{ readonly listKey: string; readonly id: string; readonly index: number } | null>(null);
  const at = cursor?.id ?? openId;
  useLayoutEffect(() => {
    const index = at === null ? -1 : listed.indexOf(at);
    if (at !== null && index >= 0) place.current = { listKey, id: at, index };
  }, [listed, at, listKey]);
  // The walk goes on from what was opened last, by whatever means.
  useEffect(() => {
    if (openId !== null) setCursor(null);
  }, [openId]);

  function move(step: 1 | -1) {
    const held = place.current;
    const isHere = held !== null && held.id === at && held.listKey === listKey;
    const id = stepFrom(listed, at, isHere ? held.index : null, step);
    if (id !== undefined) setCursor({ id });
  }
  return { cursor, put: (id) => setCursor({ id }), move };
}
