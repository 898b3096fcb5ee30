import { describe, expect, it } from "vitest";
import { ru } from "../../../texts/ru";
import { withPages } from "../words";
import { fromInput, remaining, toInput } from "./times";

describe("times of incidents", () => {
  it("shows an instant in the reader's time and gives the same one back", () => {
    const instant = "2026-11-28T04:05:30.123Z";
    expect(toInput(instant)).toMatch(/^2026-11-2\dT\d\d:\d\d$/);
    expect(fromInput(toInput(instant), instant)).toBe(instant);
    expect(fromInput(toInput(instant))).toBe("2026-11-28T04:05:00.000Z");
  });

  it("takes an empty input for no time", () => {
    expect(toInput(null)).toBe("");
    expect(fromInput("", "2026-11-28T04:05:30.123Z")).toBeNull();
  });

  it.each([
    [71 * 3_600 + 59, "71\u00a0ч 0\u00a0мин"],
    [3_600, "1\u00a0ч 0\u00a0мин"],
    [3_599, "59\u00a0мин 59\u00a0с"],
    [0, "0\u00a0мин 0\u00a0с"],
    [-5_400, "1\u00a0ч 30\u00a0мин"],
  ])("says %d seconds as %s", (seconds, words) => {
    expect(remaining(withPages(ru), seconds)).toBe(words);
  });
});
