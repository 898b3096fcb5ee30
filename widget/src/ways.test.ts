// Websockets that don't pass, and how soon the other way is taken, and left again.
import { beforeEach, expect, test } from "vitest";
import type { ExchangeModule, Prefer } from "./exchange";
import type { SocketLike, Surroundings } from "./live/connection";
import { FakeSocket, World } from "./live/fake_surroundings";
import { createWays, FIRST_WORD_DEADLINE_MS } from "./ways";

/** A socket to which one may listen as to a browser's. */
class Listened extends FakeSocket {
  private listeners: [type: string, listener: (event: { type: string }) => void][] = [];

  addEventListener(type: string, listener: (event: { type: string }) => void): void {
    this.listeners.push([type, listener]);
  }

  override say(frame: object): void {
    this.tell("message");
    super.say(frame);
  }

  override close(): void {
    super.close();
    this.tell("close");
  }

  private tell(happening: string): void {
    for (const [type, listener] of this.listeners) if (type === happening) listener({ type });
  }
}

class Weather extends World {
  readonly websockets: Listened[] = [];

  override openSocket(): SocketLike {
    const socket = new Listened();
    this.websockets.push(socket);
    return socket;
  }
}

const URL = "wss://chat.example/ws/visitor";
let weather: Weather;
let ways: Surroundings;
let spoken: SocketLike[];
let prefer: Prefer;
let attempts: number[];
let isAway: boolean;

beforeEach(() => {
  weather = new Weather();
  spoken = [];
  attempts = [];
  isAway = false;
  const exchange: ExchangeModule = {
    speak(line, _origin, preferring) {
      spoken.push(line);
      prefer = preferring;
    },
  };
  const load = (attempt: number) => {
    attempts.push(attempt);
    return isAway ? Promise.reject(new Error("away")) : Promise.resolve(exchange);
  };
  ways = createWays("https://chat.example", load, weather);
});

/** Opens a socket as a connection does, and lets what was asked for come. */
async function open(): Promise<{ line: SocketLike; closes: number[] }> {
  const line = ways.openSocket(URL);
  const closes: number[] = [];
  line.onclose = ({ code }) => closes.push(code);
  for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
  return { line, closes };
}

test("a websocket is tried first, and the other way's script is not fetched", async () => {
  await open();
  expect(weather.websockets.length).toBe(1);
  expect(attempts).toEqual([]);
});

test("after one websocket without a word requests are tried", async () => {
  await open();
  const { line } = await open();
  expect(spoken).toEqual([line]);
  expect(weather.websockets.length).toBe(1);
});

test("a first websocket without a word is given up in time, and told to be closed at once", async () => {
  const { closes } = await open();
  weather.pass(FIRST_WORD_DEADLINE_MS);
  expect(closes).toEqual([1006]);
  expect(weather.websockets[0]?.isClosedByUs).toBe(true);
});

test("a websocket that was let go of is not given up later", async () => {
  const { line, closes } = await open();
  line.close();
  weather.pass(FIRST_WORD_DEADLINE_MS);
  expect(closes).toEqual([]);
});

test("a websocket that has spoken is left alone, and so are those after it", async () => {
  const { closes } = await open();
  weather.websockets[0]?.say({ type: "welcome" });
  weather.pass(FIRST_WORD_DEADLINE_MS);
  await open();
  weather.pass(FIRST_WORD_DEADLINE_MS);
  expect(closes).toEqual([]);
  expect(weather.websockets.every((socket) => !socket.isClosedByUs)).toBe(true);
});

test("where websockets have worked six must fail before requests are tried", async () => {
  await open();
  weather.websockets[0]?.say({ type: "welcome" });
  for (let tries = 0; tries < 6; tries += 1) await open();
  expect(spoken).toEqual([]);
  await open();
  expect(spoken.length).toBe(1);
});

test("where requests have worked five must fail before a websocket is tried", async () => {
  await open();
  await open();
  prefer(true);
  for (let tries = 0; tries < 5; tries += 1) await open();
  expect(weather.websockets.length).toBe(1);
  await open();
  expect(weather.websockets.length).toBe(2);
});

test("where neither way works they are tried in turn", async () => {
  const order: string[] = [];
  for (let tries = 0; tries < 4; tries += 1) {
    const before = spoken.length;
    await open();
    order.push(spoken.length > before ? "exchange" : "websocket");
  }
  expect(order.join()).toBe("websocket,exchange,websocket,exchange");
});

test("a probe that has found a websocket leads back to it", async () => {
  await open();
  await open();
  prefer(true);
  prefer(false);
  await open();
  expect(weather.websockets.length).toBe(2);
});

test("a script that can't be fetched is a cut, and is asked for anew by another address", async () => {
  isAway = true;
  await open();
  const { closes } = await open();
  expect(closes).toEqual([1006]);
  await open();
  await open();
  expect(attempts).toEqual([0, 1]);
});

test("a line that was closed before its script came never speaks", async () => {
  await open();
  const line = ways.openSocket(URL);
  line.onclose = () => {};
  line.close();
  await Promise.resolve();
  await Promise.resolve();
  expect(spoken).toEqual([]);
});
