// A socket that comes back: when, how soon, and when never again.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import {
  type Connection,
  type ConnectionStatus,
  createConnection,
  MAX_BACKOFF_MS,
  MIN_BACKOFF_MS,
  PONG_DEADLINE_MS,
  QUIET_MS,
  SETTLED_MS,
  WELCOME_DEADLINE_MS,
} from "./connection";
import { type Frame, World } from "./fake_surroundings";

let world: World;
let heard: Frame[];
let statuses: [ConnectionStatus, number | null][];
let connection: Connection<Frame>;
let token: string | null;

beforeEach(() => {
  world = new World();
  heard = [];
  statuses = [];
  token = "T";
  connection = createConnection<Frame, Frame>(
    {
      url: "wss://chat.example/ws",
      hello: () => ({ type: "hello", token }) as Frame,
      ping: { type: "ping" },
      onEvent: (event) => {
        if (event.type === "trap") throw new Error("a handler's mistake");
        heard.push(event);
      },
      onStatus: (status, code) => statuses.push([status, code]),
      onClose: (code) => {
        if (code === 4401) token = null;
      },
    },
    world,
  );
});

afterEach(() => vi.restoreAllMocks());

test("the first frame is hello, and it is online from welcome on", () => {
  connection.start();
  expect(connection.send({ type: "early" })).toBe(false);
  world.welcome();
  expect(connection.send({ type: "command" })).toBe(true);
  expect(world.last.sent.map((frame) => frame.type)).toEqual(["hello", "command"]);
  expect(statuses.map(([status]) => status)).toEqual(["connecting", "online"]);
});

test("starting twice opens one socket", () => {
  connection.start();
  connection.start();
  expect(world.sockets.length).toBe(1);
});

test("lost connections come back after a random part of a doubling wait, never over the limit", () => {
  connection.start();
  world.chance = 0.999;
  for (let ceilingMs = MIN_BACKOFF_MS, tries = 1; tries < 12; tries += 1, ceilingMs *= 2) {
    world.last.onclose?.({ code: 1006 });
    const waitMs = 0.999 * Math.min(ceilingMs, MAX_BACKOFF_MS);
    world.pass(waitMs - 1);
    expect(world.sockets.length).toBe(tries);
    world.pass(1);
    expect(world.sockets.length).toBe(tries + 1);
  }
});

test("a connection that has lasted starts again from the shortest wait", () => {
  connection.start();
  for (let tries = 0; tries < 6; tries += 1) {
    world.last.onclose?.({ code: 1006 });
    connection.wake();
  }
  world.welcome();
  world.pass(SETTLED_MS);
  world.last.onclose?.({ code: 1012 });
  const before = world.sockets.length;
  world.pass(MIN_BACKOFF_MS);
  expect(world.sockets.length).toBe(before + 1);
});

test.each([4403, 4404, 4426, 4440])("close code %i stops it for good", (code) => {
  connection.start();
  world.last.onclose?.({ code });
  world.pass(10 * MAX_BACKOFF_MS);
  expect(world.sockets.length).toBe(1);
  expect(statuses.at(-1)).toEqual(["stopped", code]);
});

test("a refused token comes back at once without the token, but not in circles", () => {
  connection.start();
  world.last.onclose?.({ code: 4401 });
  world.pass(0);
  world.last.onopen?.();
  expect(world.last.sent[0]).toEqual({ type: "hello", token: null });
  world.last.onclose?.({ code: 4401 });
  world.pass(0);
  expect(world.sockets.length).toBe(2);
});

test.each([4400, 4408, 4429])("close code %i waits long", (code) => {
  connection.start();
  world.last.onclose?.({ code });
  world.pass(20_000);
  expect(world.sockets.length).toBe(1);
  world.pass(MIN_BACKOFF_MS);
  expect(world.sockets.length).toBe(2);
});

test("silence is answered with a ping, and a second silence with a new socket", () => {
  connection.start();
  world.welcome();
  const first = world.last;
  world.pass(QUIET_MS);
  expect(first.sent.at(-1)).toEqual({ type: "ping" });
  world.pass(PONG_DEADLINE_MS);
  expect(first.isClosedByUs).toBe(true);
  expect(statuses.at(-1)?.[0]).toBe("offline");
  world.pass(MIN_BACKOFF_MS);
  expect(world.sockets.length).toBe(2);
});

test("anything heard after a ping is a sign of life", () => {
  connection.start();
  world.welcome();
  world.pass(QUIET_MS);
  world.last.say({ type: "pong" });
  world.pass(PONG_DEADLINE_MS);
  expect(world.sockets.length).toBe(1);
  expect(connection.status).toBe("online");
});

test("a server that vanishes without a word is given up within 45 s", () => {
  connection.start();
  world.welcome();
  const vanished = world.last;
  world.pass(45_000);
  expect(vanished.isClosedByUs).toBe(true);
  expect(world.sockets.length).toBeGreaterThan(1);
});

test("a server that accepts and then says nothing is given up", () => {
  connection.start();
  world.last.onopen?.();
  world.pass(WELCOME_DEADLINE_MS);
  expect(world.last.isClosedByUs).toBe(true);
  expect(connection.status).toBe("offline");
});

test("after goodbye it comes back when the server said, not sooner", () => {
  connection.start();
  world.welcome();
  world.last.say({ type: "goodbye", reconnect_in_s: 4 });
  world.pass(1_000);
  world.last.onclose?.({ code: 1012 });
  connection.wake();
  world.pass(2_999);
  expect(world.sockets.length).toBe(1);
  world.pass(1);
  expect(world.sockets.length).toBe(2);
});

test("a server that says goodbye and forgets to close is left at the time it named", () => {
  connection.start();
  world.welcome();
  const first = world.last;
  first.say({ type: "goodbye", reconnect_in_s: 2 });
  world.pass(2_000);
  expect(first.isClosedByUs).toBe(true);
  expect(world.sockets.length).toBe(2);
});

test("waking tries at once where it was waiting, and probes where it was online", () => {
  connection.start();
  world.last.onclose?.({ code: 1006 });
  connection.wake();
  expect(world.sockets.length).toBe(2);
  world.welcome();
  connection.wake();
  expect(world.last.sent.at(-1)).toEqual({ type: "ping" });
});

test("a socket that was let go of is not listened to", () => {
  connection.start();
  const first = world.last;
  connection.restart();
  world.welcome();
  first.say({ type: "stale" });
  first.onclose?.({ code: 1006 });
  expect(heard.map((frame) => frame.type)).toEqual(["welcome"]);
  expect(connection.status).toBe("online");
});

test("stopping closes and stays closed until started again", () => {
  connection.start();
  world.welcome();
  connection.stop();
  connection.wake();
  world.pass(10 * MAX_BACKOFF_MS);
  expect(world.sockets.length).toBe(1);
  connection.start();
  expect(world.sockets.length).toBe(2);
});

test("frames that can't be read or handled are told to the console and nothing else happens", () => {
  const warn = vi.spyOn(console, "warn").mockReturnValue();
  connection.start();
  world.welcome();
  for (const data of ["{", "null", new ArrayBuffer(1), '{"type":"trap"}']) world.last.onmessage?.({ data });
  expect(heard.length).toBe(1);
  expect(warn).toHaveBeenCalledTimes(4);
  world.last.say({ type: "after" });
  expect(heard.length).toBe(2);
  expect(connection.status).toBe("online");
});
