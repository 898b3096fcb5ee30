// What the visitor writes before they have agreed: it waits in this page, and goes with their consent.
import { beforeEach, expect, test } from "vitest";
import { OPERATOR, posted, Scene, settled } from "./client_scene";
import type { SiteState } from "./visitor.gen";

let scene: Scene;

beforeEach(() => {
  scene = new Scene();
});

function consent(id: string, change: object = {}): object {
  return { id, purpose: "processing", version: 1, is_required: true, is_agreed: false, ...change };
}

function tell(...consents: object[]): void {
  scene.say({ type: "consents_changed", consents });
}

test("a message waits unsent and unstored until the box is ticked, and takes the consent along", async () => {
  scene.client.send("написано до связи");
  scene.welcome(null, "V", [consent("doc")]);
  scene.client.send("Здравствуйте");
  await settled();
  expect(scene.sent("send_message")).toEqual([]);
  expect(scene.browser.identity).toBeNull();
  expect(scene.browser.outboxes.size).toBe(0);
  scene.client.tick("doc", true);
  await settled();
  expect(scene.lastSent("send_message")).toMatchObject({ body: "написано до связи", agree_to: ["doc"] });
  expect(scene.browser.outboxes.size).toBe(1);
});

test("a box that is emptied again holds back", async () => {
  scene.welcome(null, "V", [consent("doc")]);
  scene.client.tick("doc", true);
  scene.client.tick("doc", false);
  scene.client.send("Здравствуйте");
  await settled();
  expect(scene.sent("send_message")).toEqual([]);
});

test("an optional box holds nothing back and is agreed to only where it is ticked", async () => {
  scene.welcome(null, "V", [consent("doc"), consent("ads", { purpose: "advertising", is_required: false })]);
  scene.client.tick("doc", true);
  scene.client.send("Здравствуйте");
  await settled();
  expect(scene.lastSent("send_message").agree_to).toEqual(["doc"]);
});

test("a message that is refused for a newer version waits and goes once that is ticked", async () => {
  scene.welcome(null, "V", [consent("old")]);
  scene.client.tick("old", true);
  scene.client.send("Здравствуйте");
  await settled();
  const { echo_id } = scene.lastSent("send_message");
  tell(consent("new", { version: 2 }));
  scene.say({ type: "error", code: "consent_outdated", message: "", echo_id });
  expect(scene.sent("send_message")).toHaveLength(1);
  expect(scene.client.state.outbox[0]?.state).toBe("waiting");
  scene.client.tick("new", true);
  expect(scene.lastSent("send_message")).toMatchObject({ echo_id, agree_to: ["new"] });
});

test("whoever has agreed and withdraws finds the box empty", () => {
  scene.welcome(null, "V", [consent("doc")]);
  scene.client.tick("doc", true);
  tell(consent("doc", { is_agreed: true }));
  scene.client.withdrawConsents();
  expect(scene.sent("withdraw_consent")).toHaveLength(1);
  tell(consent("doc"));
  expect(scene.client.state.ticked).toEqual([]);
});

test("a withdrawal without a connection is said by the next one, and at each until it is confirmed", () => {
  const agreed = consent("doc", { is_agreed: true });
  scene.welcome(1, "V", [agreed]);
  scene.reconnect();
  scene.client.withdrawConsents();
  expect(scene.sent("withdraw_consent")).toEqual([]);
  scene.welcome(1, "V", [agreed]);
  const [first] = scene.sent("withdraw_consent");
  scene.reconnect();
  scene.welcome(1, "V", [agreed]);
  expect(scene.sent("withdraw_consent")).toEqual([first]);
  tell(consent("doc"));
  scene.reconnect();
  scene.welcome(1, "V", [consent("doc")]);
  expect(scene.sent("withdraw_consent")).toEqual([]);
});

test("nothing that tells of the visitor is sent while the server would refuse it", () => {
  scene.welcome(1);
  scene.history([posted(1, { author: OPERATOR })], 1);
  tell(consent("doc"));
  scene.client.type(true);
  scene.client.markRead();
  scene.client.visitPage();
  const types = scene.world.sockets.flatMap((socket) => socket.sent.map((frame) => frame.type));
  expect(types.filter((type) => type !== "hello")).toEqual([]);
});

test("the page is told by a new hello while consent is missing", () => {
  scene.welcome(null, "V", [consent("doc")]);
  scene.client.visitPage();
  expect(scene.world.sockets).toHaveLength(2);
});

const ASKING = { name: "Лавка", operators_online: true, consents: [consent("doc")] } as unknown as SiteState;

test("a newcomer who is asked has no socket, and so no name, before they agree", async () => {
  scene = new Scene(undefined, ASKING);
  scene.client.wake();
  scene.client.visitPage();
  scene.client.type(true);
  expect(scene.world.sockets).toEqual([]);
  expect(scene.client.state.site).toBe(ASKING);
  scene.client.tick("doc", true);
  scene.client.send("Здравствуйте");
  expect(scene.world.sockets.length).toBe(1);
  scene.welcome(null, "V", [consent("doc")]);
  await settled();
  expect(scene.lastSent("send_message")).toMatchObject({ body: "Здравствуйте", agree_to: ["doc"] });
});

test("a newcomer who ticked what another version has replaced meanwhile is asked anew", async () => {
  scene = new Scene(undefined, ASKING);
  scene.client.tick("doc", true);
  scene.client.send("Здравствуйте");
  scene.welcome(null, "V", [consent("newer")]);
  await settled();
  expect(scene.sent("send_message")).toEqual([]);
  scene.client.tick("newer", true);
  await settled();
  expect(scene.lastSent("send_message").agree_to).toEqual(["newer"]);
});

test("who is known is connected at once, and the server says what is to be agreed to", () => {
  scene = new Scene((browser) => {
    browser.identity = { visitorId: "V", token: "kept" };
  }, ASKING);
  expect(scene.client.state.site).toBeNull();
  expect(scene.world.sockets.length).toBe(1);
});

test("a newcomer who turns to another language is asked in it", () => {
  scene = new Scene(undefined, ASKING);
  scene.site = { ...ASKING, name: "Shop" };
  scene.client.greet();
  expect(scene.client.state.site?.name).toBe("Shop");
  expect(scene.world.sockets).toEqual([]);
});

test("whoever comes after somebody who is forgotten is a newcomer too, with no socket before they agree", () => {
  scene = new Scene((browser) => {
    browser.identity = { visitorId: "V", token: "kept" };
  }, ASKING);
  scene.welcome(1);
  scene.browser.identity = null;
  scene.client.reset();
  expect(scene.world.sockets).toHaveLength(1);
  expect(scene.client.state.site).toBe(ASKING);
  scene.client.tick("doc", true);
  scene.client.send("Это Борис");
  expect(scene.world.sockets).toHaveLength(2);
  scene.world.last.onopen?.();
  expect(scene.lastSent("hello")).toMatchObject({ token: null, conversation_id: null });
});
