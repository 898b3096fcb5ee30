// @vitest-environment jsdom
// A field that takes several: what it says, and what is chosen by ticking.
import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, expect, test } from "vitest";
import { SomeOf } from "./some_of";

afterEach(() => {
  render(null, document.body);
});

const OFFERED = ["a", "b", "c"].map((id) => ({ id, name: id.toUpperCase() }));

function show(chosen: readonly string[], most = 50) {
  const heard: string[][] = [];
  const rest = { offered: OFFERED, chosen, most, onChoose: (ids: string[]) => heard.push(ids) };
  act(() => render(<SomeOf label="Метка" any="Не важно" {...rest} />, document.body));
  const boxes = [...document.querySelectorAll("input")];
  return { heard, boxes, says: document.querySelector(".filter__names")?.textContent };
}

test("it says what is chosen, or that nothing is", () => {
  expect(show([]).says).toBe("Не важно");
  expect(show(["c", "a"]).says).toBe("A, C");
});

test("one is added in the order of the offer, and taken away", () => {
  const { heard, boxes } = show(["c"]);
  boxes[0]?.click();
  boxes[2]?.click();
  expect(heard).toEqual([["a", "c"], []]);
});

test("what is offered no more stays until it is taken away", () => {
  const { heard, boxes, says } = show(["gone", "b"]);
  expect(says).toBe("B, …");
  boxes[0]?.click();
  boxes[3]?.click();
  expect(heard).toEqual([["a", "b", "gone"], ["b"]]);
});

test("there are no more than the server takes", () => {
  const { boxes } = show(["a", "b"], 2);
  expect(boxes.map(({ disabled }) => disabled)).toEqual([false, false, true]);
});
