// @vitest-environment jsdom
// The palette leads to a part of the card of this conversation, and takes the focus from nobody who has gone on.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { deskOf } from "../actions/test_desk";
import { type CardPart, goToCard } from "./card_parts";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "requestAnimationFrame"] });
  Element.prototype.scrollIntoView = () => undefined;
  document.body.innerHTML = `<textarea id="composer"></textarea><aside class="panel__card" tabindex="-1"></aside>`;
});

afterEach(() => {
  vi.runAllTimers();
  vi.useRealTimers();
});

/** Goes to the ban of the open conversation. Its card comes when it is told to; pressed and missing are counted. */
function ban() {
  const { desk, conversation } = deskOf({});
  const card = document.querySelector<HTMLElement>(".panel__card") as HTMLElement;
  const counted = { pressed: 0, missing: 0 };
  card.dataset.conversation = conversation.id;
  const come = async (id = conversation.id) => {
    card.dataset.conversation = id;
    card.innerHTML = `<section data-part="ban"><button aria-haspopup="dialog">Заблокировать</button></section>`;
    card.querySelector("button")?.addEventListener("click", () => {
      counted.pressed += 1;
    });
    // What watches the page is told in a microtask
    await Promise.resolve();
    vi.advanceTimersByTime(100);
  };
  const miss = () => {
    counted.missing += 1;
  };
  const go = () => goToCard(desk, "ban", miss);
  go();
  return { card, come, counted, go };
}

const composer = () => document.querySelector<HTMLElement>("#composer") as HTMLElement;

test("a part that comes later gets the focus, and is opened once", async () => {
  const { card, come, counted } = ban();
  card.focus();
  await come();
  expect([counted.pressed, document.activeElement?.tagName]).toEqual([1, "BUTTON"]);
});

test.each<[CardPart, string, number]>([
  // What only shows something is pressed, unless it is shown already
  ["history", `<p class="card__actions"><button aria-expanded="false" data-opens>История</button></p>`, 1],
  ["history", `<p class="card__actions"><button aria-expanded="true">Скрыть историю</button></p>`, 0],
  // What the journal will know of is left to the operator
  ["masked", `<button class="mask mask--button">+7 ••• 45 67</button>`, 0],
  ["masked", `<button data-reveals="card">Показать контакты</button>`, 0],
  ["people", `<section data-part="people"><button>Объединить</button></section>`, 0],
])("%s of the card gets the focus: %s", (part, inside, pressings) => {
  const { desk, conversation } = deskOf({});
  const card = document.querySelector<HTMLElement>(".panel__card") as HTMLElement;
  card.dataset.conversation = conversation.id;
  card.innerHTML = `<section data-part="facts">${inside}</section>`;
  const button = card.querySelector("button");
  const pressed = vi.fn();
  button?.addEventListener("click", pressed);
  goToCard(desk, part, () => undefined);
  vi.advanceTimersByTime(100);
  expect(document.activeElement).toBe(button);
  expect(pressed).toHaveBeenCalledTimes(pressings);
});

test("the card of another conversation is left alone", async () => {
  const { come, counted } = ban();
  await come("another");
  await come();
  expect(counted).toEqual({ pressed: 0, missing: 0 });
});

test.each<[string, () => void]>([
  ["a key", () => document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "a", bubbles: true }))],
  ["a press", () => document.body.dispatchEvent(new Event("pointerdown", { bubbles: true }))],
  ["the focus elsewhere", () => composer().focus()],
])("%s ends the waiting", async (_, goOn) => {
  const { come, counted } = ban();
  goOn();
  await come();
  expect(counted.pressed).toBe(0);
  vi.advanceTimersByTime(20_000);
  expect(counted.missing).toBe(0);
});

test("going once more begins anew, and what does not come is said once", () => {
  const { go, counted } = ban();
  go();
  vi.advanceTimersByTime(20_000);
  expect(counted).toEqual({ pressed: 0, missing: 1 });
});
