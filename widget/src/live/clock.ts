// The server's time on a client whose own clock may be wrong: an offset, learnt from `welcome` and `pong`.

/** Tells the server's time. */
export interface ServerClock {
  /**
   * Learns from a frame that carries the server's time.
   *
   * `askedAtMs` (this page's steady clock) is when the question was sent: the answer was then written about halfway.
   * Without it the frame is taken to have just been written.
   */
  observe(serverTime: string, askedAtMs?: number): void;
  /** The server's time, in ms since 1970; this machine's own until the server has told. */
  nowMs(): number;
}

/**
 * A clock that has heard nothing yet.
 *
 * `steadyMs` must not jump when somebody sets the machine's clock (`performance.now`); `wallMs` is that clock, the best
 * guess before the first frame.
 */
export function createServerClock(
  steadyMs: () => number = () => performance.now(),
  wallMs: () => number = Date.now,
): ServerClock {
  let offsetMs: number | null = null;
  return {
    observe(serverTime, askedAtMs) {
      const serverMs = Date.parse(serverTime);
      if (Number.isNaN(serverMs)) return;
      const nowMs = steadyMs();
      offsetMs = serverMs - (askedAtMs === undefined ? nowMs : (nowMs + askedAtMs) / 2);
    },
    nowMs: () => (offsetMs === null ? wallMs() : steadyMs() + offsetMs),
  };
}
