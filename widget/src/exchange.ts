// Speaks by requests what a websocket would carry: fetched only where none passes. docs/protocol.md has the exchange.
//
// A request waits on the server until something happens, and another one tells what the visitor does. Whatever goes wrong
// ends it as a cut ends a socket: the client comes back, resumes by `after_seq`, and sends again what is not acknowledged.
import type { SocketLike } from "./live/connection";

/** As `ryadom.web.exchange.Answer`. */
interface Answer {
  readonly frames: readonly object[];
  readonly mark: string;
  readonly close: number | null;
}

/** Tells which way works: `true` for this one, `false` for a websocket. */
export type Prefer = (isExchange: boolean) => void;

/** What `exchange.ts` exports. */
export interface ExchangeModule {
  speak(line: SocketLike, origin: string, prefer: Prefer): void;
}

/** Answers at once; a phone at the edge of a cell needs some of it. */
const DEADLINE_MS = 20_000;
/** The server lets a request wait for 17 s. */
const WAIT_DEADLINE_MS = 30_000;
const MAX_COMMANDS = 8;
/** Waits that are over before they have begun: after two of them, so much longer each time. */
const PAUSE_MS = 1_000;
/** When a websocket is tried again, and how long it may take. */
export const FIRST_PROBE_MS = 15_000;
const LAST_PROBE_MS = 600_000;
const PROBE_DEADLINE_MS = 10_000;
/** Come back at once: there is a better way. */
const BETTER_WAY = 4490;

/**
 * Makes the line speak: `onopen` has it say hello, as every new socket does, and here each request wants a hello of its own.
 * Until `close` is called, or `onclose` has been.
 */
export function speak(line: SocketLike, origin: string, prefer: Prefer): void {
  const leaving = new AbortController();
  const { signal } = leaving;
  const commands: string[] = [];
  let saidHello: string | null = null;
  let mark: string | null = null;
  /** A greeting tells how everything stands: no command may change it meanwhile, or it would be told as it was. */
  let isGreeting = false;
  let telling: Promise<void> | null = null;
  let hasHeard = false;
  let emptyWaits = 0;

  function hello(): string {
    saidHello = "";
    line.onopen?.();
    const said = saidHello;
    saidHello = null;
    return said;
  }

  async function ask(rest: string, deadlineMs = DEADLINE_MS): Promise<Answer> {
    const timer = setTimeout(end, deadlineMs, 1006);
    try {
      // A string goes as text/plain: the browser asks no leave for it first.
      const body = `{"hello":${hello()}${rest}}`;
      const response = await fetch(`${origin}/exchange/visitor`, { method: "POST", body, signal, credentials: "omit" });
      if (!response.ok) end(response.status === 429 ? 4429 : 1006);
      return await response.json();
    } finally {
      clearTimeout(timer);
    }
  }

  function hear({ frames, close }: Answer): void {
    for (const frame of frames) if (!signal.aborted) line.onmessage?.({ data: JSON.stringify(frame) });
    if (!hasHeard) prefer(true);
    hasHeard = true;
    if (close) end(close);
  }

  async function follow(): Promise<void> {
    while (!signal.aborted) {
      if (mark) await wait();
      else await greet();
    }
  }

  async function greet(): Promise<void> {
    if (emptyWaits > 1) await pause(PAUSE_MS * Math.min(emptyWaits, 10));
    isGreeting = true;
    await telling;
    const answer = await ask(mark === null ? "" : ',"mark":""');
    mark = answer.mark;
    hear(answer);
    isGreeting = false;
    tell();
  }

  async function wait(): Promise<void> {
    const beganMs = performance.now();
    const answer = await ask(`,"mark":${JSON.stringify(mark)}`, WAIT_DEADLINE_MS);
    emptyWaits = answer.frames.length || performance.now() - beganMs > PAUSE_MS ? 0 : emptyWaits + 1;
    mark = answer.mark;
    hear(answer);
  }

  function tell(): void {
    if (!isGreeting && !telling && commands.length) telling = tellAll();
  }

  async function tellAll(): Promise<void> {
    try {
      while (commands.length && !isGreeting) hear(await ask(`,"commands":[${commands.splice(0, MAX_COMMANDS)}]`));
    } catch {
      end(1006);
    }
    telling = null;
  }

  function pause(ms: number): Promise<void> {
    return new Promise((resume) => {
      const timer = setTimeout(resume, ms);
      signal.addEventListener("abort", () => clearTimeout(timer));
    });
  }

  /** Where the network lets websockets pass again, or has become another one, they are taken. */
  async function probe(): Promise<void> {
    for (let delayMs = FIRST_PROBE_MS; !signal.aborted; delayMs = Math.min(2 * delayMs, LAST_PROBE_MS)) {
      await pause(delayMs * (1 + Math.random() / 2));
      if (await passes()) {
        prefer(false);
        end(BETTER_WAY);
      }
    }
  }

  /** Whether a websocket opens and a word comes over it. */
  function passes(): Promise<boolean> {
    return new Promise((tellWhether) => {
      const socket = new WebSocket(`${origin.replace(/^http/, "ws")}/ws/visitor`);
      const close = () => socket.close();
      const timer = setTimeout(close, PROBE_DEADLINE_MS);
      signal.addEventListener("abort", close);
      socket.onopen = () => socket.send(hello());
      socket.onmessage = () => {
        tellWhether(!signal.aborted);
        close();
      };
      socket.onclose = () => {
        clearTimeout(timer);
        tellWhether(false);
      };
    });
  }

  function end(code: number | null): void {
    if (signal.aborted) return;
    leaving.abort();
    if (code) line.onclose?.({ code });
  }

  line.send = (text) => {
    if (saidHello !== null) saidHello = text;
    else {
      commands.push(text);
      tell();
    }
  };
  line.close = () => end(null);
  follow().catch(() => end(1006));
  // Where a page's policy forbids websockets there is nothing to try.
  probe().catch(() => {});
}
