// @vitest-environment jsdom
// The way back to the unread takes the focus there, but from nobody who has gone on while the thread was loading.
import { render } from "preact";
import { useRef } from "preact/hooks";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, expect, test } from "vitest";
import { useUnreadWay } from "./use_unread_way";

beforeEach(() => {
  class Unseeing {
    observe() {}
    disconnect() {}
  }
  Object.assign(globalThis, { IntersectionObserver: Unseeing });
});

afterEach(() => {
  render(null, document.body);
});

/** A thread of which the newest messages are held, with a field to write in, on the way back. */
function going() {
  let asked = 0;
  let way: (() => void) | null = null;
  const onOlder = () => {
    asked += 1;
  };
  function Thread({ firstSeq, isConnected = true }: { firstSeq: number; isConnected?: boolean }) {
    const scroller = useRef<HTMLDivElement>(null);
    const place = { unreadAfter: 10, firstSeq, entryCount: 200 - firstSeq, hasBefore: true, hasBreak: true };
    way = useUnreadWay(scroller, { ...place, isConnected }, onOlder);
    return (
      <>
        <textarea />
        <div ref={scroller} class="scroller">
          <p class="passage--unread" tabIndex={-1} />
        </div>
      </>
    );
  }
  const show = (firstSeq: number, isConnected = true) =>
    act(() => render(<Thread firstSeq={firstSeq} isConnected={isConnected} />, document.body));
  show(100);
  act(() => way?.());
  expect(asked).toBe(1);
  return { show, asked: () => asked };
}

const focused = () => document.activeElement?.className || document.activeElement?.tagName;

test("whoever waits is led there once all that lies between is loaded", () => {
  const { show, asked } = going();
  show(50);
  expect(asked()).toBe(2);
  show(5);
  expect(focused()).toBe("passage--unread");
});

test.each<[string, () => void]>([
  ["a key", () => document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "a", bubbles: true }))],
  ["the wheel", () => document.body.dispatchEvent(new Event("wheel", { bubbles: true }))],
  ["a press", () => document.body.dispatchEvent(new Event("pointerdown", { bubbles: true }))],
])("%s ends it: nothing more is loaded, nobody is led", (_, goOn) => {
  const { show, asked } = going();
  act(goOn);
  show(50);
  show(5);
  expect([asked(), focused()]).toEqual([1, "BODY"]);
});

test("so does a lost link, also once it is back", () => {
  const { show, asked } = going();
  show(100, false);
  show(50);
  expect([asked(), focused()]).toEqual([1, "BODY"]);
});

test("the focus that is elsewhere by then stays there, a key that is still held ends nothing", () => {
  const { show } = going();
  act(() => void document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "u", repeat: true, bubbles: true })));
  document.querySelector("textarea")?.focus();
  show(5);
  expect(focused()).toBe("TEXTAREA");
});
