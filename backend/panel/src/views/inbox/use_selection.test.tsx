// @vitest-environment jsdom
// What is selected is what is listed: nothing comes back selected, neither a row nor a list.
import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, expect, test } from "vitest";
import { type Selection, useSelection } from "./use_selection";

afterEach(() => {
  render(null, document.body);
});

function show() {
  let selection: Selection | undefined;
  function List({ listed, listKey }: { listed: readonly string[]; listKey: string }) {
    selection = useSelection(listed, listKey);
    return null;
  }
  const list = (listed: readonly string[], listKey = "mine") =>
    act(() => render(<List listed={listed} listKey={listKey} />, document.body));
  const now = () => {
    if (!selection) throw new Error("The list is not shown");
    return selection;
  };
  return { list, now };
}

test("a row that left the list comes back unselected", () => {
  const { list, now } = show();
  list(["a", "b", "c"]);
  act(() => now().all());
  list(["a", "c"]);
  expect(now().ids).toEqual(["a", "c"]);
  list(["a", "b", "c"]);
  expect(now().ids).toEqual(["a", "c"]);
  expect(now().has("b")).toBe(false);
});

test("each list begins with nothing selected, also one that was left", () => {
  const { list, now } = show();
  list(["a", "b", "c"]);
  act(() => now().toggle("a", false));
  list(["a", "b", "c"], "closed");
  expect(now().ids).toEqual([]);
  list(["a", "b", "c"]);
  expect(now().ids).toEqual([]);
  act(() => now().toggle("c", true));
  expect(now().ids).toEqual(["c"]);
});
