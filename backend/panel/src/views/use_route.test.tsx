// @vitest-environment jsdom
// A press on a link of the panel shows at once what it leads to; what means something else is left to the browser.
import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
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
      <a id="all" href="#all">
        all
      </a>
      <button type="button" onClick={() => navigate({ folder: "mine", conversationId: ID })}>
        mine
      </button>
    </>
  );
}

const shown = () => document.querySelector("p")?.textContent;

const changed = () => new Promise((done) => window.addEventListener("hashchange", done, { once: true }));

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

test("the address follows what is shown", async () => {
  document.getElementById("closed")?.click();
  expect(location.hash).toBe("");
  await vi.waitFor(() => expect([shown(), location.hash]).toEqual(["closed null", "#closed"]));
});

test("of presses that follow at once each has its step on the way back", async () => {
  const before = history.length;
  act(() => {
    for (const id of ["closed", "all"]) document.getElementById(id)?.click();
  });
  await vi.waitFor(() => expect(location.hash).toBe("#all"));
  expect([shown(), history.length]).toEqual(["all null", before + 2]);
  await act(async () => {
    history.back();
    await vi.waitFor(() => expect(location.hash).toBe("#closed"));
  });
  await vi.waitFor(() => expect(shown()).toBe("closed null"));
});

test("where the address is changed meanwhile, what was pressed last is shown and stands in it", async () => {
  act(() => {
    location.hash = "#mine";
    document.getElementById("closed")?.click();
  });
  await vi.waitFor(() => expect(location.hash).toBe("#closed"));
  expect(shown()).toBe("closed null");
});

test("what is pressed is in the address before what is left it for", () => {
  const before = history.length;
  act(() => {
    for (const selector of ["#closed", "button"]) document.querySelector<HTMLElement>(selector)?.click();
  });
  expect([shown(), location.hash, history.length]).toEqual([`mine ${ID}`, `#mine/${ID}`, before + 2]);
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
  await act(async () => {
    location.hash = "#closed";
    await changed();
  });
  expect(shown()).toBe("closed null");
});
