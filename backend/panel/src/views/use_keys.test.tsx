// @vitest-environment jsdom
// Keys of the panel's actions: in either layout, never while somebody is writing, and only where they make sense.
import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, expect, test } from "vitest";
import { deskOf } from "./actions/test_desk";
import { useKeys } from "./use_keys";

afterEach(() => {
  render(null, document.body);
});

type Done = ReturnType<typeof deskOf>;

function Keys({ desk, isDialogOpen }: { desk: Done["desk"]; isDialogOpen: boolean }) {
  useKeys(desk, isDialogOpen);
  return (
    <>
      <input type="search" />
      <section class="panel__list">
        <input type="checkbox" />
      </section>
    </>
  );
}

function show(change: Parameters<typeof deskOf>[0] = {}, isDialogOpen = false) {
  const { desk, done } = deskOf(change);
  act(() => render(<Keys desk={desk} isDialogOpen={isDialogOpen} />, document.body));
  const press = (key: string, code: string, more: KeyboardEventInit = {}, target: Element = document.body) =>
    target.dispatchEvent(new KeyboardEvent("keydown", { key, code, bubbles: true, cancelable: true, ...more }));
  return { done, press };
}

test("keys work in the Latin and in the Russian layout", () => {
  const { done, press } = show();
  press("j", "KeyJ");
  press("о", "KeyJ");
  press("у", "KeyE");
  press("/", "Slash");
  press(".", "Slash");
  press(",", "Slash", { shiftKey: true });
  press("л", "KeyK", { ctrlKey: true });
  expect(done).toEqual([
    "move 1",
    "move 1",
    "setStatus closed",
    "search",
    "search",
    "openDialog help",
    "openDialog palette",
  ]);
});

test("a Latin layout with other places is asked for the letter, not the place", () => {
  const { done, press } = show();
  press("a", "KeyQ");
  press("q", "KeyA");
  expect(done).toEqual(["assign true"]);
});

test("nothing but Escape and the palette is heard in a field", () => {
  const { done, press } = show();
  const field = document.querySelector("input") ?? document.body;
  press("j", "KeyJ", {}, field);
  press("r", "KeyR", { ctrlKey: true });
  press("z", "KeyZ", { ctrlKey: true }, field);
  press("Escape", "Escape", {}, field);
  press("k", "KeyK", { metaKey: true }, field);
  expect(done).toEqual(["goBack", "openDialog palette"]);
});

test("a key does whichever of its actions makes sense, or nothing", () => {
  const closed = show({ status: "closed" });
  closed.press("e", "KeyE");
  closed.press("a", "KeyA");
  expect(closed.done).toEqual(["setStatus open"]);
  const unled = show({ canAct: false });
  unled.press("e", "KeyE");
  expect(unled.done).toEqual([]);
});

test("the last deed is undone where there is one, and nothing is done again", () => {
  const undone = show({ desk: { lastDone: { what: "Закрыто: Ольга", canBeUndone: true } } });
  undone.press("я", "KeyZ", { ctrlKey: true });
  undone.press("z", "KeyZ", { metaKey: true });
  undone.press("z", "KeyZ", { ctrlKey: true, shiftKey: true });
  expect(undone.done).toEqual(["undo", "undo"]);
  const { done, press } = show();
  press("z", "KeyZ", { ctrlKey: true });
  expect(done).toEqual([]);
});

test("a key that is held down walks through the list, and does nothing else twice", () => {
  const { done, press } = show({ desk: { lastDone: { what: "Закрыто: Ольга", canBeUndone: true } } });
  const hold = (key: string, code: string, more: KeyboardEventInit = {}) => {
    press(key, code, more);
    return press(key, code, { ...more, repeat: true });
  };
  hold("z", "KeyZ", { ctrlKey: true });
  hold("x", "KeyX");
  hold("j", "KeyJ");
  hold("л", "KeyK");
  expect(done).toEqual(["undo", "select", "move 1", "move 1", "move -1", "move -1"]);
  // Nor does the browser do with the rest what the key means to it
  expect(hold("z", "KeyZ", { ctrlKey: true })).toBe(false);
});

test("what can't be undone now is heard too: the key says why", () => {
  const { done, press } = show({ desk: { lastDone: { what: "Закрыто: Ольга", canBeUndone: false } } });
  press("z", "KeyZ", { ctrlKey: true });
  expect(done).toEqual(["undo"]);
});

test("the unread and handing over have keys, where there is anything to lead to", () => {
  const { done, press } = show();
  press("u", "KeyU");
  press("р", "KeyH");
  expect(done).toEqual(["toUnread", "handOver"]);
  const nowhere = show({ status: "closed", desk: { toUnread: { current: null } } });
  nowhere.press("u", "KeyU");
  nowhere.press("h", "KeyH");
  expect(nowhere.done).toEqual([]);
});

test("under a page of settings only the palette's key is heard", () => {
  const { done, press } = show({ isCovered: true });
  press("j", "KeyJ");
  press("?", "Slash", { shiftKey: true });
  press("k", "KeyK", { ctrlKey: true });
  expect(done).toEqual(["openDialog palette"]);
});

test("what is typed while a dialog is on its way does nothing", () => {
  const { done, press } = show({}, true);
  press("e", "KeyE");
  press("k", "KeyK", { ctrlKey: true });
  expect(done).toEqual([]);
});

test("the list is selected whole where the focus is in it, and a tick is no writing", () => {
  const { done, press } = show();
  const tick = document.querySelector("[type=checkbox]") ?? document.body;
  press("a", "KeyA", { ctrlKey: true }, tick);
  press("a", "KeyA", { ctrlKey: true });
  press("ч", "KeyX", {}, tick);
  press("z", "KeyZ");
  press("f", "KeyF");
  expect(done).toEqual(["selectAll", "select", "showActions", "showFilter"]);
});
