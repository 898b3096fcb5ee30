// Leads from the palette to a control that is still to come: waits for it, and takes it up.

export interface Way {
  /** The control, once it is there. */
  readonly find: () => HTMLElement | null;
  /** What brings it. */
  readonly open: () => void;
  /** Where the focus may be meanwhile; elsewhere the operator has gone on. */
  readonly home: string;
  /** What was meant is gone. */
  readonly isLost?: () => boolean;
  /** It has not come. */
  readonly onMissing: () => void;
}

/** Whoever waits longer is doing something else by then. */
const WAITING_MS = 10_000;

let stopLast = () => {};

/**
 * Gives the control the focus. What only opens something is pressed; what does something is left to the operator. It is
 * over with whatever the operator does meanwhile.
 */
export function takeUp({ find, open, home, isLost, onMissing }: Way): void {
  stopLast();
  const focusedBefore = document.activeElement;

  const over = new AbortController();
  const stop = () => over.abort();
  stopLast = stop;
  const { signal } = over;
  for (const type of ["keydown", "pointerdown"] as const) {
    document.addEventListener(type, stop, { capture: true, signal });
  }
  // What opens takes the focus itself
  const stopElsewhere = ({ target }: Event) => target instanceof Element && !target.closest(home) && stop();
  document.addEventListener("focusin", stopElsewhere, { capture: true, signal });

  const observer = new MutationObserver(look);
  const timer = setTimeout(() => {
    stop();
    onMissing();
  }, WAITING_MS);
  signal.addEventListener("abort", () => {
    observer.disconnect();
    clearTimeout(timer);
  });
  open();
  observer.observe(document.body, {
    subtree: true,
    childList: true,
    attributes: true,
    attributeFilter: ["data-conversation"],
  });
  look();

  function look(): void {
    if (isLost?.()) stop();
    if (signal.aborted || !find()) return;
    observer.disconnect();
    // In the frame after what opens is drawn, which takes the focus
    requestAnimationFrame(() => setTimeout(focusIt));
  }

  function focusIt(): void {
    if (signal.aborted) return;
    const element = find();
    stop();
    const focused = document.activeElement;
    const isFree = focused === focusedBefore || focused === document.body || focused?.closest(home) != null;
    if (!element || !isFree) return;
    element.scrollIntoView({ block: "center" });
    element.focus();
    if (element instanceof HTMLInputElement) element.select();
    if (element.matches("[aria-haspopup], [data-opens]")) element.click();
  }
}
