// @vitest-environment jsdom
// Marks of before they were the operator's own: none is lost, and none comes back.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { takeOldMarks } from "./old_marks";

beforeEach(() => localStorage.clear());
afterEach(() => localStorage.clear());

test("marks that a browser has kept are handed over once, and one's own alone", () => {
  localStorage.setItem("ryadom:panel:unread:anna", '["a", 3, "b"]');
  localStorage.setItem("ryadom:panel:unread:boris", '["c"]');
  localStorage.setItem("ryadom:panel:unread:vera", "{");
  const markUnread = vi.fn();
  for (const who of ["anna", "anna", "vera"]) takeOldMarks({ markUnread }, who);
  expect(markUnread.mock.calls).toEqual([
    ["a", true],
    ["b", true],
  ]);
  expect(Object.keys(localStorage)).not.toContain("ryadom:panel:unread:anna");
});
