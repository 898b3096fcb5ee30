// @vitest-environment jsdom
// Views are counted soon after a change, seldom however much happens, and never for a page that nobody looks at.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { AGEING_MS, APART_MS, CountClock, SOON_MS, SPREAD_MS } from "./count_clock";

let clock: CountClock;
let counted = 0;
let isAgeing = false;
let visibility: DocumentVisibilityState = "visible";

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(Math, "random").mockReturnValue(0);
  vi.spyOn(document, "visibilityState", "get").mockImplementation(() => visibility);
  [counted, isAgeing, visibility] = [0, false, "visible"];
  clock = new CountClock(
    async () => ++counted,
    () => isAgeing,
  );
});

afterEach(() => {
  clock.stop();
  vi.useRealTimers();
  vi.restoreAllMocks();
});

test("many changes are one count, and the next is some time later", async () => {
  for (let change = 0; change < 50; change += 1) clock.note();
  await vi.advanceTimersByTimeAsync(SOON_MS);
  expect(counted).toBe(1);
  for (let change = 0; change < 20; change += 1) {
    clock.note();
    await vi.advanceTimersByTimeAsync(400);
  }
  expect(counted).toBe(1);
  await vi.advanceTimersByTimeAsync(APART_MS);
  expect(counted).toBe(2);
  await vi.advanceTimersByTimeAsync(10 * AGEING_MS);
  expect(counted).toBe(2);
  clock.note(true);
  await vi.advanceTimersByTimeAsync(0);
  clock.note(true);
  await vi.advanceTimersByTimeAsync(0);
  expect(counted).toBe(4);
});

test("what waits is counted each minute though nothing happens", async () => {
  isAgeing = true;
  clock.note();
  await vi.advanceTimersByTimeAsync(SOON_MS + 3 * AGEING_MS);
  expect(counted).toBe(4);
});

test("a page in the background is counted once it is looked at, and one that is left no more", async () => {
  visibility = "hidden";
  clock.note();
  await vi.advanceTimersByTimeAsync(AGEING_MS);
  expect(counted).toBe(0);
  visibility = "visible";
  document.dispatchEvent(new Event("visibilitychange"));
  expect(counted).toBe(1);
  clock.stop();
  clock.note();
  document.dispatchEvent(new Event("visibilitychange"));
  await vi.advanceTimersByTimeAsync(AGEING_MS);
  expect(counted).toBe(1);
});

test("what is due is counted though the wall clock is set back, and a timer comes before its time", async () => {
  clock.note();
  vi.setSystemTime(Date.now() - 3_600_000);
  await vi.advanceTimersByTimeAsync(SOON_MS);
  expect(counted).toBe(1);
  const steady = performance.now.bind(performance);
  let behindMs = 0;
  vi.spyOn(performance, "now").mockImplementation(() => steady() - behindMs);
  clock.note();
  behindMs = 500;
  await vi.advanceTimersByTimeAsync(APART_MS);
  expect(counted).toBe(1);
  await vi.advanceTimersByTimeAsync(behindMs);
  expect(counted).toBe(2);
});

test("what all colleagues hear of is counted by each in their own time, but not what the operator asks for", async () => {
  vi.spyOn(Math, "random").mockReturnValue(0.9);
  clock.stop();
  clock = new CountClock(
    async () => ++counted,
    () => false,
  );
  for (let change = 0; change < 5; change += 1) clock.note();
  await vi.advanceTimersByTimeAsync(SOON_MS + 0.8 * SPREAD_MS);
  expect(counted).toBe(0);
  await vi.advanceTimersByTimeAsync(0.2 * SPREAD_MS);
  expect(counted).toBe(1);
  clock.note();
  clock.note(true);
  await vi.advanceTimersByTimeAsync(0);
  expect(counted).toBe(2);
});
