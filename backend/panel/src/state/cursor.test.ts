// The keyboard's way through a list whose rows come and go.
import { expect, test } from "vitest";
import { stepFrom } from "./cursor";

const LISTED = listOf(["a", "b", "c"]);

function listOf(ids: readonly string[]) {
  return { ids, indexOf: (id: string) => ids.indexOf(id) };
}

test("steps go from row to row and stop at the ends", () => {
  expect(stepFrom(LISTED, "a", 0, 1)).toBe("b");
  expect(stepFrom(LISTED, "b", 1, -1)).toBe("a");
  expect(stepFrom(LISTED, "a", 0, -1)).toBe("a");
  expect(stepFrom(LISTED, "c", 2, 1)).toBe("c");
});

test("a row that has left is followed by the one that stands in its place, and preceded by the one before", () => {
  expect(stepFrom(LISTED, "gone", 1, 1)).toBe("b");
  expect(stepFrom(LISTED, "gone", 1, -1)).toBe("a");
  expect(stepFrom(LISTED, "gone", 3, 1)).toBe("c");
  expect(stepFrom(LISTED, "gone", 0, -1)).toBe("a");
});

test("a list that was never walked is walked from its top, and an empty one has nowhere to go", () => {
  expect(stepFrom(LISTED, null, null, 1)).toBe("a");
  expect(stepFrom(LISTED, "elsewhere", null, -1)).toBe("a");
  expect(stepFrom(listOf([]), "gone", 2, 1)).toBeUndefined();
});
