// Own views are changed as they are by then, whatever another window has made of them meanwhile.
import { expect, test } from "vitest";
import type { InboxView } from "../live/inbox_view_requests";
import { changed, moved, withAt, without } from "./view_changes";

const view = (id: string): InboxView => ({ id, name: id, filter: {} });
const [A, B, C] = [view("a"), view("b"), view("c")];

test("a view goes by one place, at most to an end", () => {
  expect(moved("a", 1)([A, B, C])).toEqual([B, A, C]);
  expect(moved("c", -1)([A, B, C])).toEqual([A, C, B]);
  expect(moved("a", -1)([A, B])).toEqual([A, B]);
  expect(moved("b", 1)([A, B])).toEqual([A, B]);
  expect(moved("gone", 1)([A, B])).toEqual([A, B]);
});

test("one that is put back stands where it stood, or at the end of a shorter list", () => {
  expect(withAt(B, 1)(without("b")([A, B, C]))).toEqual([A, B, C]);
  expect(withAt(C, 2)([A])).toEqual([A, C]);
  expect(withAt(A, 0)([])).toEqual([A]);
});

test("one that is there already is not there twice, and keeps what was made of it", () => {
  const renamed = { ...B, name: "Возвраты" };
  expect(withAt(B, 0)([A, renamed])).toEqual([A, renamed]);
});

test("only the one that is meant is changed", () => {
  expect(changed("b", { name: "Возвраты" })([A, B])).toEqual([A, { ...B, name: "Возвраты" }]);
});
