// @vitest-environment jsdom
// An operator's invitation: beside the launcher once, above the thread once the chat is open, and gone when it is over.
import { render } from "preact";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Stage } from "../parts";
import { type ChatState, INITIAL_STATE } from "../state";
import type { View } from "../views/view";
import type { VisitorCommand } from "../visitor.gen";
import { create } from "./invited";

const ANNA = { kind: "operator", id: "a", name: "Анна" } as const;
const INVITED = {
  type: "invited",
  invitation_id: "i",
  operator: ANNA,
  body: "Подсказать <b>что-нибудь</b>?",
  expires_in_s: 60,
} as const;

const launcher = document.createElement("button");
const ending = new AbortController();
const sent: VisitorCommand[] = [];
let root: ShadowRoot;
let place: HTMLElement;
let show: (change?: Partial<ChatState>, isOpen?: boolean) => void;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal(
    "CSSStyleSheet",
    class {
      replaceSync() {}
    },
  );
  const host = document.createElement("div");
  document.body.append(host);
  root = host.attachShadow({ mode: "open" });
  Object.assign(root, { adoptedStyleSheets: [] });
  place = document.createElement("div");
  root.append(launcher, place);
  sent.length = 0;
  let last: [Partial<ChatState>, boolean] = [{}, false];
  const client = { command: (command: VisitorCommand) => sent.push(command) > 0 };
  const redraw = () => show(...last);
  const part = create({ host: { root, launcher }, client, redraw, signal: ending.signal } as unknown as Stage);
  show = (change = {}, isOpen = false) => {
    last = [change, isOpen];
    const state = { ...INITIAL_STATE, invitation: INVITED, ...change };
    render((part as (view: View) => null)({ state, isOpen, isDark: false } as unknown as View), place);
  };
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  document.body.replaceChildren();
});

const bubble = () => root.querySelector(".invitation");

test("the words stand beside the launcher as text, once, and are read aloud", () => {
  show();
  show();
  expect(root.querySelectorAll(".invitation")).toHaveLength(1);
  expect(bubble()?.textContent).toContain("Анна: Подсказать <b>что-нибудь</b>?");
  expect(root.querySelector(".spoken")?.textContent).toBe(INVITED.body);
  expect(place.textContent).toBe("");
});

test("a rule's invitation makes room for an operator's", () => {
  const other = document.createElement("div");
  other.className = "invitation";
  root.append(other);
  show();
  expect(other.isConnected).toBe(false);
  expect(root.querySelectorAll(".invitation")).toHaveLength(1);
});

test("whoever opens the chat finds them above the thread, and beside the launcher no more", () => {
  show();
  show({}, true);
  expect(bubble()).toBeNull();
  expect(place.textContent).toBe("АннаПодсказать <b>что-нибудь</b>?");
  show();
  expect(bubble()).toBeNull();
});

test("whoever closes them is asked no more, and the server hears of it", () => {
  show();
  root.querySelector<HTMLElement>(".dismiss")?.click();
  expect(bubble()).toBeNull();
  expect(sent).toEqual([{ type: "dismiss_invitation", invitation_id: "i" }]);
  show({}, true);
  expect(place.textContent).toBe("");
});

test("they go once they are answered, or when their time is over", () => {
  show({}, true);
  const conversation = { status: "open" } as ChatState["conversation"];
  show({ conversation }, true);
  expect(place.textContent).toBe("");
  show({ invitation: { ...INVITED, invitation_id: "j" } });
  expect(bubble()).not.toBeNull();
  vi.advanceTimersByTime(60_000);
  expect(bubble()).toBeNull();
});

test("nothing is shown where nobody has asked", () => {
  show({ invitation: null });
  expect(bubble()).toBeNull();
});
