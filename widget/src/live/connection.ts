// A socket that is kept: it says hello, notices when the other side is gone, and comes back without stampeding.
import { toJson } from "../json";

/** `offline`: none now, another try will come; `stopped`: for good, or until `start`. */
export type ConnectionStatus = "offline" | "connecting" | "online" | "stopped";

/** The part of a WebSocket that is used. */
export interface SocketLike {
  onopen: (() => void) | null;
  onmessage: ((message: { data: unknown }) => void) | null;
  onclose: ((close: { code: number }) => void) | null;
  send(text: string): void;
  close(code?: number): void;
}

/** Everything from outside, so that tests can hold it in their hands. */
export interface Surroundings {
  openSocket(url: string): SocketLike;
  setTimer(callback: () => void, delayMs: number): number;
  clearTimer(timer: number): void;
  /** Uniform in [0, 1). */
  random(): number;
  /** A clock that never goes back, in ms. */
  steadyMs(): number;
}

export interface ConnectionOptions<Command, Event extends { readonly type: string }> {
  readonly url: string;
  /** The first frame, made afresh for every socket: it carries what the client holds by then. */
  hello(): Command;
  ping: Command;
  /** Every frame that could be read, `welcome` included; `goodbye` has been minded already. What it throws is told. */
  onEvent(event: Event): void;
  /** `closeCode` is the code that led here; null where it was not a close. */
  onStatus(status: ConnectionStatus, closeCode: number | null): void;
  /** A socket has ended; called before the next one opens, so that `hello` can differ (4401: forget the token). */
  onClose?(code: number): void;
}

export interface Connection<Command> {
  readonly status: ConnectionStatus;
  /** When the last ping went out, on the steady clock: what `ServerClock.observe` wants with a pong. */
  readonly pingedAtMs: number | undefined;
  /** Opens a socket, unless there is one or one is coming. */
  start(): void;
  /** Closes for good: `start` begins anew. */
  stop(): void;
  /** Closes and opens again at once, e.g. to say another hello. */
  restart(): void;
  /** The network or the page has come back: tries at once, or asks an open socket whether it still lives. */
  wake(): void;
  /** Sends where there is somebody to hear it (after `welcome`); false: nothing was sent. */
  send(command: Command): boolean;
}

export const MIN_BACKOFF_MS = 500;
export const MAX_BACKOFF_MS = 30_000;
/** Silence after which the other side is asked whether it is there, and how long it may think. */
export const QUIET_MS = 20_000;
export const PONG_DEADLINE_MS = 8_000;
/** From opening the socket to `welcome`. */
export const WELCOME_DEADLINE_MS = 15_000;
/** A connection that has lasted this long is a good one: the next trouble starts from the shortest wait. */
export const SETTLED_MS = 5_000;
/** The least wait where the server has said that we do something wrong. */
const LONG_BACKOFF_MS = 20_000;

type Return = "at_once" | "back_off" | "back_off_long" | "never";

/** What the server's close codes ask for; unknown ones are network weather. */
export function returnAfter(closeCode: number): Return {
  switch (closeCode) {
    case 4401: // the token is no longer good: come back without it
    case 4490: // too slow: come back and fetch what was missed
      return "at_once";
    case 4403: // this origin may not
    case 4404: // no such site
    case 4426: // this client is too old
    case 4440: // nobody is signed in
    case 4441: // a second factor is to be set up first
      return "never";
    case 4400:
    case 4408:
    case 4429:
      return "back_off_long";
    default:
      return "back_off";
  }
}

/** The browser's own. */
export const BROWSER: Surroundings = {
  openSocket: (url) => new WebSocket(url) as SocketLike,
  setTimer: (callback, delayMs) => setTimeout(callback, delayMs) as unknown as number,
  clearTimer: (timer) => clearTimeout(timer),
  random: Math.random,
  steadyMs: () => performance.now(),
};

/** A connection that has not been started. */
export function createConnection<Command, Event extends { readonly type: string }>(
  options: ConnectionOptions<Command, Event>,
  around: Surroundings = BROWSER,
): Connection<Command> {
  let status: ConnectionStatus = "stopped";
  let socket: SocketLike | null = null;
  let retryTimer = 0;
  let quietTimer = 0;
  let settledTimer = 0;
  let failures = 0;
  let hasHurried = false;
  let returnAtMs: number | null = null;
  let pingedAtMs: number | undefined;

  function become(next: ConnectionStatus, closeCode: number | null = null): void {
    if (next === status) return;
    status = next;
    options.onStatus(next, closeCode);
  }

  function clearTimers(): void {
    for (const timer of [retryTimer, quietTimer, settledTimer]) around.clearTimer(timer);
  }

  function open(): void {
    clearTimers();
    returnAtMs = null;
    become("connecting");
    let opened: SocketLike;
    try {
      opened = around.openSocket(options.url);
    } catch {
      // A page's policy may forbid the socket: that looks like a network that is down, and is treated as one.
      comeBack(1006);
      return;
    }
    socket = opened;
    // A socket that was let go of may still speak; nobody listens any more.
    const current = (): boolean => socket === opened;
    opened.onopen = () => current() && opened.send(toJson(options.hello()));
    opened.onmessage = (message) => {
      try {
        if (current()) hear(message.data as string);
      } catch (error) {
        // One frame that can't be made sense of must not take the conversation with it.
        console.warn("ryadom", error);
      }
    };
    opened.onclose = ({ code }) => {
      if (!current()) return;
      socket = null;
      options.onClose?.(code);
      comeBack(code);
    };
    quietTimer = around.setTimer(giveUp, WELCOME_DEADLINE_MS);
  }

  function hear(text: string): void {
    const event = JSON.parse(text) as Event;
    if (event.type === "welcome") {
      settledTimer = around.setTimer(settle, SETTLED_MS);
      become("online");
    }
    if (status === "online") listenOn();
    if (event.type === "goodbye") planReturn((event as unknown as { reconnect_in_s: number }).reconnect_in_s);
    options.onEvent(event);
  }

  function settle(): void {
    failures = 0;
    hasHurried = false;
  }

  /** Something was heard: the wait for silence begins anew. */
  function listenOn(): void {
    around.clearTimer(quietTimer);
    quietTimer = around.setTimer(askWhetherAlive, QUIET_MS);
  }

  function askWhetherAlive(): void {
    around.clearTimer(quietTimer);
    pingedAtMs = around.steadyMs();
    socket?.send(toJson(options.ping));
    quietTimer = around.setTimer(giveUp, PONG_DEADLINE_MS);
  }

  function letGo(): void {
    const left = socket;
    socket = null;
    left?.close();
  }

  /** The other side is silent: a close may take minutes to be noticed, so it is not waited for. */
  function giveUp(): void {
    letGo();
    comeBack(1006);
  }

  function planReturn(inS: number): void {
    settle();
    returnAtMs = around.steadyMs() + inS * 1000;
    retryTimer = around.setTimer(() => {
      letGo();
      open();
    }, inS * 1000);
  }

  function comeBack(code: number): void {
    clearTimers();
    const manner = returnAfter(code);
    if (manner === "never") {
      become("stopped", code);
      return;
    }
    become("offline", code);
    retryTimer = around.setTimer(open, waitMs(manner));
  }

  function waitMs(manner: Return): number {
    if (returnAtMs !== null) return Math.max(0, returnAtMs - around.steadyMs());
    // At once, but not in circles.
    if (manner === "at_once" && !hasHurried) {
      hasHurried = true;
      return 0;
    }
    // Full jitter: a thousand widgets that lost the same server must not come back together.
    const ceilingMs = Math.min(MAX_BACKOFF_MS, MIN_BACKOFF_MS * 2 ** failures);
    failures += 1;
    return around.random() * ceilingMs + (manner === "back_off_long" ? LONG_BACKOFF_MS : 0);
  }

  return {
    get status() {
      return status;
    },
    get pingedAtMs() {
      return pingedAtMs;
    },
    start() {
      if (status === "stopped") open();
    },
    stop() {
      clearTimers();
      letGo();
      become("stopped");
    },
    restart() {
      letGo();
      open();
    },
    wake() {
      // A planned return keeps its time: the server is not there yet.
      if (status === "offline" && returnAtMs === null) open();
      if (status === "online") askWhetherAlive();
    },
    send(command) {
      if (status !== "online" || !socket) return false;
      socket.send(toJson(command));
      return true;
    },
  };
}
