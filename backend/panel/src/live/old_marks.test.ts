// @vitest-environment jsdom
// Marks of before they were the operator's own: none is lost, none comes back, and no server is flooded with them.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { takeOldMarks } from "./old_marks";

beforeEach(() => {
  localStorage.clear();
  vi.useFakeTimers();
});
afterEach(() => {
  localStorage.clear();
  vi.useRealTimers();
});

function page(who: string) {
  const panel = { markUnread: vi.fn(), onMarked: (_id: string): void => undefined };
  takeOldMarks(panel, who);
  return { told: () => panel.markUnread.mock.calls.map(([id]) => id), settle: (id: string) => panel.onMarked(id) };
}

test("marks that a browser has kept are handed over, each until it is known what became of it, and one's own alone", () => {
  localStorage.setItem("ryadom:panel:unread:anna", '["a", 3, "b"]');
  localStorage.setItem("ryadom:panel:unread:boris", '["c"]');
  localStorage.setItem("ryadom:panel:unread:vera", "{");
  const first = page("anna");
  expect(first.told()).toEqual(["a", "b"]);
  first.settle("a");
  // The link has broken, or the page was closed
  const next = page("anna");
  expect(next.told()).toEqual(["b"]);
  next.settle("b");
  first.settle("b");
  expect(localStorage.getItem("ryadom:panel:unread:anna")).toBeNull();
  expect([page("anna").told(), page("vera").told()]).toEqual([[], []]);
  expect(localStorage.getItem("ryadom:panel:unread:boris")).toBe('["c"]');
});

test("many are handed over ten a second, once those before are done", () => {
  const ids = Array.from({ length: 25 }, (_, number) => `c${number}`);
  localStorage.setItem("ryadom:panel:unread:anna", JSON.stringify(ids));
  const { told, settle } = page("anna");
  vi.advanceTimersByTime(60_000);
  expect(told()).toEqual(ids.slice(0, 10));
  for (const id of told()) settle(id);
  settle("another");
  expect(told()).toHaveLength(10);
  vi.advanceTimersByTime(1_000);
  expect(told()).toEqual(ids.slice(0, 20));
  expect(JSON.parse(localStorage.getItem("ryadom:panel:unread:anna") ?? "")).toEqual(ids.slice(10));
  for (const id of told().slice(10)) settle(id);
  vi.advanceTimersByTime(1_000);
  expect(told()).toEqual(ids);
});
