// The filters and the last words of the search.
import { expect, test } from "vitest";
import { countFilters, NO_FILTERS, type SearchFilters, spanOf, withRecent } from "./search";
import { formatSought, parseSought } from "./search_query";

const ID = "01a20f5b-ff23-73fe-889b-10c54dd2fdd6";

test("only filters that are set are counted", () => {
  expect(countFilters(NO_FILTERS)).toBe(0);
  expect(countFilters({ ...NO_FILTERS, status: "closed", operatorId: ID, period: "dates", since: "2026-11-01" })).toBe(
    3,
  );
});

test("a period is of whole days of the reader's calendar", () => {
  const now = new Date(2026, 2, 3, 15, 30);
  const span = (filters: Partial<SearchFilters>) => spanOf({ ...NO_FILTERS, ...filters }, now);
  expect(span({})).toEqual([null, null]);
  expect(span({ period: "today" })).toEqual([new Date(2026, 2, 3), null]);
  expect(span({ period: "7" })).toEqual([new Date(2026, 1, 24), null]);
  expect(span({ period: "year" })).toEqual([new Date(2026, 0, 1), null]);
  const days = { period: "dates", since: "2026-02-27", until: "2026-02-28" } as const;
  expect(span(days)).toEqual([new Date(2026, 1, 27), new Date(2026, 2, 1)]);
  expect(span({ ...days, since: days.until, until: days.since })).toEqual(span(days));
  expect(span({ ...days, since: "" })).toEqual([null, new Date(2026, 2, 1)]);
  expect(span({ ...days, until: "" })).toEqual([new Date(2026, 1, 27), null]);
  // Days that another period has left behind
  expect(span({ ...days, period: "" })).toEqual([null, null]);
});

test("filters survive the address, and what is none of ours is passed over", () => {
  const filters: SearchFilters = {
    siteId: ID,
    departmentId: ID,
    operatorId: ID,
    tagId: ID,
    status: "closed",
    period: "dates",
    since: "2026-11-01",
    until: "2026-11-30",
    hasFiles: true,
  };
  expect(parseSought(formatSought(filters))).toEqual(filters);
  expect(formatSought({ ...filters, period: "7" })).not.toContain("since");
  expect(formatSought(NO_FILTERS)).toBe("");
  expect(parseSought("")).toBeNull();
  expect(parseSought("site=<script>&status=lost&period=365&since=2026-11-01&files=2")).toBeNull();
  expect(parseSought("period=dates&since=2026-13-45&until=tomorrow")).toEqual({ ...NO_FILTERS, period: "dates" });
});

test("last searches are the newest first, each once, without their own beginnings", () => {
  expect(withRecent([], "я")).toEqual([]);
  expect(withRecent(["воз", "чай"], " возврат ")).toEqual(["возврат", "чай"]);
  expect(withRecent(["возврат"], "возврат чайника")).toEqual(["возврат чайника"]);
  expect(withRecent(["1a", "2a", "3a", "4a", "5a", "6a"], "7a")).toHaveLength(6);
});
