// What is written is sent in order, once at a time, until the server has it.
import { expect, test } from "vitest";
import {
  acknowledge,
  enqueue,
  markSending,
  nextToSend,
  type Outbox,
  refuse,
  requeue,
  retry,
  retryDelayMs,
} from "./outbox";

function outboxOf(...echoIds: string[]): Outbox<string> {
  return echoIds.reduce<Outbox<string>>((outbox, echoId) => enqueue(outbox, echoId, `body of ${echoId}`), []);
}

const order = (outbox: Outbox<string>) => outbox.map((message) => message.echoId).join();

test("messages go one at a time, oldest first", () => {
  let outbox = outboxOf("a", "b");
  expect(nextToSend(outbox, 0)?.echoId).toBe("a");
  outbox = markSending(outbox, "a");
  expect(nextToSend(outbox, 0)).toBeNull();
  outbox = acknowledge(outbox, "a");
  expect(nextToSend(outbox, 0)?.echoId).toBe("b");
});

test("the same echo_id is not queued twice", () => {
  const outbox = outboxOf("a");
  expect(enqueue(outbox, "a", "again")).toBe(outbox);
});

test("a message refused with a delay holds back those behind it, then goes by itself", () => {
  let outbox = markSending(outboxOf("a", "b"), "a");
  outbox = refuse(outbox, "a", { code: "rate_limited", retryAfterS: 2 }, 10_000);
  expect(nextToSend(outbox, 11_999)).toBeNull();
  expect(retryDelayMs(outbox, 11_999)).toBe(1);
  expect(nextToSend(outbox, 12_000)?.echoId).toBe("a");
});

test("a message refused for good fails and lets the next one pass", () => {
  let outbox = markSending(outboxOf("a", "b"), "a");
  outbox = refuse(outbox, "a", { code: "bad_body", retryAfterS: null }, 0);
  expect(outbox[0]).toMatchObject({ state: "failed", code: "bad_body" });
  expect(nextToSend(outbox, 0)?.echoId).toBe("b");
});

test("a failed message that is sent again goes behind those that were sent meanwhile", () => {
  let outbox = refuse(outboxOf("a", "b"), "a", { code: "bad_body", retryAfterS: null }, 0);
  outbox = retry(outbox, "a");
  expect(order(outbox)).toBe("b,a");
  expect(outbox[1]).toMatchObject({ state: "waiting", code: null });
});

test("what was on the wire when the connection broke is sent again, in its place", () => {
  const outbox = requeue(markSending(outboxOf("a", "b"), "a"));
  expect(order(outbox)).toBe("a,b");
  expect(nextToSend(outbox, 0)?.echoId).toBe("a");
});

test("an acknowledgement of somebody else's message changes nothing", () => {
  const outbox = outboxOf("a");
  expect(acknowledge(outbox, "z")).toBe(outbox);
  expect(acknowledge(outbox, null)).toBe(outbox);
});
