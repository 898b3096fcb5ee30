// Which rows of a long list of equal heights are on the screen. Written by hand: with equal heights it is one division,
// and a virtualiser from a package would bring measuring that nothing here needs.
import type { RefObject } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Listed } from "../state/listing";

const OVERSCAN_ROWS = 4;

export interface ListWindow {
  readonly first: number;
  /** One past the last. */
  readonly end: number;
}

/** The window over the list; rows keep their place on the screen when others come or go above them. */
export function useWindow(scroller: RefObject<HTMLElement | null>, listed: Listed, rowPx: number): ListWindow {
  const { ids } = listed;
  const [view, setView] = useState({ top: 0, height: 800 });
  const held = useRef<readonly { id: string; top: number }[]>([]);

  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const read = () => setView({ top: element.scrollTop, height: element.clientHeight });
    const observer = new ResizeObserver(read);
    observer.observe(element);
    element.addEventListener("scroll", read, { passive: true });
    read();
    return () => {
      observer.disconnect();
      element.removeEventListener("scroll", read);
    };
  }, [scroller]);

  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element || held.current.length === 0) return;
    const shifts = held.current.flatMap(({ id, top }) => {
      const index = listed.indexOf(id);
      return index < 0 ? [] : [index * rowPx - top];
    });
    // The median: a row that itself has jumped to the top must not take the reader along.
    const shift = shifts.sort((a, b) => a - b)[Math.floor(shifts.length / 2)] ?? 0;
    if (shift !== 0) element.scrollTop += shift;
  }, [scroller, listed, rowPx]);

  const top = Math.floor(view.top / rowPx);
  const bottom = Math.ceil((view.top + view.height) / rowPx);
  // At the very top the newest row is what people want to see, so nothing is held there.
  const visible = view.top > 0 ? ids.slice(top, bottom) : [];
  useLayoutEffect(() => {
    held.current = visible.map((id, offset) => ({ id, top: (top + offset) * rowPx }));
  });
  return {
    first: Math.max(0, top - OVERSCAN_ROWS),
    end: Math.min(ids.length, bottom + OVERSCAN_ROWS),
  };
}
