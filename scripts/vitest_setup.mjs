// Before the tests of each file. All files of a process share the modules and the page: setting up a page for each takes
// four times as long as all tests.
import { options } from "preact";
import { afterAll, afterEach, beforeAll, expect, vi } from "vitest";

// Left alone, Preact waits for a frame, and then takes that wait back by a function of the page: if the file's tests have
// ended meanwhile, there is no page any more, and what it throws then fails the whole run.
const afterwards = (flushEffects) => setTimeout(flushEffects);
options.requestAnimationFrame = afterwards;

beforeAll(() => {
  if (typeof document === "undefined") return;
  for (const part of [document.head, document.body]) part.replaceChildren();
  for (const part of [document.documentElement, document.body]) {
    for (const name of part.getAttributeNames()) part.removeAttribute(name);
  }
  for (const storage of [localStorage, sessionStorage]) storage.clear();
  history.replaceState(null, "", "/");
});

// An `act` that goes on draws nothing in the tests that come after it.
afterEach(() => {
  const isOver = options.requestAnimationFrame === afterwards;
  options.requestAnimationFrame = afterwards;
  expect(isOver, "an act is not awaited").toBe(true);
});

// A part that is still being fetched when its file ends could not be loaded by the files after it.
afterAll(() => vi.dynamicImportSettled());
