// What others do is drawn at once when it comes alone, ten times a second when it does not, and never forgotten.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createPacedDrawing, PAUSE_MS } from "./paced_drawing";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function counted() {
  const draw = vi.fn();
  const drawing = createPacedDrawing(draw);
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
  vi.advanceTimersByTime(PAUSE_MS);
  page.soon();
  expect(page.drawn()).toBe(1);
});
