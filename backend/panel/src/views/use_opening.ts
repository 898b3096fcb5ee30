// What of a thread is drawn while it opens: its end, which is what is seen, and a moment later the rest.
import { useEffect, useState } from "preact/hooks";
import type { Passage } from "../state/passages";

/** Whoever stays this long reads it; who walks through the list is elsewhere by then. */
const STAY_MS = 150;
/** No passage takes less, nor a message of a group more than the lines that it surely has: in pixels. */
const PASSAGE_PX = 20;
const HEAD_PX = 28;
const MESSAGE_PX = 35;
const LINE_PX = 20;
/** No line holds more of any words, and of what is long no more lines are shown. */
const LINE_CHARS = 150;
const MOST_LINES = 20;

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

let tallestPx = 0;

/** How high a thread stands on the screen: for those that will be opened, of which the tallest counts. */
export function noteHeight(px: number): void {
  tallestPx = Math.max(tallestPx, px);
}

/**
 * The last passages, oldest first, all from the unread break on; of at least as much as is seen: to ask for the height
 * instead of remembering it would cost a layout in the middle of drawing.
 */
export function endOf(passages: readonly Passage[], px = tallestPx || screen.height): readonly Passage[] {
  const unread = passages.findIndex(({ kind }) => kind === "unread");
  let first = passages.length;
  for (let left = px; first > 0 && (left > 0 || (unread >= 0 && first > unread)); first--) {
    const passage = passages[first - 1];
    if (passage) left -= leastPx(passage);
  }
  return first === 0 ? passages : passages.slice(first);
}

function leastPx(passage: Passage): number {
  if (passage.kind !== "group") return PASSAGE_PX;
  return passage.messages.reduce((px, { body }) => px + MESSAGE_PX + LINE_PX * (leastLines(body) - 1), HEAD_PX);
}

function leastLines(body: string): number {
  return Math.min(MOST_LINES, Math.ceil(body.length / LINE_CHARS) || 1);
}
