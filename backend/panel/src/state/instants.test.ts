// Timestamps of the server, to the microsecond.
import { expect, test } from "vitest";
import { instantUs } from "./instants";

test("instants differ by microseconds, whatever fraction they are written with", () => {
  const whole = instantUs("2026-11-24T20:22:00Z");
  expect(instantUs("2026-11-24T20:22:00.000001Z") - whole).toBe(1);
  expect(instantUs("2026-11-24T20:22:00.5Z") - whole).toBe(500_000);
  expect(instantUs("2026-11-24T23:22:00+03:00")).toBe(whole);
});
