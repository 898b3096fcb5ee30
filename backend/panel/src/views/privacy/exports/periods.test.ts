import { expect, test } from "vitest";
import { areDaysRight, dayOf, instantsOf } from "./periods";

const NOW = new Date(2026, 10, 29, 15, 30);

test("whole days are chosen, the last of them too", () => {
  const { since, before } = instantsOf("custom", { since: "2026-02-27", until: "2026-02-28" }, NOW);
  expect([since, before].map((at) => at && dayOf(new Date(at)))).toEqual(["2026-02-27", "2026-03-01"]);
  expect(since && new Date(since).getHours()).toBe(0);
});

test("a day that is left out is no end", () => {
  expect(instantsOf("custom", { since: "", until: "" }, NOW)).toEqual({ since: null, before: null });
  expect(instantsOf("all", { since: "2026-02-27", until: "" }, NOW)).toEqual({ since: null, before: null });
});

test("the last days begin with a whole one and have no end", () => {
  const { since, before } = instantsOf("month", { since: "", until: "" }, NOW);
  expect(since && dayOf(new Date(since))).toBe("2026-10-30");
  expect(before).toBeNull();
});

test("days in the wrong order are no period", () => {
  expect(areDaysRight({ since: "2026-03-01", until: "2026-02-28" })).toBe(false);
  expect(areDaysRight({ since: "2026-03-01", until: "2026-03-01" })).toBe(true);
  expect(areDaysRight({ since: "2026-03-01", until: "" })).toBe(true);
});
