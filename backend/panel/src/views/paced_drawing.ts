// Draws what others do at most ten times a second, and seldomer where a drawing takes long: with hundreds of news a
// second the page must have time for its operator.

/** Nobody reads faster; what comes alone is drawn at once. */
export const PAUSE_MS = 100;
/** Drawing takes at most a quarter of the time. */
const PAUSE_BY_DRAWING = 3;
export const MAX_PAUSE_MS = 500;
/** Where nobody sees the page: for its badge. */
export const UNSEEN_PAUSE_MS = 1_000;
/** Whoever has pressed a key so lately presses the next one. */
export const WRITING_MS = 300;

export interface PacedDrawing {
  /** For what the operator does or waits for; draws along what has not been drawn yet. */
  readonly now: () => void;
  /** At once, or when the pause after the last time is over. */
  readonly soon: () => void;
  /** The same where nobody sees the page, whose timers may be a minute late: what comes after a pause needs none. */
  readonly unseen: () => void;
  /** Somebody looks at the page again. */
  readonly seen: () => void;
  /** Somebody writes, and the key's own frame is drawn: until the next key there is time. */
  readonly afterKey: () => void;
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
  let drawnMs = Number.NEGATIVE_INFINITY;
  let unseenTimer: ReturnType<typeof setTimeout> | undefined;

  function drawNow() {
    isDue = false;
    drawnMs = performance.now();
    draw();
  }

  function drawUnseen() {
    unseenTimer = undefined;
    if (isDue) drawNow();
  }

  function drawNews() {
    isPaused = true;
    awaitsKey = false;
    const begunMs = performance.now();
    waitedMs = begunMs;
    drawNow();
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
    timer = setTimeout(awaitKey, isAtWork() ? MAX_PAUSE_MS : Math.min(MAX_PAUSE_MS, pauseMs));
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
    now: drawNow,
    soon() {
      isDue = true;
      if (!isPaused) drawNews();
    },
    unseen() {
      if (isOver) return;
      isDue = true;
      if (performance.now() - drawnMs >= UNSEEN_PAUSE_MS) drawNow();
      else unseenTimer ??= setTimeout(drawUnseen, UNSEEN_PAUSE_MS);
    },
    seen() {
      clearTimeout(unseenTimer);
      unseenTimer = undefined;
      drawNow();
    },
    afterKey() {
      if (awaitsKey) goOn();
    },
    stop() {
      clearTimeout(timer);
      clearTimeout(unseenTimer);
      isOver = true;
      isPaused = true;
      awaitsKey = false;
    },
  };
}
