// The server's time, whatever this machine believes.
import { expect, test } from "vitest";
import { createServerClock } from "./clock";

const NOON = Date.parse("2026-03-01T12:00:00Z");

test("before the server has spoken the machine's own clock is the best guess", () => {
  const clock = createServerClock(
    () => 5,
    () => 1234,
  );
  expect(clock.nowMs()).toBe(1234);
});

test("the server's time goes on from the last frame that carried it", () => {
  let steadyMs = 1_000;
  const clock = createServerClock(
    () => steadyMs,
    () => 0,
  );
  clock.observe("2026-03-01T12:00:00Z");
  steadyMs += 2_500;
  expect(clock.nowMs()).toBe(NOON + 2_500);
});

test("an answer is taken to have been written halfway between question and arrival", () => {
  const clock = createServerClock(
    () => 3_000,
    () => 0,
  );
  clock.observe("2026-03-01T12:00:00Z", 1_000);
  expect(clock.nowMs()).toBe(NOON + 1_000);
});

test("a time that can't be read changes nothing", () => {
  const clock = createServerClock(
    () => 0,
    () => 77,
  );
  clock.observe("noon");
  expect(clock.nowMs()).toBe(77);
});
