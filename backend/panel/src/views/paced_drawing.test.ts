// @vitest-environment jsdom
// What others do is drawn at once when it comes alone, ten times a second when it does not, and never forgotten.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createPacedDrawing, MAX_PAUSE_MS, PAUSE_MS } from "./paced_drawing";

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
  [999, 1_000 + MAX_PAUSE_MS],
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

test("while somebody writes the first is drawn at once and the others with the longest pause between", () => {
  isAtWork = true;
  const page = counted();
  page.soon();
  page.soon();
  expect(page.drawn()).toBe(1);
  vi.advanceTimersByTime(MAX_PAUSE_MS);
  expect(page.drawn()).toBe(1);
  vi.advanceTimersByTime(2);
  expect(page.drawn()).toBe(2);
});

test("a page without frames draws no news until it has one again", () => {
  let frame = () => undefined as unknown;
  vi.stubGlobal("requestAnimationFrame", (wanted: () => void) => {
    frame = wanted;
  });
  const page = counted();
  page.soon();
  page.soon();
  vi.advanceTimersByTime(60_000);
  expect(page.drawn()).toBe(1);
  frame();
  vi.advanceTimersByTime(MAX_PAUSE_MS);
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
  expect(page.drawn()).toBe(1);
});
