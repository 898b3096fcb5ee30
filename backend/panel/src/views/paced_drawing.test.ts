// @vitest-environment jsdom
// What others do is drawn at once when it comes alone, ten times a second when it does not, and never forgotten.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createPacedDrawing, MAX_PAUSE_MS, PAUSE_MS, WRITING_MS, WRITING_PAUSE_MS } from "./paced_drawing";

beforeEach(() => {
  vi.useFakeTimers();
  // What a drawing takes is told by each test
  vi.stubGlobal("requestAnimationFrame", (frame: () => void) => setTimeout(frame, takesMs));
  takesMs = 0;
  isAtWork = false;
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

let takesMs = 0;
let isAtWork = false;

function counted() {
  const draw = vi.fn();
  const drawing = createPacedDrawing(draw, () => isAtWork);
  const drawn = () => draw.mock.calls.length;
  return { ...drawing, drawn };
}

test("what comes alone is drawn at once", () => {
  const page = counted();
  for (let number = 1; number <= 3; number++) {
    page.soon();
    expect(page.drawn()).toBe(number);
    vi.advanceTimersByTime(PAUSE_MS);
    expect(page.drawn()).toBe(number);
  }
});

test("of many that come together the first is drawn at once and the rest when the pause is over", () => {
  const page = counted();
  for (let number = 0; number < 200; number++) {
    page.soon();
    vi.advanceTimersByTime(5);
  }
  expect(page.drawn()).toBe(1 + 1_000 / PAUSE_MS);
  vi.advanceTimersByTime(10 * PAUSE_MS);
  expect(page.drawn()).toBe(1 + 1_000 / PAUSE_MS);
});

// To the end of a frame belongs one turn of the timers, which is 1 ms here
test.each([
  [49, 200],
  [99, 400],
  // Its frame is not waited for
  [1_999, 2 * MAX_PAUSE_MS],
])("a drawing of %d ms is followed by the next after %d ms", (tookMs, periodMs) => {
  takesMs = tookMs;
  const page = counted();
  page.soon();
  page.soon();
  vi.advanceTimersByTime(periodMs - 1);
  expect(page.drawn()).toBe(1);
  vi.advanceTimersByTime(1);
  expect(page.drawn()).toBe(2);
});

test("while somebody writes the first is drawn at once, and the others behind a key after the longest pause", () => {
  isAtWork = true;
  const page = counted();
  page.soon();
  page.soon();
  page.afterKey();
  expect(page.drawn()).toBe(1);
  vi.advanceTimersByTime(WRITING_PAUSE_MS + 2);
  expect(page.drawn()).toBe(1);
  page.afterKey();
  expect(page.drawn()).toBe(2);
  page.afterKey();
  expect(page.drawn()).toBe(2);
});

test("a key that does not come is waited for no longer than between two of somebody who writes", () => {
  isAtWork = true;
  const page = counted();
  page.soon();
  page.soon();
  vi.advanceTimersByTime(WRITING_PAUSE_MS + WRITING_MS);
  expect(page.drawn()).toBe(1);
  vi.advanceTimersByTime(2);
  expect(page.drawn()).toBe(2);
});

test("what was drawn with the operator's own is not drawn again behind a key", () => {
  isAtWork = true;
  const page = counted();
  page.soon();
  page.soon();
  vi.advanceTimersByTime(WRITING_PAUSE_MS + 2);
  page.now();
  page.afterKey();
  expect(page.drawn()).toBe(2);
  vi.advanceTimersByTime(2 * (WRITING_PAUSE_MS + WRITING_MS));
  expect(page.drawn()).toBe(2);
});

test("a page without frames, such as a covered window, draws seldom", () => {
  const frames: (() => void)[] = [];
  vi.stubGlobal("requestAnimationFrame", (frame: () => void) => frames.push(frame));
  const page = counted();
  page.soon();
  page.soon();
  vi.advanceTimersByTime(2 * MAX_PAUSE_MS);
  expect(page.drawn()).toBe(2);
  // The frame of the first comes late: it is the second that is waited for
  frames[0]?.();
  page.soon();
  vi.advanceTimersByTime(PAUSE_MS);
  expect(page.drawn()).toBe(2);
});

test("what the operator waits for is drawn at once, and what was waiting to be drawn with it", () => {
  const page = counted();
  page.soon();
  page.soon();
  page.now();
  page.now();
  expect(page.drawn()).toBe(3);
  vi.advanceTimersByTime(PAUSE_MS);
  expect(page.drawn()).toBe(3);
});

test("nothing is drawn when the page is gone", () => {
  const page = counted();
  page.soon();
  page.soon();
  page.stop();
  vi.advanceTimersByTime(2 * PAUSE_MS);
  page.soon();
  page.afterKey();
  expect(page.drawn()).toBe(1);
});
