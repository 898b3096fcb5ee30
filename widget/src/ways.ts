// Which way the chat speaks to its server: by a websocket, or by requests (`exchange.ts`) where no websocket passes.
import type { ExchangeModule } from "./exchange";
import { BROWSER, type SocketLike, type Surroundings } from "./live/connection";

/** Stands in the names of the files that belong together; scripts/build.mjs puts it in. */
declare const RELEASE: string;

/** For the first word over a page's first websocket: some proxies never answer a handshake, others carry nothing after it. */
export const FIRST_WORD_DEADLINE_MS = 6_000;
/** Where a way has worked, so many in a row may fail besides: rather the network or the server is away. */
const PATIENCE = 5;

/** The browser's surroundings; `load` fetches the other way's script. */
export function createWays(
  origin: string,
  load = (attempt: number): Promise<ExchangeModule> => import(`${origin}/exchange-${RELEASE}.js?${attempt}`),
  around: Surroundings = BROWSER,
): Surroundings {
  /** Websockets in a row over which no word has come: more are patience with requests, less than none with websockets. */
  let misses = 0;
  let attempts = 0;

  function openWebSocket(url: string): SocketLike {
    const socket = around.openSocket(url) as WebSocket;
    const giveUp = () => {
      socket.close();
      // A farewell may be as long in coming as the word.
      (socket as SocketLike).onclose?.({ code: 1006 });
    };
    const timer = misses ? 0 : around.setTimer(giveUp, FIRST_WORD_DEADLINE_MS);
    const hear = ({ type }: Event) => {
      around.clearTimer(timer);
      if (type === "message") misses = -PATIENCE;
    };
    misses += 1;
    socket.addEventListener("message", hear);
    socket.addEventListener("close", hear);
    return socket as SocketLike;
  }

  function openExchange(): SocketLike {
    // Nothing is said before `speak` asks for it; it is not asked to where nobody listens any more.
    const line = {
      close() {
        line.onclose = null;
      },
    } as SocketLike;
    // Where that does not work either it is the network, or the server: a websocket is as good a guess.
    misses -= 1;
    load(attempts).then(
      ({ speak }) =>
        line.onclose &&
        speak(line, origin, (isExchange) => {
          misses = isExchange ? PATIENCE : -PATIENCE;
        }),
      () => {
        // A failed import is remembered by its address.
        attempts += 1;
        line.onclose?.({ code: 1006 });
      },
    );
    return line;
  }

  return { ...around, openSocket: (url) => (misses > 0 ? openExchange() : openWebSocket(url)) };
}
