// @vitest-environment jsdom
// Enter chooses an emoji and never sends the form that the picker stands in.
import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { EmojiPicker } from "./emoji_picker";

beforeEach(() => {
  Element.prototype.scrollIntoView = () => undefined;
});

afterEach(() => {
  render(null, document.body);
});

function show(query: string) {
  const onChoose = vi.fn();
  act(() => render(<EmojiPicker onChoose={onChoose} />, document.body));
  const field = document.querySelector("input") as HTMLInputElement;
  act(() => {
    field.value = query;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
  const press = (more: KeyboardEventInit = {}) => {
    const event = new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true, ...more });
    act(() => void field.dispatchEvent(event));
    return event.defaultPrevented;
  };
  return { onChoose, press };
}

test("Enter chooses what is found", () => {
  const { onChoose, press } = show("");
  expect(press()).toBe(true);
  expect(onChoose).toHaveBeenCalledTimes(1);
});

test("Enter does nothing where nothing is found, or while a word is composed", () => {
  const none = show("щщщщ");
  expect(none.press()).toBe(true);
  expect(none.onChoose).not.toHaveBeenCalled();
  const composed = show("");
  expect(composed.press({ isComposing: true })).toBe(true);
  expect(composed.onChoose).not.toHaveBeenCalled();
});
