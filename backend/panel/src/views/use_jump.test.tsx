// @vitest-environment jsdom
// A jump puts its message into the middle, and asks for what stands around it where that is not loaded.
import { render } from "preact";
import { useRef } from "preact/hooks";
import { act } from "preact/test-utils";
import { afterEach, expect, test, vi } from "vitest";
import { type JumpPlace, useJump } from "./use_jump";

afterEach(() => {
  render(null, document.body);
});

const PLACE: JumpPlace = { firstSeq: 1_000, lastSeq: 1_050, entryCount: 51, hasBefore: true, isPast: false };

function jumpTo(seq: number, takesFocus: boolean, change: Partial<JumpPlace> = {}) {
  const onOlder = vi.fn<() => void>();
  const onSeek = vi.fn<(seq: number) => void>();
  const jump = { conversationId: "C", seq, takesFocus };
  function Thread() {
    const scroller = useRef<HTMLDivElement>(null);
    useJump(scroller, jump, { ...PLACE, ...change }, onOlder, onSeek);
    return (
      <div ref={scroller}>
        <p data-seq="1000" tabIndex={-1} />
      </div>
    );
  }
  act(() => render(<Thread />, document.body));
  return { older: onOlder.mock.calls.length, sought: onSeek.mock.calls.flat() };
}

test("what is near is loaded in one stretch, what is far by itself, however far", () => {
  expect(jumpTo(600, true)).toEqual({ older: 1, sought: [] });
  expect(jumpTo(599, true)).toEqual({ older: 0, sought: [599] });
  expect(jumpTo(1, true, { firstSeq: 1_000_000, lastSeq: 1_000_050 })).toEqual({ older: 0, sought: [1] });
});

test("from a stretch of the past both what is before and what is after it is sought", () => {
  expect(jumpTo(999, true, { isPast: true })).toEqual({ older: 0, sought: [999] });
  expect(jumpTo(1_051, true, { isPast: true })).toEqual({ older: 0, sought: [1_051] });
});

test("what is there is marked, and has the focus where it is wanted", () => {
  expect(jumpTo(1_000, false)).toEqual({ older: 0, sought: [] });
  expect(document.querySelector(".sought")).not.toBeNull();
  expect(document.activeElement).toBe(document.body);
  jumpTo(1_000, true);
  expect(document.activeElement?.getAttribute("data-seq")).toBe("1000");
});

test.each([1_001, 1_051])("what is not there, and won't come, is not asked for: %i", (seq) => {
  expect(jumpTo(seq, true)).toEqual({ older: 0, sought: [] });
});
