// How fast the panel may ask: the server refuses more than a few commands a second, so questions are spread beforehand.

const BURST = 12;
const PER_SECOND = 4;

/** A bucket of questions that refills with time; `nowMs` is any steady clock, the same one each time. */
export class Pace {
  private left = BURST;
  private filledAtMs: number;
  private pausedUntilMs = 0;

  constructor(nowMs: number) {
    this.filledAtMs = nowMs;
  }

  /** Takes one question's worth; false where none is left. */
  take(nowMs: number): boolean {
    this.left = Math.min(BURST, this.left + ((nowMs - this.filledAtMs) / 1_000) * PER_SECOND);
    this.filledAtMs = nowMs;
    if (nowMs < this.pausedUntilMs || this.left < 1) return false;
    this.left -= 1;
    return true;
  }

  /** Nothing for that long: the server has asked for it, or something is wrong that asking again at once won't mend. */
  pause(seconds: number, nowMs: number): void {
    this.pausedUntilMs = Math.max(this.pausedUntilMs, nowMs + seconds * 1_000);
  }

  /** In how many ms the next question may go. */
  waitMs(nowMs: number): number {
    const refillMs = Math.max(0, 1 - this.left) * (1_000 / PER_SECOND);
    return Math.max(refillMs, this.pausedUntilMs - nowMs, 0);
  }
}
