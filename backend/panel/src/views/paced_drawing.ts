// Draws what others do at most ten times a second: with hundreds of news a second the page must have time for its operator.

/** Nobody reads faster; what comes alone is drawn at once. */
export const PAUSE_MS = 100;

export interface PacedDrawing {
  /** For what the operator does or waits for; draws along what has not been drawn yet. */
  readonly now: () => void;
  /** At once, or when the pause after the last time is over. */
  readonly soon: () => void;
  readonly stop: () => void;
}

export function createPacedDrawing(draw: () => void): PacedDrawing {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isPaused = false;
  let isDue = false;

  function drawNews() {
    isDue = false;
    isPaused = true;
    timer = setTimeout(() => {
      isPaused = false;
      if (isDue) drawNews();
    }, PAUSE_MS);
    draw();
  }

  return {
    now() {
      isDue = false;
      draw();
    },
    soon() {
      isDue = true;
      if (!isPaused) drawNews();
    },
    stop() {
      clearTimeout(timer);
      isPaused = true;
    },
  };
}
