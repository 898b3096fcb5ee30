// @vitest-environment jsdom
// Marks of two tabs, of which neither may undo what the other has done.
import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, expect, test } from "vitest";
import { loadMarks, marksKeyOf } from "../live/unread_marks";
import { type UnreadMarks, useUnreadMarks } from "./use_unread_marks";

const places: Element[] = [];

afterEach(() => {
  for (const place of places.splice(0)) {
    act(() => render(null, place));
    place.remove();
  }
  localStorage.clear();
});

/** A tab of the panel, at whose marks one can look. */
function tab() {
  const place = document.body.appendChild(document.createElement("div"));
  places.push(place);
  let marks: UnreadMarks = { ids: new Set(), add: () => undefined };
  function Part({ openId }: { readonly openId: string | null }) {
    marks = useUnreadMarks("anna", openId);
    return null;
  }
  const open = (openId: string | null) => act(() => render(<Part openId={openId} />, place));
  open(null);
  return { open, add: (id: string) => act(() => marks.add(id)), ids: () => [...marks.ids] };
}

const kept = () => [...loadMarks(localStorage, "anna")];
const hear = () => act(() => void dispatchEvent(new StorageEvent("storage", { key: marksKeyOf("anna") })));

test("what two tabs mark before either has heard of the other is kept, and both come to show it", () => {
  const [first, second] = [tab(), tab()];
  first.add("a");
  second.add("b");
  expect(kept()).toEqual(["a", "b"]);
  hear();
  expect([first.ids(), second.ids()]).toEqual([
    ["a", "b"],
    ["a", "b"],
  ]);
});

test("one that is opened in a tab loses its mark in both, and no other", () => {
  const [first, second] = [tab(), tab()];
  first.add("a");
  hear();
  first.add("b");
  second.open("a");
  expect(kept()).toEqual(["b"]);
  hear();
  expect([first.ids(), second.ids()]).toEqual([["b"], ["b"]]);
});

test("the one that is open can be marked, until it is opened again", () => {
  const one = tab();
  one.open("a");
  one.add("a");
  one.open(null);
  expect(one.ids()).toEqual(["a"]);
  one.open("a");
  expect(one.ids()).toEqual([]);
});
