// A filter lets through here what it lets through in store/inbox.sql.
import { expect, test } from "vitest";
import type { Conversation, Filter } from "../operator.gen";
import { letsThrough, NONE, stateOf, waitsFor } from "./filters";
import { DEPARTMENTS, ME, OTHER, ServerModel } from "./server_model";

function row(change: Partial<Conversation> = {}): Conversation {
  const server = new ServerModel(50);
  server.start("здравствуйте");
  const [conversation] = server.folder("all");
  if (!conversation) throw new Error("The model has lost its conversation");
  const department = DEPARTMENTS[0] ?? null;
  return { ...conversation, assignee: ME, department, tag_ids: ["t1"], active_at: "2026-11-12T10:00:00Z", ...change };
}

test.each<[Filter, boolean]>([
  [{}, true],
  [{ operator_ids: [OTHER.id, ME.id] }, true],
  [{ operator_ids: [OTHER.id] }, false],
  [{ department_ids: [DEPARTMENTS[1]?.id ?? ""] }, false],
  [{ tag_ids: ["t2", "t1"], states: ["open"] }, true],
  [{ tag_ids: ["t1"], states: ["snoozed", "closed"] }, false],
  [{ since: "2026-11-12T10:00:00Z" }, true],
  [{ until: "2026-11-12T10:00:00Z" }, false],
  [{ scores: [1, 2] }, false],
  [{ is_unanswered: true }, true],
])("%j lets an open one of one's own through: %s", (filter, isLetThrough) => {
  expect(letsThrough(filter, row())).toBe(isLetThrough);
});

test("what is in no department and nobody's has an id of its own, which a bot's has not", () => {
  const nobodys = row({ assignee: null, department: null });
  expect(letsThrough({ operator_ids: [NONE], department_ids: [OTHER.id, NONE] }, nobodys)).toBe(true);
  expect(letsThrough({ operator_ids: [OTHER.id] }, nobodys)).toBe(false);
  expect(letsThrough({ operator_ids: [NONE] }, row())).toBe(false);
  expect(letsThrough({ department_ids: [NONE] }, row())).toBe(false);
  expect(letsThrough({ operator_ids: [NONE] }, row({ assignee: { ...OTHER, bot: true } }))).toBe(false);
});

test("a conversation is in one state of three", () => {
  expect(stateOf(row())).toBe("open");
  expect(stateOf(row({ snoozed_until: "2030-01-01T00:00:00Z" }))).toBe("snoozed");
  expect(stateOf(row({ status: "closed", snoozed_until: "2030-01-01T00:00:00Z" }))).toBe("closed");
});

test("whoever waits is late once the minutes are over", () => {
  const waiting = row({ waiting_since: "2026-11-12T10:00:00Z" });
  const at = Date.parse("2026-11-12T10:05:00Z");
  expect(waitsFor(5, waiting, at)).toBe(true);
  expect(waitsFor(5, waiting, at - 1)).toBe(false);
  expect(waitsFor(null, row({ waiting_since: null }), at)).toBe(true);
  expect(waitsFor(1, { ...waiting, status: "closed" }, at)).toBe(false);
});

test("whoever a bot answers waits for nobody", () => {
  const led = row({ waiting_since: "2026-11-12T10:00:00Z", assignee: { ...OTHER, bot: true } });
  expect(letsThrough({ is_unanswered: true }, led)).toBe(false);
  expect(waitsFor(1, led, Date.parse("2026-11-12T10:05:00Z"))).toBe(false);
});
