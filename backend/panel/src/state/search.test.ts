// The filters and the last words of the search.
import { expect, test } from "vitest";
import { beginningOf, countFilters, NO_FILTERS, withRecent } from "./search";

test("only filters that are set are counted", () => {
  expect(countFilters(NO_FILTERS)).toBe(0);
  expect(countFilters({ ...NO_FILTERS, status: "closed", isMine: true, period: "30" })).toBe(3);
});

test("a period begins at the midnight so many days ago", () => {
  const now = new Date(2026, 2, 3, 15, 30);
  expect(beginningOf("7", now)).toEqual(new Date(2026, 1, 24));
  expect(beginningOf("", now)).toBeNull();
});

test("last searches are the newest first, each once, without their own beginnings", () => {
  expect(withRecent([], "я")).toEqual([]);
  expect(withRecent(["воз", "чай"], " возврат ")).toEqual(["возврат", "чай"]);
  expect(withRecent(["возврат"], "возврат чайника")).toEqual(["возврат чайника"]);
  expect(withRecent(["1a", "2a", "3a", "4a", "5a", "6a"], "7a")).toHaveLength(6);
});
