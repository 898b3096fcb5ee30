// The way back to where the unread messages of a thread began, for whoever has scrolled away from there.
import type { RefObject } from "preact";
import { useLayoutEffect, useState } from "preact/hooks";

export const UNREAD_BREAK = ".passage--unread";
const MARGIN_PX = 24;
/** So much is loaded to come there, as for any jump: a thread is held without a gap. */
const MOST_ENTRIES = 3_000;

export interface UnreadPlace {
  /** Messages after it were unread when the thread was opened; null: none were. */
  readonly unreadAfter: number | null;
  readonly firstSeq: number;
  readonly entryCount: number;
  readonly hasBefore: boolean;
  /** The break is drawn. */
  readonly hasBreak: boolean;
}

/** Goes there, and loads what lies between; null where that is on the screen, or is nowhere. */
export function useUnreadWay(
  scroller: RefObject<HTMLElement | null>,
  { unreadAfter, firstSeq, entryCount, hasBefore, hasBreak }: UnreadPlace,
  onOlder: () => void,
): (() => void) | null {
  const [isOff, setIsOff] = useState(false);
  const [isGoing, setIsGoing] = useState(false);
  // Until what was read is held the break stands at the first unread message of those that are, or nowhere
  const isMarked = hasBreak && unreadAfter !== null && firstSeq <= unreadAfter;
  const isFar = unreadAfter !== null && hasBefore && entryCount > 0 && !isMarked;

  useLayoutEffect(() => {
    const element = scroller.current?.querySelector(UNREAD_BREAK);
    if (!element) return setIsOff(false);
    const observer = new IntersectionObserver((seen) => setIsOff(seen.at(-1)?.isIntersecting === false), {
      root: scroller.current,
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [scroller, hasBreak]);

  useLayoutEffect(() => {
    const element = scroller.current;
    if (!isGoing || !element) return;
    if (isFar && entryCount < MOST_ENTRIES) return onOlder();
    setIsGoing(false);
    const goal = element.querySelector<HTMLElement>(UNREAD_BREAK);
    if (goal) element.scrollTop += goal.getBoundingClientRect().top - element.getBoundingClientRect().top - MARGIN_PX;
    // All that there is was unread
    else element.scrollTop = 0;
    (goal ?? element).focus({ preventScroll: true });
  }, [scroller, isGoing, isFar, entryCount, onOlder]);

  return isOff || isFar ? () => setIsGoing(true) : null;
}
