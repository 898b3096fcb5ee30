// @vitest-environment jsdom
// When what others do is drawn: at once, or seldom where nobody sees the page.
import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { PanelEvents } from "../live/panel";
import { usePanel } from "./use_panel";

const told = vi.hoisted(() => ({ number: 0, change: (_drawn: "now" | "soon") => {} }));

vi.mock("../live/panel", () => ({
  Panel: class {
    constructor(_url: string, events: PanelEvents) {
      told.change = (drawn) => {
        told.number++;
        events.onChange(drawn);
      };
    }
    get state() {
      return told.number;
    }
    start() {}
    stop() {}
    wake() {}
  },
}));

const HANDLERS = { onNews() {}, onGivenUp() {}, onSettled() {}, onSignedOut() {} };
const root = document.createElement("div");

beforeEach(() => {
  vi.useFakeTimers();
  told.number = 0;
});
afterEach(() => {
  act(() => render(null, root));
  vi.restoreAllMocks();
  vi.useRealTimers();
});

function Shown() {
  return <>{usePanel(() => new Map(), HANDLERS).state}</>;
}

function hear(drawn: "now" | "soon") {
  act(() => told.change(drawn));
}

test("a page that nobody sees draws what is its own at once, and all the rest once it is looked at", () => {
  const hidden = vi.spyOn(document, "hidden", "get").mockReturnValue(true);
  act(() => render(<Shown />, root));
  hear("soon");
  expect(root.textContent).toBe("1");
  hear("soon");
  expect(root.textContent).toBe("1");
  hear("now");
  expect(root.textContent).toBe("3");
  hear("soon");
  expect(root.textContent).toBe("3");
  hidden.mockReturnValue(false);
  act(() => void document.dispatchEvent(new Event("visibilitychange")));
  expect(root.textContent).toBe("4");
});
