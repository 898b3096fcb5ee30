// Own marks of what is to be read again: kept in the browser, in a bound, one operator's apart from another's.
import { expect, test } from "vitest";
import { loadMarks, saveMarks, withMark } from "./unread_marks";

function storage() {
  const kept = new Map<string, string>();
  const getItem = (key: string) => kept.get(key) ?? null;
  return { getItem, setItem: (key: string, value: string) => void kept.set(key, value) };
}

test("marks come back to whoever made them", () => {
  const store = storage();
  saveMarks(store, "anna", withMark(withMark(new Set(), "a", true), "b", true));
  expect([...loadMarks(store, "anna")]).toEqual(["a", "b"]);
  expect([...loadMarks(store, "vera")]).toEqual([]);
  expect([...withMark(loadMarks(store, "anna"), "a", false)]).toEqual(["b"]);
});

test("of very many the oldest go, and one that is made again is new", () => {
  let marks: ReadonlySet<string> = new Set();
  for (let count = 0; count < 200; count++) marks = withMark(marks, `${count}`, true);
  marks = withMark(withMark(marks, "0", true), "new", true);
  expect(marks.size).toBe(200);
  expect([marks.has("0"), marks.has("1"), marks.has("2")]).toEqual([true, false, true]);
});

test("what can't be read or kept is none, and breaks nothing", () => {
  const full = () => {
    throw new DOMException("no room", "QuotaExceededError");
  };
  for (const kept of ["{", "{}", "null"]) expect(loadMarks({ getItem: () => kept }, "anna").size).toBe(0);
  expect([...loadMarks({ getItem: () => '["a", 1, null]' }, "anna")]).toEqual(["a"]);
  expect(loadMarks({ getItem: full }, "anna").size).toBe(0);
  // What this page holds stays
  expect([...loadMarks({ getItem: full }, "anna", new Set(["a"]))]).toEqual(["a"]);
  expect(() => saveMarks({ setItem: full }, "anna", new Set(["a"]))).not.toThrow();
});
