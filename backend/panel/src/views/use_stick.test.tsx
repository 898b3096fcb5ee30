// @vitest-environment jsdom
// The thread stays at its end for whoever is there, and lets go of whoever has just left it.
import { render } from "preact";
import { useRef } from "preact/hooks";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { useStick } from "./use_stick";

const SHOWN_PX = 500;
let contentPx = 0;

function Thread({ firstKey, size, onTop }: { firstKey: string; size: string; onTop: () => void }) {
  const scroller = useRef<HTMLDivElement>(null);
  useStick(
    scroller,
    { firstKey, size, begin: ".unread", isPast: false },
    { onTop, onEnd: () => {}, onNewest: () => {} },
  );
  return <div class="scroller" ref={scroller} />;
}

/** Draws content of that height, and gives the scroller, which keeps its place within it as browsers do. */
function draw(px: number, firstKey: string, size: string, onTop: () => void = () => {}): Element {
  contentPx = px;
  act(() => render(<Thread {...{ firstKey, size, onTop }} />, document.body));
  const [scroller] = document.getElementsByClassName("scroller");
  if (!scroller) throw new Error("nothing was drawn");
  return scroller;
}

function scrolled(scroller: Element): void {
  act(() => void scroller.dispatchEvent(new Event("scroll")));
}

beforeEach(() => {
  const places = new WeakMap<Element, number>();
  vi.stubGlobal(
    "ResizeObserver",
    class {
      observe() {}
      disconnect() {}
    },
  );
  vi.spyOn(Element.prototype, "clientHeight", "get").mockReturnValue(SHOWN_PX);
  vi.spyOn(Element.prototype, "scrollHeight", "get").mockImplementation(() => contentPx);
  const inside = (px: number) => Math.max(0, Math.min(px, contentPx - SHOWN_PX));
  vi.spyOn(Element.prototype, "scrollTop", "get").mockImplementation(function (this: Element) {
    return inside(places.get(this) ?? 0);
  });
  vi.spyOn(Element.prototype, "scrollTop", "set").mockImplementation(function (this: Element, px: number) {
    places.set(this, inside(px));
  });
});

afterEach(() => {
  render(null, document.body);
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

test("whoever is at the end stays there as messages come, also where the content shrinks", () => {
  draw(0, "", "");
  expect(draw(2_000, "1", "1").scrollTop).toBe(1_500);
  expect(draw(2_300, "1", "2").scrollTop).toBe(1_800);
  expect(draw(1_900, "1", "3").scrollTop).toBe(1_400);
  expect(draw(2_000, "1", "4").scrollTop).toBe(1_500);
});

test("whoever reads above keeps the place as messages come on either side", () => {
  draw(0, "", "");
  const scroller = draw(2_000, "1", "1");
  scroller.scrollTop = 700;
  scrolled(scroller);
  expect(draw(2_300, "1", "2").scrollTop).toBe(700);
  expect(draw(3_300, "0", "2").scrollTop).toBe(1_700);
});

test("whoever has scrolled away is let go, though the browser has not told of it yet", () => {
  draw(0, "", "");
  const scroller = draw(2_000, "1", "1");
  scroller.scrollTop = 200;
  const onTop = vi.fn<() => void>();
  // The visitor's trail comes above in that moment
  expect(draw(2_000, "1 trail", "1", onTop).scrollTop).toBe(200);
  scrolled(scroller);
  expect(onTop).toHaveBeenCalled();
  expect(draw(2_300, "1 trail", "2").scrollTop).toBe(200);
});
