// A line made of requests: what goes into each, what they may not overtake, and how it ends.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { FIRST_PROBE_MS, speak } from "./exchange";
import type { SocketLike } from "./live/connection";
import { FakeSocket, type Frame } from "./live/fake_surroundings";

interface Asked {
  readonly hello: Frame;
  readonly mark?: string;
  readonly commands?: readonly Frame[];
}

/** A request that the test answers. */
class Pending {
  readonly asked: Asked;
  private resolve: (response: Response) => void = () => {};
  private reject: (error: Error) => void = () => {};
  readonly response = new Promise<Response>((resolve, reject) => {
    this.resolve = resolve;
    this.reject = reject;
  });

  constructor(
    readonly url: string,
    readonly init: RequestInit,
  ) {
    this.asked = JSON.parse(String(init.body)) as Asked;
    init.signal?.addEventListener("abort", () => this.reject(new Error("aborted")));
  }

  async answer(frames: readonly object[], mark = "", close: number | null = null): Promise<void> {
    await this.say(JSON.stringify({ frames, mark, close }));
  }

  async say(body: string, status = 200): Promise<void> {
    this.resolve(new Response(body, { status }));
    await settled();
  }

  async cut(): Promise<void> {
    this.reject(new TypeError("Failed to fetch"));
    await settled();
  }
}

let requests: Pending[];
let sockets: FakeSocket[];
let heard: string[];
let closes: number[];
let preferred: boolean[];
let hellos: number;
let line: SocketLike;

async function settled(): Promise<void> {
  for (let turn = 0; turn < 30; turn += 1) await Promise.resolve();
}

function last(): Pending {
  const request = requests.at(-1);
  if (!request) throw new Error("nothing was asked");
  return request;
}

const WELCOME = { type: "welcome" };
const command = (number: number) => ({ type: "command", number });

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
  vi.spyOn(Math, "random").mockReturnValue(0);
  requests = [];
  sockets = [];
  heard = [];
  closes = [];
  preferred = [];
  hellos = 0;
  vi.stubGlobal("fetch", (url: string, init: RequestInit) => {
    const request = new Pending(url, init);
    requests.push(request);
    return request.response;
  });
  vi.stubGlobal(
    "WebSocket",
    class extends FakeSocket {
      constructor() {
        super();
        sockets.push(this);
      }

      override close(): void {
        super.close();
        this.onclose?.({ code: 1005 });
      }
    },
  );
  line = {
    onopen() {
      hellos += 1;
      line.send(JSON.stringify({ type: "hello", number: hellos }));
    },
    onmessage: ({ data }) => heard.push((JSON.parse(String(data)) as Frame).type),
    onclose: ({ code }) => closes.push(code),
    send() {},
    close() {},
  };
  speak(line, "https://chat.example", (isExchange) => preferred.push(isExchange));
  await settled();
});

afterEach(() => {
  line.close();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
  vi.useRealTimers();
});

test("it greets, then waits with the mark that it got, each time with a hello of its own", async () => {
  expect(last().url).toBe("https://chat.example/exchange/visitor");
  expect(last().init.credentials).toBe("omit");
  expect(last().asked).toEqual({ hello: { type: "hello", number: 1 } });
  await last().answer([WELCOME, { type: "history" }], "m1");
  expect(heard).toEqual(["welcome", "history"]);
  expect(preferred).toEqual([true]);
  expect(last().asked).toEqual({ hello: { type: "hello", number: 2 }, mark: "m1" });
  await last().answer([{ type: "typing" }], "m1");
  expect(last().asked).toEqual({ hello: { type: "hello", number: 3 }, mark: "m1" });
  await last().answer([{ type: "message_posted" }]);
  expect(last().asked).toEqual({ hello: { type: "hello", number: 4 }, mark: "" });
});

test("commands go in order, one request at a time, and no more than eight in one", async () => {
  await last().answer([WELCOME], "m");
  for (let number = 1; number <= 12; number += 1) line.send(JSON.stringify(command(number)));
  expect(last().asked.commands).toEqual([command(1)]);
  await last().answer([]);
  expect(last().asked.commands?.map(({ number }) => number)).toEqual([2, 3, 4, 5, 6, 7, 8, 9]);
  await last().answer([]);
  expect(last().asked.commands?.map(({ number }) => number)).toEqual([10, 11, 12]);
  await last().answer([{ type: "pong" }]);
  expect(heard).toEqual(["welcome", "pong"]);
});

test("no greeting and no command are under way together", async () => {
  line.send(JSON.stringify(command(1)));
  expect(requests.length).toBe(1);
  await last().answer([WELCOME], "m");
  const [, wait, tell] = requests;
  expect(tell?.asked.commands ?? wait?.asked.commands).toEqual([command(1)]);
  const waiting = requests.find(({ asked }) => asked.mark === "m");
  const telling = requests.find(({ asked }) => asked.commands);
  await waiting?.answer([{ type: "message_posted" }]);
  expect(requests.length).toBe(3);
  await telling?.answer([]);
  expect(last().asked.mark).toBe("");
});

test.each([
  ["a login page", (request: Pending) => request.say("<h1>Wi-Fi</h1>"), 1006],
  ["other JSON", (request: Pending) => request.say("{}"), 1006],
  ["a cut", (request: Pending) => request.cut(), 1006],
  ["a gateway's error", (request: Pending) => request.say("{}", 502), 1006],
  ["too much at once", (request: Pending) => request.say("{}", 429), 4429],
  ["a refusal", (request: Pending) => request.answer([{ type: "error" }], "", 4403), 4403],
])("%s ends it, once", async (_, answer, code) => {
  await answer(last());
  expect(closes).toEqual([code]);
  // Only who has been answered as by our server knows that this way works.
  expect(preferred).toEqual(code === 4403 ? [true] : []);
  const asked = requests.length;
  await vi.advanceTimersByTimeAsync(700_000);
  expect([requests.length, sockets.length, closes.length]).toEqual([asked, 0, 1]);
});

test("a command that is cut ends it, and the request that waits with it", async () => {
  await last().answer([WELCOME], "m");
  const waiting = last();
  line.send(JSON.stringify(command(1)));
  await last().cut();
  expect(closes).toEqual([1006]);
  expect(waiting.init.signal?.aborted).toBe(true);
});

test.each([
  ["a greeting", 20_000, async () => {}],
  ["a wait", 30_000, () => last().answer([WELCOME], "m")],
])("%s that is never answered is given up", async (_, deadlineMs, begin) => {
  await begin();
  await vi.advanceTimersByTimeAsync(deadlineMs - 1);
  expect(closes).toEqual([]);
  await vi.advanceTimersByTimeAsync(1);
  expect(closes).toEqual([1006]);
});

test("what is closed asks no more and hears no more", async () => {
  await last().answer([WELCOME], "m");
  const waiting = last();
  line.close();
  await waiting.answer([{ type: "message_posted" }]);
  await vi.advanceTimersByTimeAsync(700_000);
  expect([heard, closes, requests.length, sockets.length, vi.getTimerCount()]).toEqual([["welcome"], [], 2, 0, 0]);
});

test("a server that lets nobody wait is not asked without a pause", async () => {
  for (let round = 0; round < 10; round += 1) {
    await last().answer([WELCOME], "m");
    await last().answer([]);
  }
  expect(requests.length).toBeLessThan(7);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(last().asked.mark).toBe("");
});

test("a websocket over which a word comes is the better way", async () => {
  await last().answer([WELCOME], "m");
  await vi.advanceTimersByTimeAsync(1.5 * FIRST_PROBE_MS);
  const [probe] = sockets;
  probe?.onopen?.();
  expect(probe?.sent.map(({ type }) => type)).toEqual(["hello"]);
  probe?.say(WELCOME);
  await settled();
  expect([preferred, closes, probe?.isClosedByUs]).toEqual([[true, false], [4490], true]);
});

test("websockets that don't pass are tried ever more seldom, and change nothing", async () => {
  await last().answer([WELCOME], "m");
  const waits: number[] = [];
  for (let tries = 0; tries < 9; tries += 1) {
    const before = performance.now();
    const made = sockets.length;
    while (sockets.length === made) {
      await vi.advanceTimersByTimeAsync(5_000);
      const waiting = requests.at(-1);
      if (waiting?.asked.mark) await waiting.answer([{ type: "typing" }], "m");
    }
    waits.push((performance.now() - before) / 1_000);
    sockets.at(-1)?.onclose?.({ code: 1006 });
    await settled();
  }
  expect(waits).toEqual([15, 30, 60, 120, 240, 480, 600, 600, 600]);
  expect(closes).toEqual([]);
});
