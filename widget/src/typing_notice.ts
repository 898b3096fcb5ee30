// Tells the other side that the visitor types: not every key, and no longer than they do.
import type { Surroundings } from "./live/connection";

const REPEAT_MS = 4_000;
const PAUSE_MS = 5_000;

export interface TypingNotice {
  /** The visitor has typed (true), or has emptied or sent the text (false). */
  note(isActive: boolean): void;
  /** Nobody hears us any more: the next key is told again. */
  forget(): void;
}

/** `tell` sends the notice; it is called at most every 4 s while keys are struck, and once when they have stopped. */
export function createTypingNotice(tell: (isActive: boolean) => void, around: Surroundings): TypingNotice {
  let toldAtMs: number | null = null;
  let pauseTimer = 0;

  function note(isActive: boolean): void {
    around.clearTimer(pauseTimer);
    const nowMs = around.steadyMs();
    if (!isActive) {
      if (toldAtMs !== null) tell(false);
      toldAtMs = null;
      return;
    }
    pauseTimer = around.setTimer(() => note(false), PAUSE_MS);
    if (toldAtMs !== null && nowMs - toldAtMs < REPEAT_MS) return;
    toldAtMs = nowMs;
    tell(true);
  }

  return {
    note,
    forget() {
      around.clearTimer(pauseTimer);
      toldAtMs = null;
    },
  };
}
