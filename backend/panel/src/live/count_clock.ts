// When views are counted anew: soon after something has changed, but not with each change, and only while the page is
// looked at. What waits grows older by itself, so whoever wants that counted has it counted each minute as well. All by the
// clock that nobody sets: by the other one, a count that is due would wait for as long as that was set back.

export const SOON_MS = 1_000;
/** Colleagues hear of the same at the same moment: each panel takes its own time. */
export const SPREAD_MS = 5_000;
export const APART_MS = 10_000;
export const AGEING_MS = 60_000;

export class CountClock {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private dueMs = Number.POSITIVE_INFINITY;
  private countedMs = Number.NEGATIVE_INFINITY;
  private spreadMs = Math.random() * SPREAD_MS;

  /** `isAgeing`: counts change though nothing happens. */
  constructor(
    private readonly count: () => Promise<unknown>,
    private readonly isAgeing: () => boolean,
  ) {
    document.addEventListener("visibilitychange", this.look);
  }

  /** Something has changed. `isAsked`: by the operator, who waits for it. */
  note(isAsked = false): void {
    this.due(isAsked ? 0 : Math.max(performance.now() + SOON_MS, this.countedMs + APART_MS) + this.spreadMs);
  }

  /** It could not be counted. */
  postpone(): void {
    this.due(performance.now() + AGEING_MS + this.spreadMs);
  }

  stop(): void {
    clearTimeout(this.timer);
    this.dueMs = Number.NEGATIVE_INFINITY;
    document.removeEventListener("visibilitychange", this.look);
  }

  private due(atMs: number): void {
    if (atMs >= this.dueMs) return;
    this.dueMs = atMs;
    this.arm();
  }

  /** Also for the rest of the time, where a timer has come before it: theirs is another clock. */
  private arm(): void {
    clearTimeout(this.timer);
    const restMs = this.dueMs - performance.now();
    if (Number.isFinite(restMs)) this.timer = setTimeout(this.look, Math.max(0, restMs));
  }

  private readonly look = (): void => {
    if (document.visibilityState === "hidden") return;
    if (performance.now() < this.dueMs) {
      this.arm();
      return;
    }
    this.dueMs = Number.POSITIVE_INFINITY;
    this.countedMs = performance.now();
    this.spreadMs = Math.random() * SPREAD_MS;
    this.count().finally(() => {
      // Not from the question on: a server that answers slowly is not asked more often for that.
      this.countedMs = performance.now();
      if (this.isAgeing()) this.due(this.countedMs + AGEING_MS);
    });
  };
}
