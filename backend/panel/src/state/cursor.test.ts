// The keyboard's way through a list whose rows come and go.
import { expect, test } from "vitest";
import { stepFrom } from "./cursor";

const IDS = ["a", "b", "c"];

test("steps go from row to row and stop at the ends", () => {
  expect(stepFrom(IDS, "a", 0, 1)).toBe("b");
  expect(stepFrom(IDS, "b", 1, -1)).toBe("a");
  expect(stepFrom(IDS, "a", 0, -1)).toBe("a");
  expect(stepFrom(IDS, "c", 2, 1)).toBe("c");
});

test("a row that has left is followed by the one that stands in its place, and preceded by the one before", () => {
  expect(stepFrom(IDS, "gone", 1, 1)).toBe("b");
  expect(stepFrom(IDS, "gone", 1, -1)).toBe("a");
  expect(stepFrom(IDS, "gone", 3, 1)).toBe("c");
  expect(stepFrom(IDS, "gone", 0, -1)).toBe("a");
});

test("a list that was never walked is walked from its top, and an empty one has nowhere to go", () => {
  expect(stepFrom(IDS, null, null, 1)).toBe("a");
  expect(stepFrom(IDS, "elsewhere", null, -1)).toBe("a");
  expect(stepFrom([], "gone", 2, 1)).toBeUndefined();
});
