// When views are counted anew: soon after something has changed, but not with each change, and only while the page is
// looked at. What waits grows older by itself, so whoever wants that counted has it counted each minute as well.

export const SOON_MS = 1_000;
export const APART_MS = 10_000;
export const AGEING_MS = 60_000;

export class CountClock {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private dueMs = Number.POSITIVE_INFINITY;
  private countedMs = Number.NEGATIVE_INFINITY;

  /** `isAgeing`: counts change though nothing happens. */
  constructor(
    private readonly count: () => Promise<unknown>,
    private readonly isAgeing: () => boolean,
  ) {
    document.addEventListener("visibilitychange", this.look);
  }

  /** Something has changed. `isAsked`: by the operator, who waits for it. */
  note(isAsked = false): void {
    this.due(isAsked ? 0 : Math.max(Date.now() + SOON_MS, this.countedMs + APART_MS));
  }

  stop(): void {
    clearTimeout(this.timer);
    this.dueMs = Number.NEGATIVE_INFINITY;
    document.removeEventListener("visibilitychange", this.look);
  }

  private due(atMs: number): void {
    if (atMs >= this.dueMs) return;
    this.dueMs = atMs;
    clearTimeout(this.timer);
    this.timer = setTimeout(this.look, Math.max(0, atMs - Date.now()));
  }

  private readonly look = (): void => {
    if (Date.now() < this.dueMs || document.visibilityState === "hidden") return;
    this.dueMs = Number.POSITIVE_INFINITY;
    this.countedMs = Date.now();
    this.count().finally(() => {
      // Not from the question on: a server that answers slowly is not asked more often for that.
      this.countedMs = Date.now();
      if (this.isAgeing()) this.due(this.countedMs + AGEING_MS);
    });
  };
}
