// Keeps the thread where its reader is: at the end as messages come, or at the same words as older ones load above.
import type { RefObject } from "preact";
import { useCallback, useLayoutEffect, useRef, useState } from "preact/hooks";

const NEAR_END_PX = 48;
const NEAR_TOP_PX = 240;

export interface Stick {
  readonly atEnd: boolean;
  readonly toEnd: () => void;
}

/**
 * Watches the scroller: `onTop` is called near its top. When the content changes, what is below the reader's place
 * keeps its distance from the end if `firstKey` has changed (older entries came above), else the end is kept in view
 * for whoever was there.
 */
export function useStick(
  scroller: RefObject<HTMLElement | null>,
  content: { readonly thread: string; readonly firstKey: string; readonly size: unknown },
  onTop: () => void,
): Stick {
  const [atEnd, setAtEnd] = useState(true);
  const place = useRef({ thread: "", firstKey: "", fromEnd: 0, atEnd: true });

  const read = useCallback(() => {
    const element = scroller.current;
    if (!element) return;
    const fromEnd = element.scrollHeight - element.scrollTop - element.clientHeight;
    place.current = { ...place.current, fromEnd, atEnd: fromEnd <= NEAR_END_PX };
    setAtEnd(fromEnd <= NEAR_END_PX);
    if (element.scrollTop < NEAR_TOP_PX) onTop();
  }, [scroller, onTop]);

  const toEnd = useCallback(() => {
    const element = scroller.current;
    if (element) element.scrollTop = element.scrollHeight;
    read();
  }, [scroller, read]);

  // It runs when the content changes, whose size is not read
  useLayoutEffect(() => {
    const element = scroller.current;
    const before = place.current;
    if (!element) return;
    const olderCame =
      before.thread === content.thread && before.firstKey !== content.firstKey && before.firstKey !== "";
    if (before.thread !== content.thread || before.atEnd) element.scrollTop = element.scrollHeight;
    else if (olderCame) element.scrollTop = element.scrollHeight - element.clientHeight - before.fromEnd;
    place.current = { ...before, thread: content.thread, firstKey: content.firstKey };
    read();
  }, [content.thread, content.firstKey, content.size]);

  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const keep = () => {
      if (place.current.atEnd) element.scrollTop = element.scrollHeight;
      read();
    };
    const observer = new ResizeObserver(keep);
    observer.observe(element);
    element.addEventListener("scroll", read, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener("scroll", read);
    };
  }, [scroller, read]);

  return { atEnd, toEnd };
}
