// @vitest-environment jsdom
// Single-key shortcuts: in either layout, and never while somebody is writing.
import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, expect, test } from "vitest";
import { type Shortcuts, useKeys } from "./use_keys";

afterEach(() => {
  render(null, document.body);
});

const NAMES = ["next", "previous", "reply", "take", "toggleStatus", "search", "help", "back"] as const;

function Keys({ onKey }: { onKey: (name: string) => void }) {
  useKeys(true, Object.fromEntries(NAMES.map((name) => [name, () => onKey(name)])) as unknown as Shortcuts);
  return <input type="search" />;
}

function show() {
  const heard: string[] = [];
  act(() => render(<Keys onKey={(name) => heard.push(name)} />, document.body));
  const press = (key: string, code: string, more: KeyboardEventInit = {}, target: Element = document.body) =>
    target.dispatchEvent(new KeyboardEvent("keydown", { key, code, bubbles: true, cancelable: true, ...more }));
  return { heard, press };
}

test("keys work in the Latin and in the Russian layout", () => {
  const { heard, press } = show();
  press("j", "KeyJ");
  press("о", "KeyJ");
  press("у", "KeyE");
  press("/", "Slash");
  press(".", "Slash");
  press(",", "Slash", { shiftKey: true });
  expect(heard).toEqual(["next", "next", "toggleStatus", "search", "search", "help"]);
});

test("a Latin layout with other places is asked for the letter, not the place", () => {
  const { heard, press } = show();
  press("a", "KeyQ");
  press("q", "KeyA");
  expect(heard).toEqual(["take"]);
});

test("nothing but Escape is heard in a field, and nothing with a modifier", () => {
  const { heard, press } = show();
  const field = document.querySelector("input") ?? document.body;
  press("j", "KeyJ", {}, field);
  press("r", "KeyR", { ctrlKey: true });
  press("Escape", "Escape", {}, field);
  expect(heard).toEqual(["back"]);
});
