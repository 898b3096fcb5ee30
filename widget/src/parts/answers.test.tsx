// @vitest-environment jsdom
// Answers by a press: what is offered when, and that a rating arrives once.
import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Rating } from "../client";
import type { Events } from "../events";
import { CHAT as RU } from "../languages/ru";
import type { Stage } from "../parts";
import { type ChatState, type Entry, INITIAL_STATE } from "../state";
import type { View } from "../views/view";
import { choicesOf, closingOf, create } from "./answers";

const VISITOR = { kind: "visitor", id: "v", name: "" } as const;
const ANNA = { kind: "operator", id: "a", name: "Анна" } as const;
const CHOICES = ["Курьером", "Сам"];

function entry(seq: number, change: object): Entry {
  const base = { type: "message_posted", conversation_id: "C", prev_seq: seq - 1, echo_id: null, body: "слова" };
  return { ...base, seq, created_at: "2026-03-01T12:00:00Z", author: ANNA, ...change } as Entry;
}

const closed = (seq: number) => entry(seq, { type: "status_changed", status: "closed" });
const opened = (seq: number) => entry(seq, { type: "status_changed", status: "open" });
const rated = (seq: number, score: number, echo_id: string | null = null) =>
  entry(seq, { type: "conversation_rated", author: VISITOR, score, comment: "", echo_id });

function stateOf(entries: Entry[], status: "open" | "closed", change: Partial<ChatState> = {}): ChatState {
  const marks = { last_seq: entries.length, visitor_read_seq: 0, operator_read_seq: 0, operator: null };
  return {
    ...INITIAL_STATE,
    ...{ status: "online", isCaughtUp: true, site: { name: "Лавка", operators_online: true } },
    conversation: { id: "C", status, ...marks },
    timeline: { ...INITIAL_STATE.timeline, entries, isLoaded: true },
    ...change,
  };
}

test("choices are offered under the newest message alone, until the visitor writes", () => {
  const offer = entry(1, { choices: CHOICES });
  expect(choicesOf(stateOf([offer], "open"))).toEqual(CHOICES);
  expect(choicesOf(stateOf([offer, entry(2, { type: "conversation_assigned", operator: ANNA })], "open"))).toEqual(
    CHOICES,
  );
  expect(choicesOf(stateOf([offer, entry(2, { author: VISITOR })], "open"))).toEqual([]);
  expect(choicesOf(stateOf([offer, entry(2, {})], "open"))).toEqual([]);
  expect(choicesOf(stateOf([offer], "closed"))).toEqual([]);
  const onItsWay = { echoId: "e", payload: { body: "Сам", atMs: 0 }, state: "sending", code: null, retryAtMs: 0 };
  expect(choicesOf(stateOf([offer], "open", { outbox: [onItsWay] as unknown as ChatState["outbox"] }))).toEqual([]);
});

test("choices go with the message that is deleted, and stay with one that is edited", () => {
  const offer = entry(1, { choices: CHOICES });
  const edited = entry(2, { type: "message_edited", message_seq: 1, body: "Как доставить?" });
  expect(choicesOf(stateOf([offer, edited], "open"))).toEqual(CHOICES);
  expect(choicesOf(stateOf([offer, entry(2, { type: "message_deleted", message_seq: 1 })], "open"))).toEqual([]);
});

test("what can be rated is the last closing, of a conversation that was answered", () => {
  const asked = entry(1, { author: VISITOR });
  expect(closingOf(stateOf([asked, entry(2, {})], "open"))).toBeNull();
  expect(closingOf(stateOf([asked, closed(2)], "closed"))).toBeNull();
  expect(closingOf(stateOf([asked, entry(2, {}), closed(3)], "closed"))).toEqual({ seq: 3, score: 0, count: 0 });
  const again = [entry(1, {}), closed(2), rated(3, 1), rated(4, 5), opened(5), closed(6)];
  expect(closingOf(stateOf(again.slice(0, 4), "closed"))).toEqual({ seq: 2, score: 5, count: 2 });
  expect(closingOf(stateOf(again, "closed"))).toEqual({ seq: 6, score: 0, count: 0 });
  // Of one that goes on elsewhere nothing is asked, as the server says.
  const merged = entry(6, { type: "status_changed", status: "closed", asks_rating: false });
  expect(closingOf(stateOf([...again.slice(0, 5), merged], "closed"))).toBeNull();
});

/** The part on a page, with a client whose connection the test has in its hands. */
class Scene {
  readonly place = document.body.appendChild(document.createElement("div"));
  readonly rate = vi.fn<(rating: Rating) => boolean>(() => true);
  readonly events = { on: vi.fn(), off: vi.fn(), emit: vi.fn(), reach: vi.fn(), watch: vi.fn() };
  readonly acts = { send: vi.fn(), write: vi.fn(), goToEnd: vi.fn(), field: { current: null } };
  private readonly part;
  private state: ChatState;

  constructor(state: ChatState, look: object = {}) {
    this.state = state;
    const root = document.createElement("div").attachShadow({ mode: "open" });
    const stage = {
      host: { root, site: "shop-key", look },
      client: { rate: this.rate },
      hear: (deed: (events: Events) => void) => deed(this.events),
      redraw: () => this.draw(),
    };
    this.part = create(stage as unknown as Stage);
    this.draw();
  }

  become(state: ChatState): void {
    this.state = state;
    this.draw();
  }

  draw(): void {
    const view = { state: this.state, texts: RU, act: this.acts } as unknown as View;
    act(() => render(this.part(view), this.place));
  }

  choose(score: number): void {
    act(() => this.place.querySelectorAll<HTMLInputElement>("input[type=radio]")[score - 1]?.click());
  }

  press(label: string): void {
    const button = [...this.place.querySelectorAll("button")].find((one) => one.textContent === label);
    if (!button) throw new Error(`no button «${label}»`);
    act(() => button.click());
  }
}

const OVER = [entry(1, {}), closed(2)];

beforeEach(() => {
  vi.stubGlobal(
    "CSSStyleSheet",
    class {
      replaceSync(): void {}
    },
  );
  Object.assign(ShadowRoot.prototype, { adoptedStyleSheets: [] });
  sessionStorage.clear();
});
afterEach(() => {
  document.body.replaceChildren();
  vi.unstubAllGlobals();
});

test("a rating is sent once, again after a lost connection, and thanked for when it is stored", () => {
  const scene = new Scene(stateOf(OVER, "closed"));
  scene.choose(4);
  scene.press("Отправить оценку");
  const [[sent] = []] = scene.rate.mock.calls;
  expect(sent).toMatchObject({ score: 4, comment: "" });
  scene.draw();
  expect(scene.rate).toHaveBeenCalledTimes(1);
  scene.become(stateOf(OVER, "closed", { status: "offline", isCaughtUp: false }));
  scene.become(stateOf(OVER, "closed"));
  expect(scene.rate.mock.calls).toEqual([[sent], [sent]]);
  scene.become(stateOf([...OVER, rated(3, 4, sent?.echo_id)], "closed"));
  expect(scene.place.textContent).toContain("Спасибо. Ваша оценка: 4, хорошо.");
  expect(scene.events.emit.mock.calls).toEqual([["rated", { score: 4 }]]);
  expect(scene.events.reach).toHaveBeenCalledWith("rated", expect.anything());
});

test("a rating that is refused says so, and can be sent anew", () => {
  const scene = new Scene(stateOf(OVER, "closed"));
  scene.choose(1);
  scene.press("Отправить оценку");
  const echoId = scene.rate.mock.calls[0]?.[0].echo_id ?? "";
  scene.become(stateOf(OVER, "closed", { refusedId: echoId }));
  expect(scene.place.querySelector("[role=alert]")?.textContent).toBe("Оценка не\u00a0принята.");
  scene.press("Отправить оценку");
  expect(scene.rate).toHaveBeenCalledTimes(2);
  expect(scene.rate.mock.calls[1]?.[0].echo_id).not.toBe(echoId);
});

test("whoever declines is not asked again about this closing, and about the next one is", () => {
  const scene = new Scene(stateOf(OVER, "closed"));
  scene.press("Не\u00a0сейчас");
  expect(scene.place.textContent).toBe("");
  expect(new Scene(stateOf(OVER, "closed")).place.textContent).toBe("");
  const again = new Scene(stateOf([...OVER, opened(3), closed(4)], "closed"));
  expect(again.place.querySelector("legend")).not.toBeNull();
});

test("a rating may be changed, until it was five times", () => {
  const ratings = [3, 4, 5, 6].map((seq) => rated(seq, 3));
  const scene = new Scene(stateOf([...OVER, ...ratings], "closed"));
  scene.press("Изменить");
  scene.choose(5);
  scene.press("Отправить оценку");
  expect(scene.rate.mock.calls[0]?.[0].score).toBe(5);
  scene.become(stateOf([...OVER, ...ratings, rated(7, 5, scene.rate.mock.calls[0]?.[0].echo_id)], "closed"));
  expect(scene.place.querySelector("button")).toBeNull();
});

test("nobody is asked where the owner does not want it, or who has yet to agree", () => {
  expect(new Scene(stateOf(OVER, "closed"), { rating: false }).place.textContent).toBe("");
  const document = { id: "d", purpose: "processing", version: 1, url: "", sha256: "", label: "" } as const;
  const consents = [{ ...document, is_required: true, is_agreed: false }];
  const site = { name: "Лавка", operators_online: true, consents };
  expect(new Scene(stateOf(OVER, "closed", { site })).place.textContent).toBe("");
});

test("a choice is sent by a press; with a box still to tick it goes into the field", () => {
  const offer = [entry(1, { choices: CHOICES })];
  const scene = new Scene(stateOf(offer, "open"));
  scene.press("Сам");
  expect(scene.acts.send.mock.calls).toEqual([["Сам", null]]);
  const document = { id: "d", purpose: "processing", version: 1, url: "", sha256: "", label: "" } as const;
  const consents = [{ ...document, is_required: true, is_agreed: false }];
  scene.become(stateOf(offer, "open", { site: { name: "Лавка", operators_online: true, consents } }));
  scene.press("Курьером");
  expect(scene.acts.send).toHaveBeenCalledTimes(1);
  expect(scene.acts.write.mock.calls).toEqual([["Курьером"]]);
});
