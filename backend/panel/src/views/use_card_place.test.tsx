// @vitest-environment jsdom
// On a narrow screen the open card is a step of the way back; on a wide one it is none.
import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type CardPlace, useCardPlace } from "./use_card_place";

let place: CardPlace;

function Card({ openId }: { openId: string }) {
  place = useCardPlace(openId);
  return null;
}

const draw = (openId: string) => act(() => render(<Card openId={openId} />, document.body));
const narrow = (isNarrow: boolean) => vi.stubGlobal("matchMedia", () => ({ matches: !isNarrow }));
/** A step of the browser, until it stands there and the panel has heard of it. */
const go = (step: "back" | "forward", hash: string, openId: string, cardOf?: string) =>
  act(async () => {
    history[step]();
    await vi.waitFor(() => expect([location.hash, history.state?.cardOf]).toEqual([hash, cardOf]));
    render(<Card openId={openId} />, document.body);
  });

beforeEach(() => {
  history.pushState(null, "", "#waiting/first");
});

afterEach(() => {
  render(null, document.body);
  vi.unstubAllGlobals();
});

test("back closes it and leaves the conversation open, forward opens it again", async () => {
  narrow(true);
  draw("first");
  act(() => place.show());
  expect(place.isOpen).toBe(true);
  await go("back", "#waiting/first", "first");
  expect(place.isOpen).toBe(false);
  await go("forward", "#waiting/first", "first", "first");
  expect(place.isOpen).toBe(true);
});

test("whoever went on from it finds it open on the way back, and comes forward again", async () => {
  narrow(true);
  location.hash = "#waiting/second";
  draw("second");
  act(() => place.show());
  // A link: what is shown follows at once, the address after it
  draw("third");
  expect(place.isOpen).toBe(false);
  location.hash = "#waiting/third";
  await go("back", "#waiting/second", "second", "second");
  expect(place.isOpen).toBe(true);
  await go("forward", "#waiting/third", "third");
  expect(place.isOpen).toBe(false);
});

test("closed and opened again before the browser is back, it is open, and one step", async () => {
  narrow(true);
  draw("first");
  act(() => place.show());
  const steps = history.length;
  await act(async () => {
    place.close();
    place.close();
    place.show();
    await new Promise((resolve) => addEventListener("popstate", resolve, { once: true }));
  });
  expect([place.isOpen, history.state?.cardOf, history.length]).toEqual([true, "first", steps]);
  await go("back", "#waiting/first", "first");
  expect(place.isOpen).toBe(false);
});

test("beside the thread it is closed without a step", () => {
  narrow(false);
  draw("first");
  const steps = history.length;
  act(() => place.show());
  expect(history.length).toBe(steps);
  act(() => place.close());
  expect(place.isOpen).toBe(false);
  expect(location.hash).toBe("#waiting/first");
});
