// Notices that nobody has touched the panel for long, in any of its tabs.

const KEY = "ryadom.touched_at";
/** How often it is looked, and how precisely a touch is noted. */
const STEP_MS = 5_000;
const TOUCHES = ["pointerdown", "pointermove", "keydown", "wheel"] as const;

/**
 * Calls `onIdle` once when neither this tab nor another of this browser has been touched for `limitMs`, by the wall
 * clock: a laptop that has slept for longer wakes up locked. Gives what stops the watch.
 */
export function watchIdle(page: EventTarget, storage: Storage, limitMs: number, onIdle: () => void): () => void {
  let notedAt = 0;
  const touch = () => {
    const now = Date.now();
    if (Math.abs(now - notedAt) < STEP_MS) return;
    notedAt = now;
    storage.setItem(KEY, String(now));
  };
  const stop = () => {
    clearInterval(timer);
    for (const name of TOUCHES) page.removeEventListener(name, touch);
  };
  const timer = setInterval(() => {
    if (Date.now() - Number(storage.getItem(KEY) ?? notedAt) < limitMs) return;
    stop();
    onIdle();
  }, STEP_MS);
  for (const name of TOUCHES) page.addEventListener(name, touch, { passive: true });
  touch();
  return stop;
}
