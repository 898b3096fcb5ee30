// How a timeline is told: days, groups, quiet lines.
import { expect, test } from "vitest";
import { passagesOf } from "./passages";
import { type ChatState, type Entry, INITIAL_STATE } from "./state";

const VISITOR = { kind: "visitor", id: "v", name: "" } as const;
const ANNA = { kind: "operator", id: "a", name: "Анна" } as const;

function entry(seq: number, at: string, change: object): Entry {
  const base = { type: "message_posted", conversation_id: "C", prev_seq: seq - 1, echo_id: null, body: `m${seq}` };
  return { ...base, seq, created_at: `2026-03-${at}`, author: VISITOR, ...change } as Entry;
}

function told(entries: Entry[], change: Partial<ChatState> = {}): string[] {
  const state = { ...INITIAL_STATE, timeline: { ...INITIAL_STATE.timeline, entries }, ...change };
  return passagesOf(state).map((passage) =>
    passage.kind === "group"
      ? `${passage.name || "own"}: ${passage.bubbles.map((bubble) => `${bubble.body} ${bubble.progress ?? ""}`.trim()).join(", ")}`
      : passage.kind === "joined"
        ? `joined ${passage.name}`
        : passage.kind,
  );
}

test("messages of one sender within a minute are one group, another minute or sender begins the next", () => {
  const entries = [
    entry(1, "01T12:00:10", {}),
    entry(2, "01T12:00:50", {}),
    entry(3, "01T12:01:05", {}),
    entry(4, "01T12:01:10", { author: ANNA }),
  ];
  expect(told(entries)).toEqual(["day", "own: m1 sent, m2 sent", "own: m3 sent", "Анна: m4"]);
});

test("a day is named once, before its first passage", () => {
  expect(told([entry(1, "01T12:00:00", {}), entry(2, "01T18:00:00", {}), entry(3, "02T09:00:00", {})])).toEqual([
    "day",
    "own: m1 sent",
    "own: m2 sent",
    "day",
    "own: m3 sent",
  ]);
});

test("an operator's coming and the end are told, a requeue and a reopening are not", () => {
  const entries = [
    entry(1, "01T12:00:00", { type: "conversation_assigned", operator: ANNA }),
    entry(2, "01T12:00:01", { type: "status_changed", status: "closed" }),
    entry(3, "01T12:00:02", { type: "conversation_assigned", operator: null }),
    entry(4, "01T12:00:03", { type: "status_changed", status: "open" }),
  ];
  expect(told(entries)).toEqual(["day", "joined Анна", "closed"]);
});

test("what the operator has read is told from what was only stored", () => {
  const conversation = {
    id: "C",
    status: "open",
    last_seq: 2,
    visitor_read_seq: 0,
    operator_read_seq: 1,
    operator: null,
  } as const;
  const entries = [entry(1, "01T12:00:00", {}), entry(2, "01T12:00:01", {})];
  expect(told(entries, { conversation })).toEqual(["day", "own: m1 read, m2 sent"]);
});

test("what has failed is a group of its own, so that what has arrived says so", () => {
  const atMs = Date.parse("2026-03-01T12:00:00");
  const message = { payload: { body: "bad", atMs }, code: null, retryAtMs: 0 };
  const outbox = [
    { ...message, echoId: "e", state: "failed" },
    { ...message, echoId: "f", state: "failed" },
    { ...message, echoId: "g", state: "waiting" },
  ] as const;
  const groups = ["day", "own: m1 sent", "own: bad failed, bad failed", "own: bad sending"];
  expect(told([entry(1, "01T12:00:00", {})], { outbox })).toEqual(groups);
});

test("a message on its way keeps its key when it arrives, so that nothing on the screen moves", () => {
  const atMs = Date.parse("2026-03-01T12:00:00");
  const outbox = [{ echoId: "e", payload: { body: "m1", atMs }, state: "sending", code: null, retryAtMs: 0 }] as const;
  const [, before] = passagesOf({ ...INITIAL_STATE, outbox });
  const entries = [entry(1, "01T12:00:00", { echo_id: "e" })];
  const [, after] = passagesOf({ ...INITIAL_STATE, timeline: { ...INITIAL_STATE.timeline, entries } });
  expect(before?.key).toBe("e");
  expect(after?.key).toBe("e");
  expect(told([], { outbox, isCutOff: true })).toEqual(["day", "own: m1 waiting"]);
});

test("an edited message says its newest words and that they are, a deleted one nothing", () => {
  const about = (message_seq: number) => ({ message_seq, author: ANNA });
  const entries = [
    entry(1, "01T12:00:00", { author: ANNA }),
    entry(2, "01T12:00:01", { author: ANNA }),
    entry(3, "01T12:00:02", { type: "message_edited", body: "раз", ...about(1) }),
    entry(4, "01T12:00:03", { type: "message_edited", body: "два", ...about(2) }),
    entry(5, "01T12:00:04", { type: "message_edited", body: "три", ...about(1) }),
    entry(6, "01T12:00:05", { type: "message_deleted", ...about(2) }),
    entry(7, "01T12:00:06", { type: "conversation_rated", score: 5, comment: "" }),
  ];
  expect(told(entries)).toEqual(["day", "Анна: три, "]);
  const [, group] = passagesOf({ ...INITIAL_STATE, timeline: { ...INITIAL_STATE.timeline, entries } });
  expect(group?.kind === "group" && group.bubbles.map(({ isEdited }) => isEdited)).toEqual([true, true]);
});
