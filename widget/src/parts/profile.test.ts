// What the page tells of the visitor: when it goes, what waits for it, and what becomes of a refusal.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { posted, Scene, settled, VISITOR } from "../client_scene";
import { create as createEvents, type Events } from "../events";
import type { Stage } from "../parts";
import type { Actions, View } from "../views/view";
import { create } from "./profile";

const SITE = { name: "Лавка", operators_online: true };
const DOCUMENT = {
  id: "D",
  purpose: "processing",
  version: 1,
  url: "/consents/D",
  sha256: "",
  label: "Согласен",
  is_required: true,
  is_agreed: false,
} as const;

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

/** The part beside a client whose server the test plays. */
class Page {
  readonly errors: unknown[] = [];
  readonly act = { told: [] as Actions["told"], write: vi.fn() };
  private readonly draw: () => void;

  constructor(readonly scene: Scene) {
    const surroundings = { host: { look: {} }, client: scene.client } as unknown as Stage;
    const events = createEvents(surroundings);
    events.on("error", (error) => this.errors.push(error));
    const stage = {
      client: scene.client,
      hear: (deed: (events: Events) => void) => deed(events),
      store: scene.browser.tab("tab"),
      signal: new AbortController().signal,
    } as unknown as Stage;
    const part = create(stage);
    this.draw = () => void part({ act: this.act } as unknown as View);
  }

  call(...told: Actions["told"][number]): void {
    this.act.told.push(told);
    this.draw();
  }

  refuse(command: string, code: string, more: object = {}): void {
    this.scene.say({ type: "error", code, message: "", echo_id: this.scene.lastSent(command).echo_id, ...more });
  }

  /** As the chat does at the page's word. */
  reset(): void {
    this.act.told = [];
    this.scene.browser.identity = null;
    this.scene.client.reset();
  }

  identified(more: object): void {
    this.scene.say({
      type: "identified",
      echo_id: this.scene.lastSent("identify").echo_id,
      visitor_id: "V",
      token: null,
      is_kept: true,
      ...more,
    });
  }
}

function pageOf(scene: Scene): Page {
  return new Page(scene);
}

test("whose conversation is in another browser goes on with it, and what they wrote goes there", async () => {
  const page = pageOf(new Scene());
  const { scene } = page;
  page.call("identify", { token: "jwt" });
  scene.client.send("Это снова я");
  scene.welcome(null, "new");
  expect(scene.lastSent("identify")).toMatchObject({ token: "jwt" });
  expect(scene.sent("send_message")).toEqual([]);
  page.identified({ visitor_id: "V", token: "theirs" });
  await settled();
  expect(scene.browser.identity).toEqual({ visitorId: "V", token: "theirs" });
  expect(scene.world.sockets).toHaveLength(2);
  scene.world.last.onopen?.();
  expect(scene.lastSent("hello")).toMatchObject({ token: "theirs" });
  scene.welcome(3, "V");
  scene.history([posted(1), posted(2), posted(3)], 3);
  await settled();
  expect(scene.lastSent("send_message")).toMatchObject({ body: "Это снова я" });
  expect(scene.sent("identify")).toEqual([]);
});

test("whoever is nobody yet writes, and is told of once there is a conversation", async () => {
  const page = pageOf(new Scene());
  const { scene } = page;
  page.call("identify", { id: 42, hash: "abc", name: "Иван" });
  page.call("setAttributes", { plan: "pro" });
  page.call("track", "корзина", { sum: 900 });
  scene.welcome(null);
  expect(scene.lastSent("identify")).toMatchObject({ id: "42", hash: "abc", name: "Иван" });
  scene.client.send("Вопрос");
  expect(scene.sent("send_message")).toEqual([]);
  page.identified({ is_kept: false });
  await settled();
  scene.acknowledge(1, scene.lastSent("send_message").echo_id);
  expect(scene.sent("identify")).toHaveLength(2);
  page.identified({ token: "newer" });
  await settled();
  expect(scene.client.identity).toEqual({ visitorId: "V", token: "newer" });
  expect(scene.browser.identity).toEqual({ visitorId: "V", token: "newer" });
  expect(scene.world.sockets).toHaveLength(1);
  scene.say({ type: "pong", server_time: "2026-03-01T12:00:00Z" });
  expect(scene.lastSent("set_attributes")).toMatchObject({ attributes: { plan: "pro" } });
  expect(scene.sent("track")).toEqual([]);
  scene.say({ type: "noted", echo_id: scene.lastSent("set_attributes").echo_id });
  expect(scene.lastSent("track")).toMatchObject({ name: "корзина", properties: { sum: 900 } });
});

test("what is refused is told to the page, and the chat goes on", async () => {
  const page = pageOf(new Scene());
  const { scene } = page;
  page.call("identify", { token: "forged" });
  scene.client.send("Вопрос");
  scene.welcome(null);
  page.refuse("identify", "identity_refused", { field: "token" });
  await settled();
  expect(page.errors).toEqual([{ code: "identity_refused", field: "token" }]);
  scene.acknowledge(1, scene.lastSent("send_message").echo_id);
  expect(scene.sent("identify")).toHaveLength(1);
});

test("a message does not wait for an answer that does not come", async () => {
  const page = pageOf(new Scene());
  page.call("identify", { token: "jwt" });
  page.scene.client.send("Вопрос");
  page.scene.welcome(null);
  await settled();
  expect(page.scene.sent("send_message")).toEqual([]);
  vi.advanceTimersByTime(5_000);
  await settled();
  expect(page.scene.sent("send_message")).toHaveLength(1);
});

test("somebody else before the same screen begins anew, and is told of as themselves", async () => {
  const page = pageOf(new Scene((browser) => (browser.identity = { visitorId: "V", token: "of-V" })));
  const { scene } = page;
  scene.welcome(1);
  scene.history([posted(1)], 1);
  page.call("identify", { token: "of-another" });
  page.refuse("identify", "identity_differs");
  expect(page.act.write).toHaveBeenCalledWith("");
  expect(scene.client.state.conversation).toBeNull();
  scene.world.last.onopen?.();
  expect(scene.lastSent("hello")).toMatchObject({ token: null });
  scene.welcome(null, "W");
  expect(scene.lastSent("identify")).toMatchObject({ token: "of-another" });
});

test("nothing of the one before is told of the one after a reset", () => {
  const page = pageOf(new Scene());
  const { scene } = page;
  page.call("identify", { token: "of-V" });
  page.call("setAttributes", { plan: "pro" });
  scene.welcome(1);
  scene.history([posted(1)], 1);
  page.reset();
  scene.welcome(1, "W");
  scene.history([posted(1)], 1);
  expect(scene.sent("identify")).toEqual([]);
  expect(scene.sent("set_attributes")).toEqual([]);
});

test("before the box is ticked nothing goes; with the agreement it does", async () => {
  const page = pageOf(new Scene(undefined, { ...SITE, consents: [DOCUMENT] }));
  const { scene } = page;
  page.call("identify", { token: "jwt" });
  page.call("setAttributes", { plan: "pro" });
  expect(scene.world.sockets).toEqual([]);
  scene.client.send("Вопрос");
  scene.client.tick("D", true);
  scene.welcome(null, "V", [DOCUMENT]);
  page.refuse("identify", "consent_required", { consents: [] });
  await settled();
  expect(page.errors).toEqual([]);
  expect(scene.lastSent("send_message")).toMatchObject({ agree_to: ["D"] });
  expect(scene.sent("set_attributes")).toEqual([]);
  scene.say({ type: "consents_changed", consents: [{ ...DOCUMENT, is_agreed: true }] });
  scene.say(posted(1, { author: VISITOR, echo_id: scene.lastSent("send_message").echo_id }));
  expect(scene.sent("identify")).toHaveLength(2);
});

test("too much at once goes later", async () => {
  const page = pageOf(new Scene());
  const { scene } = page;
  scene.welcome(1);
  scene.history([posted(1)], 1);
  page.call("track", "раз");
  page.call("track", "два");
  page.refuse("track", "rate_limited", { retry_after_s: 2 });
  expect(scene.sent("track")).toHaveLength(1);
  vi.advanceTimersByTime(2_000);
  expect(scene.sent("track").map(({ name }) => name)).toEqual(["раз", "раз"]);
  scene.say({ type: "noted", echo_id: scene.lastSent("track").echo_id });
  expect(scene.lastSent("track").name).toBe("два");
});

test("a connection that breaks loses nothing and doubles nothing", () => {
  const page = pageOf(new Scene());
  const { scene } = page;
  scene.welcome(1);
  scene.history([posted(1)], 1);
  page.call("track", "раз");
  const { echo_id } = scene.lastSent("track");
  page.call("setAttributes", { plan: "pro" });
  scene.reconnect();
  scene.welcome(1);
  scene.say({ type: "noted", echo_id: scene.lastSent("set_attributes").echo_id });
  expect(scene.lastSent("track").echo_id).toBe(echo_id);
});

test.each([
  ["identify", [null], { code: "identity_refused", field: "token" }],
  ["identify", [{ id: "42" }], { code: "identity_refused", field: "hash" }],
  ["setAttributes", [{ plan: {} }], { code: "bad_attributes", field: "attributes.plan" }],
  ["setAttributes", [{ "a b": 1 }], { code: "bad_attributes", field: "attributes.a b" }],
  ["setAttributes", [{ plan: "я".repeat(501) }], { code: "bad_attributes", field: "attributes.plan" }],
  ["track", ["заказ", { sum: Number.NaN }], { code: "bad_attributes", field: "properties.sum" }],
] as const)("%s(%j) is refused at once", async (method, rest, error) => {
  const page = pageOf(new Scene());
  page.scene.welcome(1);
  page.scene.history([posted(1)], 1);
  page.call(method, ...rest);
  await settled();
  expect(page.errors).toEqual([error]);
  expect(page.scene.sent("identify").length + page.scene.sent("set_attributes").length).toBe(0);
});
