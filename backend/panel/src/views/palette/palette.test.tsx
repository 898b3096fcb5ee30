// @vitest-environment jsdom
// The palette means what was open and shown when it was opened, whatever comes while it is.
import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { SignedIn } from "../../live/session_requests";
import type { Conversation } from "../../operator.gen";
import type { Desk } from "../actions/desk";
import { deskOf } from "../actions/test_desk";
import { Palette } from "./palette";

// Before the palette is imported, which adopts its styles
vi.hoisted(() => Object.assign(document, { adoptedStyleSheets: [] }));

beforeEach(() => {
  // What jsdom's dialogs lack
  Object.assign(HTMLDialogElement.prototype, {
    showModal(this: HTMLDialogElement) {
      this.open = true;
    },
    close(this: HTMLDialogElement) {
      this.open = false;
    },
  });
  Element.prototype.scrollIntoView = () => undefined;
});

afterEach(() => {
  render(null, document.body);
  document.querySelector(".panel")?.remove();
});

const SIGNED_IN = { rights: [], operator: { id: "me", name: "Анна" }, email: "" } as unknown as SignedIn;

function open() {
  const { desk, done, conversation } = deskOf({});
  const called = (name: string, id = name): Conversation => ({
    ...conversation,
    id,
    visitor: { ...conversation.visitor, name },
  });
  const show = (change: Partial<Desk> = {}, conversations: readonly Conversation[] = []) =>
    act(() => {
      const props = { signedIn: SIGNED_IN, conversations, onClose: () => undefined };
      render(<Palette desk={{ ...desk, ...change }} {...props} />, document.body);
    });
  const field = () => document.querySelector("input") as HTMLInputElement;
  const type = (query: string) =>
    act(() => {
      field().value = query;
      field().dispatchEvent(new Event("input", { bubbles: true }));
    });
  const press = (key: string, more: KeyboardEventInit = {}) =>
    act(() => void field().dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, ...more })));
  const chosen = () => document.querySelector("[aria-selected=true]")?.textContent ?? null;
  const isOpen = () => document.querySelector("dialog")?.open;
  return { desk, done, called, show, type, press, chosen, isOpen };
}

test("it closes and does nothing once another conversation is open", () => {
  const { done, called, show, type, press, isOpen } = open();
  show();
  type("Закрыть диалог");
  show({ conversation: called("Другой") });
  expect(isOpen()).toBe(false);
  press("Enter");
  expect(done).toEqual([]);
});

test("what is chosen stays chosen when something comes before it, and nothing is once it is gone", () => {
  const { desk, done, show, type, press, chosen } = open();
  show();
  type("Закрыть диалог");
  const before = chosen();
  expect(before).toContain("Закрыть диалог");
  show({ labels: [{ id: "r", kind: "result", name: "диалог", is_archived: false }] as unknown as Desk["labels"] });
  expect(chosen()).toBe(before);
  show({ conversation: desk.conversation && { ...desk.conversation, status: "closed" } });
  expect(chosen()).toBeNull();
  press("Enter");
  expect(done).toEqual([]);
});

test("conversations stay as they were when it was opened", () => {
  const { called, show, type } = open();
  show({}, [called("Ольга")]);
  type("Ольга");
  show({}, [called("Ольга"), called("Ольга Вторая")]);
  expect([...document.querySelectorAll("[role=option]")].map((one) => one.textContent)).toEqual(["Ольгадиалог"]);
});

test("the message that is meant stays the one that was last when it was opened", () => {
  const { show, type } = open();
  const said = (seq: number, body: string) => ({
    type: "message_posted",
    seq,
    body,
    created_at: new Date().toISOString(),
    author: { kind: "visitor", id: "v", name: "" },
    conversation_id: "c",
    echo_id: null,
  });
  const thread = (...entries: unknown[]) => ({ timeline: { entries } }) as unknown as Desk["thread"];
  show({ thread: thread(said(1, "первое")) });
  type("Процитировать");
  show({ thread: thread(said(1, "первое"), said(2, "второе")) });
  const shown = document.querySelector(".palette__list")?.textContent;
  expect(shown).toContain("первое");
  expect(shown).not.toContain("второе");
});

test("what comes on the page behind it is offered, and what is gone is not", async () => {
  const panes = document.documentElement.appendChild(document.createElement("div"));
  panes.className = "panel";
  const { show, type } = open();
  const frame = () => act(() => new Promise<void>((resolve) => void requestAnimationFrame(() => setTimeout(resolve))));
  const offered = () => [...document.querySelectorAll("[role=option]")].map((one) => one.textContent);
  show();
  type("показать скрытое");
  expect(offered()).toEqual([]);
  panes.innerHTML = `<main class="panel__thread"><button class="mask--button">+7 ••• 45 67</button></main>`;
  await frame();
  expect(offered()).toEqual(["Показать скрытое: +7 ••• 45 67"]);
  panes.innerHTML = "";
  await frame();
  expect(offered()).toEqual([]);
});

test("the key that has opened it does not close it while it is held", () => {
  const { show, press, isOpen } = open();
  show();
  press("k", { ctrlKey: true, repeat: true });
  expect(isOpen()).toBe(true);
  press("k", { ctrlKey: true });
  expect(isOpen()).toBe(false);
});
