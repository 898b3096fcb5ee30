// @vitest-environment jsdom
// The palette opens the sheet of the open conversation, not that of what is selected, and leads to its field.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { goToSheet, type SheetPart } from "./sheet_parts";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "requestAnimationFrame"] });
  Element.prototype.scrollIntoView = () => undefined;
});

afterEach(() => {
  vi.runAllTimers();
  vi.useRealTimers();
});

test.each<[SheetPart, string]>([
  ["time", "until"],
  ["tag", "name"],
])("%s", async (part, id) => {
  document.body.innerHTML = `
    <section class="bulk"><div class="actions"><button aria-expanded="false"></button></div></section>
    <header class="thread-bar"><div class="actions"><button aria-expanded="false"></button></div></header>`;
  const opened = vi.fn();
  for (const button of document.querySelectorAll("button")) button.addEventListener("click", opened);
  const onMissing = vi.fn();
  goToSheet(part, onMissing);
  const own = document.querySelector(".thread-bar .actions");
  expect(opened.mock.calls.map(([event]) => event.target)).toEqual([own?.querySelector("button")]);
  own?.insertAdjacentHTML(
    "beforeend",
    `<form><input id="until" type="datetime-local"></form><form><input id="name"></form>`,
  );
  await Promise.resolve();
  vi.advanceTimersByTime(100);
  expect(document.activeElement?.id).toBe(id);
  vi.advanceTimersByTime(20_000);
  expect(onMissing).not.toHaveBeenCalled();
});
