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
}

/**
 * Watches the scroller: `onTop` is called near its top. When the content changes, what is below the reader's place
 * keeps its distance from the end if `firstKey` has changed (older entries came above), else the end is kept in view
 * for whoever was there.
 */
export function useStick(
  scroller: RefObject<HTMLElement | null>,
  { firstKey, size, begin }: StickContent,
  onTop: () => void,
): Stick {
  const [atEnd, setAtEnd] = useState(true);
  const place = useRef({ firstKey: "", fromEnd: 0, atEnd: true });
  const isAtEnd = useCallback(() => place.current.atEnd, []);

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

  useLayoutEffect(() => {
    const element = scroller.current;
    const before = place.current;
    if (!element) return;
    const olderCame = before.firstKey !== "" && before.firstKey !== firstKey;
    if (before.atEnd) element.scrollTop = element.scrollHeight;
    else if (olderCame) element.scrollTop = element.scrollHeight - element.clientHeight - before.fromEnd;
    if (before.firstKey === "" && firstKey !== "") beginAt(element, begin);
    place.current = { ...before, firstKey };
    read();
  }, [firstKey, size]);

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
