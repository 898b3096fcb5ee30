// @vitest-environment jsdom
// When a panel counts as left alone.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { watchIdle } from "./idle";

const LIMIT_MS = 60_000;

beforeEach(() => {
  vi.useFakeTimers();
  localStorage.clear();
});
afterEach(() => {
  vi.useRealTimers();
});

function watched() {
  const page = new EventTarget();
  const onIdle = vi.fn<() => void>();
  const stop = watchIdle(page, localStorage, LIMIT_MS, onIdle);
  return { page, onIdle, stop };
}

test("a panel that nobody touches is left alone after the limit, and said to be so once", () => {
  const { onIdle } = watched();
  vi.advanceTimersByTime(LIMIT_MS - 5_000);
  expect(onIdle).not.toHaveBeenCalled();
  vi.advanceTimersByTime(3 * LIMIT_MS);
  expect(onIdle).toHaveBeenCalledTimes(1);
});

test.each(["pointerdown", "pointermove", "keydown", "wheel"])("a %s begins the time anew", (name) => {
  const { page, onIdle } = watched();
  vi.advanceTimersByTime(LIMIT_MS - 10_000);
  page.dispatchEvent(new Event(name));
  vi.advanceTimersByTime(LIMIT_MS - 10_000);
  expect(onIdle).not.toHaveBeenCalled();
});

test("a touch in another tab counts for both", () => {
  const here = watched();
  const there = watched();
  vi.advanceTimersByTime(LIMIT_MS - 10_000);
  there.page.dispatchEvent(new Event("keydown"));
  vi.advanceTimersByTime(LIMIT_MS - 10_000);
  expect(here.onIdle).not.toHaveBeenCalled();
});

test("a watch that was stopped says nothing", () => {
  const { onIdle, stop } = watched();
  stop();
  vi.advanceTimersByTime(2 * LIMIT_MS);
  expect(onIdle).not.toHaveBeenCalled();
});
