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
/** "Back", and whatever it leads to, until the browser stands there, and on no step of the card. */
const back = (hash: string) =>
  act(async () => {
    history.back();
    await vi.waitFor(() => expect([location.hash, history.state?.card]).toEqual([hash, undefined]));
  });

beforeEach(() => {
  location.hash = "#waiting/first";
});

afterEach(() => {
  render(null, document.body);
  vi.unstubAllGlobals();
});

test("back closes it, and leaves the conversation open", async () => {
  narrow(true);
  draw("first");
  act(() => place.show());
  expect(place.isOpen).toBe(true);
  await back("#waiting/first");
  expect(place.isOpen).toBe(false);
});

test("whoever went on from it comes back to the conversation, and has no step too many", async () => {
  narrow(true);
  location.hash = "#waiting/second";
  draw("second");
  act(() => place.show());
  location.hash = "#waiting/third";
  draw("third");
  expect(place.isOpen).toBe(false);
  await back("#waiting/second");
  draw("second");
  expect(place.isOpen).toBe(false);
  await back("#waiting/first");
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
