// Leads a thread to one of its messages: loads what stands around it, puts it into the middle of the screen and marks it.
import type { RefObject } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";

/** Where to go; another object each time, so that the same place can be gone to twice. */
export interface Jump {
  readonly conversationId: string;
  readonly seq: number;
  /** The message gets the focus too; without it the focus stays in the list that led there. */
  readonly takesFocus: boolean;
}

/** What lies no farther back is loaded page by page, so that all stays one stretch. */
const NEAR_ENTRIES = 400;
const MARK = "sought";

export interface JumpPlace {
  readonly firstSeq: number;
  readonly lastSeq: number;
  readonly entryCount: number;
  readonly hasBefore: boolean;
  /** What stands there ends before the newest entries. */
  readonly isPast: boolean;
}

/**
 * Messages carry their place as `data-seq`. `onOlder` asks for the page before what is loaded, `onSeek` for what stands
 * around a place, instead of what is loaded now.
 */
export function useJump(
  scroller: RefObject<HTMLElement | null>,
  jump: Jump | null,
  { firstSeq, lastSeq, entryCount, hasBefore, isPast }: JumpPlace,
  onOlder: () => void,
  onSeek: (seq: number) => void,
): void {
  const done = useRef<Jump | null>(null);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!jump || !element || done.current === jump || entryCount === 0) return;
    const isBefore = jump.seq < firstSeq && hasBefore;
    if (isBefore && !isPast && firstSeq - jump.seq <= NEAR_ENTRIES) return onOlder();
    if (isBefore || (isPast && jump.seq > lastSeq)) return onSeek(jump.seq);
    done.current = jump;
    const message = element.querySelector<HTMLElement>(`[data-seq="${jump.seq}"]`);
    if (!message) return;
    bringToMiddle(element, message);
    if (jump.takesFocus) message.focus({ preventScroll: true });
  }, [scroller, jump, firstSeq, lastSeq, entryCount, hasBefore, isPast, onOlder, onSeek]);
}

function bringToMiddle(scroller: HTMLElement, message: HTMLElement): void {
  const box = message.getBoundingClientRect();
  const frame = scroller.getBoundingClientRect();
  scroller.scrollTop += box.top - frame.top - Math.max(0, (frame.height - box.height) / 2);
  message.classList.remove(MARK);
  // Read in between, so that the mark begins anew where it was there already.
  void message.offsetWidth;
  message.classList.add(MARK);
  message.addEventListener("animationend", () => message.classList.remove(MARK), { once: true });
}
