// A page's clock that can be put forward: a laptop that slept for a night, a pause that nobody wants to sit through.

interface Timer {
  readonly atMs: number;
  readonly callback: () => void;
  handle: ReturnType<typeof setTimeout>;
}

export class TurnedClock {
  private aheadMs = 0;
  private readonly timers = new Map<number, Timer>();
  private lastId = 0;

  nowMs(): number {
    return performance.now() + this.aheadMs;
  }

  setTimer(callback: () => void, delayMs: number): number {
    const id = ++this.lastId;
    this.arm(id, this.nowMs() + delayMs, callback);
    return id;
  }

  clearTimer(id: number): void {
    clearTimeout(this.timers.get(id)?.handle);
    this.timers.delete(id);
  }

  /** Puts the clock forward. What fell due meanwhile happens once and now, in its order, as after a sleep. */
  jump(ms: number): void {
    this.aheadMs += ms;
    const inOrder = [...this.timers].sort(([, a], [, b]) => a.atMs - b.atMs);
    for (const [id, { atMs, callback, handle }] of inOrder) {
      clearTimeout(handle);
      this.arm(id, atMs, callback);
    }
  }

  /** Puts the clock forward to whatever is next. */
  jumpToNext(): void {
    const nextMs = Math.min(...[...this.timers.values()].map(({ atMs }) => atMs));
    if (Number.isFinite(nextMs)) this.jump(Math.max(0, nextMs - this.nowMs()));
  }

  private arm(id: number, atMs: number, callback: () => void): void {
    const ring = (): void => {
      this.timers.delete(id);
      callback();
    };
    const handle = setTimeout(ring, Math.max(0, atMs - this.nowMs()));
    this.timers.set(id, { atMs, callback, handle });
  }
}
