// Leads a thread to one of its messages: loads back to it, puts it into the middle of the screen and marks it.
import type { RefObject } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";

/** Where to go; another object each time, so that the same place can be gone to twice. */
export interface Jump {
  readonly conversationId: string;
  readonly seq: number;
  /** The message gets the focus too; without it the focus stays in the list that led there. */
  readonly takesFocus: boolean;
  /** Called once where it is too far to be loaded. */
  readonly onTooFar: () => void;
}

/** So much is loaded for one jump, page by page: a thread is held without a gap. */
const MOST_ENTRIES = 3_000;
const MARK = "sought";

export interface JumpPlace {
  readonly firstSeq: number;
  readonly entryCount: number;
  readonly hasBefore: boolean;
}

/** Messages carry their place as `data-seq`. `onOlder` asks for the page before what is loaded. */
export function useJump(
  scroller: RefObject<HTMLElement | null>,
  jump: Jump | null,
  { firstSeq, entryCount, hasBefore }: JumpPlace,
  onOlder: () => void,
): void {
  const done = useRef<Jump | null>(null);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!jump || !element || done.current === jump || entryCount === 0) return;
    if (jump.seq < firstSeq && hasBefore && entryCount < MOST_ENTRIES) return onOlder();
    done.current = jump;
    const message = element.querySelector<HTMLElement>(`[data-seq="${jump.seq}"]`);
    if (message) {
      bringToMiddle(element, message);
      if (jump.takesFocus) message.focus({ preventScroll: true });
    } else if (jump.seq < firstSeq) jump.onTooFar();
  }, [scroller, jump, firstSeq, entryCount, hasBefore, onOlder]);
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
