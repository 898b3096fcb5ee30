// The way back to where the unread messages of a thread began, for whoever has scrolled away from there.
import type { RefObject } from "preact";
import { useCallback, useLayoutEffect, useState } from "preact/hooks";

export const UNREAD_BREAK = ".passage--unread";
const MARGIN_PX = 24;
/** Whoever does any of this has gone on by themselves. */
const ENDING = ["keydown", "wheel", "pointerdown"] as const;
/** So much is loaded to come there, as for any jump: a thread is held without a gap. */
const MOST_ENTRIES = 3_000;

export interface UnreadPlace {
  /** Messages after it were unread when the thread was opened; null: none were. */
  readonly unreadAfter: number | null;
  readonly firstSeq: number;
  readonly entryCount: number;
  readonly hasBefore: boolean;
  /** What lies between can be loaded. */
  readonly isConnected: boolean;
  /** The break is drawn. */
  readonly hasBreak: boolean;
}

/** Goes there, and loads what lies between, until the operator does anything else; null where that is on the screen, or is nowhere. */
export function useUnreadWay(
  scroller: RefObject<HTMLElement | null>,
  { unreadAfter, firstSeq, entryCount, hasBefore, isConnected, hasBreak }: UnreadPlace,
  onOlder: () => void,
): (() => void) | null {
  const [isOff, setIsOff] = useState(false);
  /** Since when it is being gone there, and what had the focus then. */
  const [going, setGoing] = useState<{ readonly focused: Element | null } | null>(null);
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
    if (!going || !element) return;
    if (isFar && entryCount < MOST_ENTRIES) return onOlder();
    setGoing(null);
    const goal = element.querySelector<HTMLElement>(UNREAD_BREAK);
    if (goal) element.scrollTop += goal.getBoundingClientRect().top - element.getBoundingClientRect().top - MARGIN_PX;
    // All that there is was unread
    else element.scrollTop = 0;
    const focused = document.activeElement;
    if (focused === going.focused || focused === document.body) (goal ?? element).focus({ preventScroll: true });
  }, [scroller, going, isFar, entryCount, onOlder]);

  // After what arrives above: what is there already is gone to at once
  useLayoutEffect(() => {
    if (!going) return;
    if (!isConnected) return setGoing(null);
    const stop = (event: Event) => {
      // The key that has begun it is still held down
      if (!(event instanceof KeyboardEvent && event.repeat)) setGoing(null);
    };
    for (const type of ENDING) document.addEventListener(type, stop, true);
    return () => {
      for (const type of ENDING) document.removeEventListener(type, stop, true);
    };
  }, [going, isConnected]);

  const go = useCallback(() => setGoing({ focused: document.activeElement }), []);
  return isOff || isFar ? go : null;
}
