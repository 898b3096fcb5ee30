// @vitest-environment jsdom
// A press on a link of the panel shows at once what it leads to; what means something else is left to the browser.
import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, expect, test } from "vitest";
import { useRoute } from "./use_route";

const ID = "01930000-0000-7000-8000-000000000001";

function Page() {
  const { route, navigate } = useRoute();
  return (
    <>
      <p>{`${route.folder} ${route.conversationId}`}</p>
      <a href="#closed">
        <span id="closed">closed</span>
      </a>
      <button type="button" onClick={() => navigate({ folder: "mine", conversationId: ID })}>
        mine
      </button>
    </>
  );
}

const shown = () => document.querySelector("p")?.textContent;

function press(selector: string, options: MouseEventInit = {}) {
  const event = new MouseEvent("click", { bubbles: true, cancelable: true, button: 0, ...options });
  act(() => void document.querySelector(selector)?.dispatchEvent(event));
  return event;
}

beforeEach(() => {
  location.hash = "";
  act(() => render(<Page />, document.body));
});

afterEach(() => {
  render(null, document.body);
});

test("a press on what is in a link leads there with the press itself", () => {
  expect(shown()).toBe("waiting null");
  expect(press("#closed").defaultPrevented).toBe(true);
  expect([shown(), location.hash]).toEqual(["closed null", "#closed"]);
});

test("a press that opens a tab, or that somebody else has taken, leads nowhere here", () => {
  for (const options of [{ ctrlKey: true }, { metaKey: true }, { shiftKey: true }, { altKey: true }, { button: 1 }]) {
    press("#closed", options);
    expect(shown()).toBe("waiting null");
  }
  document.addEventListener("click", (event) => event.preventDefault(), { once: true });
  press("#closed");
  expect(shown()).toBe("waiting null");
});

test("the way back leads back", async () => {
  press("button");
  expect([shown(), location.hash]).toEqual([`mine ${ID}`, `#mine/${ID}`]);
  const changed = new Promise((done) => window.addEventListener("hashchange", done, { once: true }));
  await act(async () => {
    location.hash = "#closed";
    await changed;
  });
  expect(shown()).toBe("closed null");
});
