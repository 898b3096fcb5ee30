import { describe, expect, test } from "vitest";
import type { Report } from "../../../live/report_requests";
import { firstOf } from "./tiles";

/** A report with nothing but this in its totals. */
function counted(now: number, before: number): Report {
  return { total: { by_bot: now }, before: { by_bot: before } } as unknown as Report;
}

describe("the first numbers", () => {
  test("have what a bot solved where one did, now or before", () => {
    expect(firstOf(counted(0, 0))).not.toContain("by_bot");
    expect(firstOf(counted(0, 2))).toContain("by_bot");
    expect(firstOf(counted(3, 0)).slice(0, 3)).toEqual(["conversations", "missed", "by_bot"]);
  });
});
