// @vitest-environment jsdom
// Handing over begins at its comment where the key has opened it, and leaves the focus of whoever presses the button.
import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { HandOver } from "./hand_over";

vi.hoisted(() => Object.assign(document, { adoptedStyleSheets: [] }));

beforeEach(() => {
  vi.stubGlobal("fetch", () => Promise.resolve(new Response("[]")));
});

afterEach(() => {
  vi.unstubAllGlobals();
  render(null, document.body);
});

const draw = (openedByKey: number) =>
  act(() => {
    const whom = { me: "me", colleagues: [], departments: [], assigneeId: null, current: null };
    render(<HandOver {...whom} disabled={false} openedByKey={openedByKey} onStep={() => undefined} />, document.body);
  });
const button = () => document.querySelector("button") as HTMLButtonElement;
/** What is fetched with the first opening is there, drawn, and looked at. */
async function field() {
  const found = await vi.waitFor(() => document.querySelector("textarea") ?? Promise.reject(new Error("No field yet")));
  await act(async () => undefined);
  return found;
}

test("the key opens it at its comment", async () => {
  draw(0);
  draw(1);
  const comment = await field();
  await vi.waitFor(() => expect(document.activeElement).toBe(comment));
});

test("the button opens it and keeps the focus, also after the key has", async () => {
  draw(0);
  draw(1);
  const comment = await field();
  await vi.waitFor(() => expect(document.activeElement).toBe(comment));
  act(() => button().click());
  button().focus();
  act(() => button().click());
  await field();
  expect(document.activeElement).toBe(button());
});
