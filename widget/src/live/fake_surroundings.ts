// A world for tests: time passes when told to, and the test is the server.
import type { SocketLike, Surroundings } from "./connection";

/** A frame of either side, as far as a test looks at it. */
export type Frame = { readonly type: string; readonly [field: string]: unknown };

export class FakeSocket implements SocketLike {
  onopen: (() => void) | null = null;
  onmessage: ((message: { data: unknown }) => void) | null = null;
  onclose: ((close: { code: number }) => void) | null = null;
  readonly sent: Frame[] = [];
  isClosedByUs = false;

  send(text: string): void {
    this.sent.push(JSON.parse(text) as Frame);
  }

  close(): void {
    this.isClosedByUs = true;
  }

  say(frame: object): void {
    this.onmessage?.({ data: JSON.stringify(frame) });
  }
}

/** Time that passes when told to, and sockets that the test plays the server of. */
export class World implements Surroundings {
  readonly sockets: FakeSocket[] = [];
  chance = 0.5;
  private now = 0;
  private timers = new Map<number, { at: number; callback: () => void }>();
  private ids = 0;

  openSocket(): SocketLike {
    const socket = new FakeSocket();
    this.sockets.push(socket);
    return socket;
  }

  setTimer(callback: () => void, delayMs: number): number {
    this.ids += 1;
    this.timers.set(this.ids, { at: this.now + delayMs, callback });
    return this.ids;
  }

  clearTimer(timer: number): void {
    this.timers.delete(timer);
  }

  random(): number {
    return this.chance;
  }

  steadyMs(): number {
    return this.now;
  }

  pass(ms: number): void {
    const until = this.now + ms;
    for (;;) {
      const due = [...this.timers].filter(([, timer]) => timer.at <= until).sort((a, b) => a[1].at - b[1].at)[0];
      if (!due) break;
      this.timers.delete(due[0]);
      this.now = Math.max(this.now, due[1].at);
      due[1].callback();
    }
    this.now = until;
  }

  get last(): FakeSocket {
    const socket = this.sockets.at(-1);
    if (!socket) throw new Error("no socket has been opened");
    return socket;
  }

  /** The newest socket opens and the server welcomes it. */
  welcome(): void {
    this.last.onopen?.();
    this.last.say({ type: "welcome" });
  }
}
