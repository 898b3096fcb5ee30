// @vitest-environment jsdom
// A jump puts its message into the middle, and says so where it is too far, wherever the focus is to go.
import { render } from "preact";
import { useRef } from "preact/hooks";
import { act } from "preact/test-utils";
import { afterEach, expect, test, vi } from "vitest";
import { useJump } from "./use_jump";

afterEach(() => {
  render(null, document.body);
});

function jumpTo(seq: number, takesFocus: boolean) {
  const onTooFar = vi.fn();
  const jump = { conversationId: "C", seq, takesFocus, onTooFar };
  function Thread() {
    const scroller = useRef<HTMLDivElement>(null);
    useJump(scroller, jump, { firstSeq: 10, entryCount: 1, hasBefore: false }, () => undefined);
    return (
      <div ref={scroller}>
        <p data-seq="10" tabIndex={-1} />
      </div>
    );
  }
  act(() => render(<Thread />, document.body));
  return onTooFar;
}

test.each([true, false])("what is too far is said (with the focus: %s)", (takesFocus) => {
  expect(jumpTo(3, takesFocus)).toHaveBeenCalledTimes(1);
});

test("what is there is marked, and has the focus where it is wanted", () => {
  expect(jumpTo(10, false)).not.toHaveBeenCalled();
  expect(document.querySelector(".sought")).not.toBeNull();
  expect(document.activeElement).toBe(document.body);
  jumpTo(10, true);
  expect(document.activeElement?.getAttribute("data-seq")).toBe("10");
});

test("what is gone from within the thread says nothing", () => {
  expect(jumpTo(11, true)).not.toHaveBeenCalled();
});
