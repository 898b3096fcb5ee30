// Draws what others do at most ten times a second, and seldomer where a drawing takes long: with hundreds of news a
// second the page must have time for its operator.

/** Nobody reads faster; what comes alone is drawn at once. */
export const PAUSE_MS = 100;
/** Drawing takes at most a quarter of the time. */
const PAUSE_BY_DRAWING = 3;
export const MAX_PAUSE_MS = 500;
/** Whoever has pressed a key so lately presses the next one, and is waited for that long. */
export const WRITING_MS = 300;
/** Of who writes: with the key that is waited for a second at most. */
export const WRITING_PAUSE_MS = 700;

export interface PacedDrawing {
  /** For what the operator does or waits for; draws along what has not been drawn yet. */
  readonly now: () => void;
  /** At once, or when the pause after the last time is over. */
  readonly soon: () => void;
  /** Somebody writes, and the key's own frame is drawn: until the next key there is time. */
  readonly afterKey: () => void;
  /** Whether there is what has not been drawn yet. */
  readonly isDue: () => boolean;
  readonly stop: () => void;
}

/**
 * Drawn is what has its frame: layout and paint count. A window that is covered may have none, and is not waited for. While
 * somebody writes (`isAtWork`) what comes in numbers is drawn as seldom as may be, and behind a key: few keys are to wait
 * for it.
 */
export function createPacedDrawing(draw: () => void, isAtWork: () => boolean): PacedDrawing {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isPaused = false;
  let isDue = false;
  let isOver = false;
  /** It is time, but for a key that is about to come. */
  let awaitsKey = false;
  /** When that was begun whose frame is waited for. */
  let waitedMs: number | null = null;

  function drawNews() {
    isDue = false;
    isPaused = true;
    awaitsKey = false;
    const begunMs = performance.now();
    waitedMs = begunMs;
    draw();
    timer = setTimeout(rest, MAX_PAUSE_MS, begunMs);
    requestAnimationFrame(() => {
      if (isOver || begunMs !== waitedMs) return;
      clearTimeout(timer);
      timer = setTimeout(rest, 0, begunMs);
    });
  }

  function rest(begunMs: number) {
    waitedMs = null;
    const tookMs = performance.now() - begunMs;
    const pauseMs = Math.max(PAUSE_MS - tookMs, PAUSE_BY_DRAWING * tookMs);
    timer = setTimeout(awaitKey, isAtWork() ? WRITING_PAUSE_MS : Math.min(MAX_PAUSE_MS, pauseMs));
  }

  function awaitKey() {
    awaitsKey = isDue && isAtWork();
    if (awaitsKey) timer = setTimeout(goOn, WRITING_MS);
    else goOn();
  }

  function goOn() {
    clearTimeout(timer);
    awaitsKey = false;
    isPaused = false;
    if (isDue) drawNews();
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
    afterKey() {
      if (awaitsKey) goOn();
    },
    isDue: () => isDue,
    stop() {
      clearTimeout(timer);
      isOver = true;
      isPaused = true;
      awaitsKey = false;
    },
  };
}
