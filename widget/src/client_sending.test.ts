// What the visitor writes: kept at once, sent in order, stored once.
import { beforeEach, expect, test } from "vitest";
import { posted, Scene, settled, VISITOR } from "./client_scene";

let scene: Scene;

beforeEach(() => {
  scene = new Scene();
});

test("nothing is kept in the browser before the first message, the identity is kept with it", async () => {
  scene.welcome(null);
  expect(scene.browser.identity).toBeNull();
  scene.client.send("Здравствуйте");
  await settled();
  expect(scene.browser.identity?.visitorId).toBe("V");
  expect(scene.lastSent("send_message")).toMatchObject({ body: "Здравствуйте", conversation_id: null });
});

test("a message names the department that was chosen last", async () => {
  scene.welcome(null);
  scene.client.chooseDepartment("Сервис");
  scene.client.chooseDepartment("Продажи");
  scene.client.send("Здравствуйте");
  await settled();
  expect(scene.lastSent("send_message").department).toBe("Продажи");
});

test("messages go one at a time, in the order they were written", async () => {
  scene.welcome(null);
  scene.client.send("раз");
  scene.client.send("два");
  await settled();
  expect(scene.sent("send_message").map((frame) => frame.body)).toEqual(["раз"]);
  scene.acknowledge(1, scene.lastSent("send_message").echo_id);
  expect(scene.sent("send_message").map((frame) => frame.body)).toEqual(["раз", "два"]);
  scene.acknowledge(2, scene.lastSent("send_message").echo_id);
  expect(scene.client.state.outbox).toEqual([]);
  expect(scene.browser.outboxes.size).toBe(0);
});

test("an acknowledged message is shown as the server has stored it", async () => {
  scene.welcome(null);
  scene.client.send("карта 4111 1111 1111 1111");
  await settled();
  const { echo_id } = scene.lastSent("send_message");
  scene.say(posted(1, { author: VISITOR, echo_id, body: "карта •••• 1111" }));
  expect(scene.bodies).toEqual(["карта •••• 1111"]);
  expect(scene.client.state.outbox).toEqual([]);
  expect(scene.browser.outboxes.size).toBe(0);
});

test("after a reconnect a message is sent again only once the history has not shown it", async () => {
  scene.welcome(null);
  scene.client.send("раз");
  scene.client.send("два");
  await settled();
  const first = scene.lastSent("send_message").echo_id;
  scene.reconnect();
  scene.welcome(1);
  expect(scene.sent("send_message")).toEqual([]);
  scene.history([posted(1, { author: VISITOR, echo_id: first, body: "раз" })], 1);
  expect(scene.sent("send_message").map((frame) => frame.body)).toEqual(["два"]);
  expect(scene.bodies).toEqual(["раз"]);
});

test("a second tab's first message is written by the same visitor", async () => {
  scene.welcome(null, "V");
  scene.browser.identity = { visitorId: "W", token: "token-W" };
  scene.client.send("из второй вкладки");
  await settled();
  expect(scene.sent("hello")).toEqual([]);
  scene.welcome(null, "W");
  expect(scene.lastSent("hello").token).toBe("token-W");
  expect(scene.lastSent("send_message").body).toBe("из второй вкладки");
});

test("a refused token is forgotten with the conversation, what is unsent is kept and sent by the new visitor", async () => {
  scene = new Scene((browser) => {
    browser.identity = { visitorId: "V", token: "old" };
  });
  scene.welcome(1);
  scene.history([posted(1)], 1);
  scene.client.send("важное");
  scene.world.last.onclose?.({ code: 4401 });
  scene.world.pass(0);
  scene.welcome(null, "N");
  await settled();
  expect(scene.lastSent("hello").token).toBeNull();
  expect(scene.client.state.timeline.entries).toEqual([]);
  expect(scene.browser.identity?.visitorId).toBe("N");
  expect(scene.lastSent("send_message").body).toBe("важное");
});

test("what is unsent is forgotten where the visitor was erased, here and of tabs that are gone", async () => {
  scene = new Scene((browser) => {
    browser.identity = { visitorId: "V", token: "old" };
  });
  scene.welcome(1);
  scene.history([posted(1)], 1);
  scene.client.send("сохранено, но подтверждение потеряно");
  scene.browser.outboxes.set("gone", scene.client.state.outbox);
  scene.say({
    type: "error",
    code: "visitor_erased",
    message: "",
    echo_id: null,
    request_id: null,
    retry_after_s: null,
  });
  scene.world.last.onclose?.({ code: 4401 });
  scene.world.pass(0);
  scene.welcome(null, "N");
  await settled();
  expect(scene.lastSent("hello").token).toBeNull();
  expect(scene.sent("send_message")).toEqual([]);
  expect(scene.browser.outboxes.size).toBe(0);
});

test("a message refused for a while goes again by itself, one refused for good fails and can be sent again", async () => {
  scene.welcome(null);
  scene.client.send("раз");
  await settled();
  const { echo_id } = scene.lastSent("send_message");
  scene.say({ type: "error", code: "rate_limited", message: "", echo_id, retry_after_s: 2 });
  scene.world.pass(2_000);
  expect(scene.sent("send_message").length).toBe(2);
  scene.say({ type: "error", code: "bad_body", message: "", echo_id, retry_after_s: null });
  expect(scene.client.state.outbox[0]).toMatchObject({ state: "failed", code: "bad_body" });
  scene.client.retry(echo_id as string);
  expect(scene.sent("send_message").length).toBe(3);
});

test("a message that is not acknowledged on a socket that lives is sent again under the same echo_id", async () => {
  scene.welcome(null);
  scene.client.send("раз");
  await settled();
  scene.world.pass(15_000);
  const [first, second] = scene.sent("send_message");
  expect(second?.echo_id).toBe(first?.echo_id);
});

test("what a closed tab could not send is sent by the next one, before its own", async () => {
  scene = new Scene(({ outboxes }) => {
    const payload = { body: "из закрытой вкладки", atMs: 0 };
    outboxes.set("gone", [{ echoId: "e1", payload, state: "sending", code: null, retryAtMs: 9e9 }]);
  });
  await settled();
  scene.client.send("своё");
  scene.welcome(null);
  await settled();
  expect(scene.lastSent("send_message")).toMatchObject({ echo_id: "e1", body: "из закрытой вкладки" });
  expect([...scene.browser.outboxes.keys()]).toEqual(["tab"]);
});

test("a failed message that is taken back is neither kept nor sent again", async () => {
  scene.welcome(null);
  scene.client.send("плохое");
  await settled();
  const echoId = String(scene.lastSent("send_message").echo_id);
  scene.say({ type: "error", code: "bad_body", message: "", echo_id: echoId });
  expect(scene.browser.outboxes.size).toBe(1);
  scene.client.withdraw(echoId);
  scene.reconnect();
  scene.welcome(null);
  expect(scene.client.state.outbox).toEqual([]);
  expect(scene.browser.outboxes.size).toBe(0);
  expect(scene.sent("send_message")).toEqual([]);
});

test("files of a message are named to the server, and stay with it until they are acknowledged", async () => {
  scene.welcome(null);
  const file = { id: "F", name: "a.png", size: 3, type: "image/png" };
  scene.client.send("", null, [file]);
  await settled();
  expect(scene.lastSent("send_message")).toMatchObject({ body: "", file_ids: ["F"] });
  expect(scene.client.state.outbox[0]?.payload.files).toEqual([file]);
  scene.reconnect();
  scene.welcome(null);
  expect(scene.lastSent("send_message")).toMatchObject({ file_ids: ["F"] });
});

test("who is forgotten leaves nothing behind, and whoever writes next is somebody else", async () => {
  scene.welcome(1);
  scene.history([posted(1)], 1);
  scene.client.send("не отправлено");
  scene.client.reset();
  expect(scene.client.state).toMatchObject({ conversation: null, outbox: [] });
  expect(scene.bodies).toEqual([]);
  scene.world.last.onopen?.();
  expect(scene.lastSent("hello")).toMatchObject({ token: null, conversation_id: null, after_seq: 0 });
  scene.welcome(null, "W");
  await settled();
  expect(scene.sent("send_message")).toEqual([]);
});
