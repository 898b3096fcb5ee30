// Keeps the thread where its reader is: at the end as messages come, or at the same words as older ones load above.
import type { RefObject } from "preact";
import { useCallback, useLayoutEffect, useRef, useState } from "preact/hooks";
import { noteHeight } from "./use_opening";

const NEAR_END_PX = 48;
const NEAR_TOP_PX = 240;
const BEGIN_MARGIN_PX = 24;

export interface Stick {
  readonly atEnd: boolean;
  /** The same, as it is at this moment and not at the last render. */
  readonly isAtEnd: () => boolean;
  readonly toEnd: () => void;
}

/** What stands in the scroller: `firstKey` is empty until there is anything. */
export interface StickContent {
  readonly firstKey: string;
  readonly size: string;
  /** Selects the element to begin at, where the end would hide it. */
  readonly begin: string;
  /** What stands there ends before the newest: nobody is kept at such an end. */
  readonly isPast: boolean;
}

export interface StickWays {
  /** Called near the top. */
  readonly onTop: () => void;
  /** Called near the end of the past. */
  readonly onEnd: () => void;
  /** Called where somebody leaves the past for the newest. */
  readonly onNewest: () => void;
}

/**
 * Watches the scroller. When the content changes, what is below the reader's place
 * keeps its distance from the end if `firstKey` has changed (older entries came above), else the end is kept in view
 * for whoever was there.
 */
export function useStick(
  scroller: RefObject<HTMLElement | null>,
  { firstKey, size, begin, isPast }: StickContent,
  { onTop, onEnd, onNewest }: StickWays,
): Stick {
  const [atEnd, setAtEnd] = useState(true);
  const place = useRef({ firstKey: "", top: 0, fromEnd: 0, atEnd: true, isPast: false });
  const isLeaving = useRef(false);
  const isAtEnd = useCallback(() => place.current.atEnd, []);

  const read = useCallback(() => {
    const element = scroller.current;
    if (!element) return;
    const fromEnd = element.scrollHeight - element.scrollTop - element.clientHeight;
    const isThere = fromEnd <= NEAR_END_PX && !isPast;
    place.current = { ...place.current, top: element.scrollTop, fromEnd, atEnd: isThere };
    setAtEnd(isThere);
    if (element.scrollTop < NEAR_TOP_PX) onTop();
    if (isPast && fromEnd < NEAR_TOP_PX) onEnd();
  }, [scroller, onTop, onEnd, isPast]);

  const toEnd = useCallback(() => {
    const element = scroller.current;
    if (isPast) {
      isLeaving.current = true;
      return onNewest();
    }
    if (element) element.scrollTop = element.scrollHeight;
    read();
  }, [scroller, read, isPast, onNewest]);

  useLayoutEffect(() => {
    const element = scroller.current;
    const before = place.current;
    if (!element) return;
    // A browser tells of a scroll a frame late: whoever has just left the end is not sent back to it.
    const fromEnd = before.fromEnd + before.top - element.scrollTop;
    const lowest = element.scrollHeight - element.clientHeight;
    const wasAtEnd = before.atEnd && (fromEnd <= NEAR_END_PX || element.scrollTop >= lowest - 1);
    const olderCame = before.firstKey !== "" && before.firstKey !== firstKey;
    // Something else stands there: whatever leads into the past says where
    const isOther = before.isPast !== isPast;
    const goesToEnd = !isPast && (isLeaving.current || (wasAtEnd && !isOther));
    if (goesToEnd) element.scrollTop = element.scrollHeight;
    else if (olderCame && !isOther) element.scrollTop = lowest - fromEnd;
    if (before.firstKey === "" && firstKey !== "") beginAt(element, begin);
    if (!isPast) isLeaving.current = false;
    place.current = { ...before, firstKey, isPast, atEnd: wasAtEnd && !isPast };
    if (isOther && isPast) setAtEnd(false);
    else read();
  }, [firstKey, size, isPast]);

  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const keep = () => {
      noteHeight(element.clientHeight);
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

  return { atEnd, isAtEnd, toEnd };
}

function beginAt(scroller: HTMLElement, selector: string): void {
  const begin = scroller.querySelector(selector);
  const hiddenPx = begin ? scroller.getBoundingClientRect().top - begin.getBoundingClientRect().top : 0;
  if (hiddenPx > 0) scroller.scrollTop -= hiddenPx + BEGIN_MARGIN_PX;
}
