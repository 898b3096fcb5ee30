// What of a thread is drawn while it opens: its end, which is what is seen, and a moment later the rest.
import { useEffect, useState } from "preact/hooks";
import type { Passage } from "../state/passages";

/** Whoever stays this long reads it; who walks through the list is elsewhere by then. */
const STAY_MS = 150;
/** No message takes less. */
const MESSAGE_PX = 44;

/** What was there before is no news, and is not read out: that begins where it is "over". */
export type Opening = "end" | "whole" | "over";

/** How far a thread has been opened since its messages are there. */
export function useOpening(isLoaded: boolean): Opening {
  const [opening, setOpening] = useState<Opening>("end");
  useEffect(() => {
    if (!isLoaded || opening === "over") return;
    const timer = setTimeout(() => setOpening(opening === "end" ? "whole" : "over"), STAY_MS);
    return () => clearTimeout(timer);
  }, [isLoaded, opening]);
  return opening;
}

/**
 * The last passages, oldest first, all from the unread break on; of at least so many messages as the screen may hold:
 * to ask for the window's height instead would cost a layout in the middle of drawing.
 */
export function endOf(passages: readonly Passage[], messages = screen.height / MESSAGE_PX): readonly Passage[] {
  const unread = passages.findIndex(({ kind }) => kind === "unread");
  let first = passages.length;
  for (let left = messages; first > 0 && (left > 0 || (unread >= 0 && first > unread)); first--) {
    const passage = passages[first - 1];
    left -= passage?.kind === "group" ? passage.messages.length : 1;
  }
  return first === 0 ? passages : passages.slice(first);
}
