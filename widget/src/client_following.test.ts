// What happens in the conversation: shown once, in order, whatever the network does.
import { beforeEach, expect, test } from "vitest";
import { OPERATOR, posted, Scene } from "./client_scene";
import { unreadCount } from "./state";

let scene: Scene;

beforeEach(() => {
  scene = new Scene();
});

test("a gap is fetched, and the event that showed it is not lost", () => {
  scene.welcome(1);
  scene.history([posted(1)], 1);
  scene.say(posted(4));
  expect(scene.bodies).toEqual(["message 1"]);
  const question = scene.lastSent("fetch_history");
  expect(question.after_seq).toBe(1);
  scene.history([posted(2), posted(3)], 3, question.request_id);
  expect(scene.bodies).toEqual(["message 1", "message 2", "message 3", "message 4"]);
  expect(scene.sent("fetch_history").length).toBe(1);
});

test("what a newer server says in words we do not know changes nothing, and takes its place in the order", () => {
  scene.welcome(1);
  scene.history([posted(1)], 1);
  const before = scene.client.state;
  scene.say({ type: "mood_changed", conversation_id: "C", mood: "good" });
  expect(scene.client.state).toEqual(before);
  scene.say(posted(3));
  const unknown = posted(2, { type: "note_pinned" });
  scene.history([unknown], 2, scene.lastSent("fetch_history").request_id);
  expect(scene.client.state.timeline.entries.map((entry) => entry.seq)).toEqual([1, 2, 3]);
});

test("an entry of a kind that we do not know follows without a question, live too", () => {
  scene.welcome(1);
  scene.history([posted(1)], 1);
  scene.say(posted(2, { type: "note_pinned" }));
  scene.say(posted(3));
  expect(scene.client.state.timeline.entries.map((entry) => entry.seq)).toEqual([1, 2, 3]);
  expect(scene.sent("fetch_history")).toEqual([]);
});

test("a deleted message is not unread, an edited one still is", () => {
  scene.welcome(2);
  scene.history([posted(1), posted(2)], 2);
  expect(unreadCount(scene.client.state)).toBe(2);
  scene.say(posted(3, { type: "message_edited", message_seq: 1, body: "иначе" }));
  scene.say(posted(4, { type: "message_deleted", message_seq: 2 }));
  expect(unreadCount(scene.client.state)).toBe(1);
});

test("a rating goes at once where there is a connection, and its refusal is told by its id", () => {
  const rating = { echo_id: "r", score: 4, comment: "" };
  expect(scene.client.rate(rating)).toBe(false);
  scene.welcome(1);
  scene.history([posted(1)], 1);
  expect(scene.client.rate(rating)).toBe(true);
  expect(scene.lastSent("rate_conversation")).toEqual({
    type: "rate_conversation",
    conversation_id: "C",
    ...rating,
  });
  scene.say({ type: "error", code: "rating_unsuitable", message: "", echo_id: "r" });
  expect(scene.client.state.refusedId).toBe("r");
});

test("an answer that brings nothing is not asked for again and again", () => {
  scene.welcome(1);
  scene.history([posted(1)], 1);
  scene.say(posted(4));
  scene.history([], 4, scene.lastSent("fetch_history").request_id);
  expect(scene.sent("fetch_history").length).toBe(1);
});

test("a client that holds more than the server forgets it and asks for the latest", () => {
  scene.welcome(2);
  scene.history([posted(1), posted(2)], 2);
  scene.reconnect();
  scene.welcome(1);
  expect(scene.lastSent("hello")).toMatchObject({ conversation_id: "C", after_seq: 2 });
  scene.say({ type: "error", code: "seq_ahead", message: "" });
  const question = scene.lastSent("fetch_history");
  expect(question.after_seq).toBeNull();
  scene.history([posted(1)], 1, question.request_id);
  expect(scene.bodies).toEqual(["message 1"]);
});

test("read marks are sent once, and again where a reconnect shows that they were lost", () => {
  scene.welcome(1);
  scene.history([posted(1)], 1);
  scene.client.markRead();
  scene.client.markRead();
  expect(scene.sent("mark_read")).toEqual([{ type: "mark_read", conversation_id: "C", seq: 1 }]);
  scene.reconnect();
  scene.welcome(1);
  scene.history([], 1);
  scene.client.markRead();
  expect(scene.sent("mark_read").length).toBe(1);
});

test("an operator's typing ends with its lease or with their message", () => {
  scene.welcome(1);
  scene.history([posted(1)], 1);
  const typing = { type: "typing", conversation_id: "C", author: OPERATOR, active: true, expires_in_s: 6 };
  scene.say(typing);
  expect(scene.client.state.typing?.name).toBe("Анна");
  scene.world.pass(6_000);
  expect(scene.client.state.typing).toBeNull();
  scene.say(typing);
  scene.say(posted(2));
  expect(scene.client.state.typing).toBeNull();
});

test("the visitor's typing is told every four seconds while it goes on, and once when it stops", () => {
  scene.welcome(1);
  scene.history([posted(1)], 1);
  for (let second = 0; second < 9; second += 1) {
    scene.client.type(true);
    scene.world.pass(1_000);
  }
  expect(scene.sent("set_typing").map((frame) => frame.active)).toEqual([true, true, true]);
  scene.world.pass(5_000);
  expect(scene.sent("set_typing").map((frame) => frame.active)).toEqual([true, true, true, false]);
});

test("who answers and whether the conversation is open follow the timeline, not the order of frames", () => {
  scene.welcome(1);
  scene.history([posted(1)], 1);
  const common = { conversation_id: "C", created_at: "2026-03-01T12:00:00Z", author: OPERATOR, echo_id: null };
  const closed = { type: "status_changed", seq: 3, prev_seq: 2, status: "closed", ...common };
  const assigned = { type: "conversation_assigned", seq: 2, prev_seq: 1, operator: OPERATOR, ...common };
  scene.say(closed);
  expect(scene.client.state.conversation?.status).toBe("open");
  scene.history([assigned], 2, scene.lastSent("fetch_history").request_id);
  expect(scene.client.state.conversation).toMatchObject({ status: "closed", operator: { name: "Анна" } });
});

test("older entries that were refused for haste are asked for once more", () => {
  scene.welcome(2);
  scene.history([posted(2)], 2, null, true);
  scene.client.loadOlder();
  const { request_id } = scene.lastSent("fetch_history");
  const refusal = { type: "error", code: "rate_limited", message: "Slow down.", field: null, echo_id: null };
  scene.say({ ...refusal, request_id, retry_after_s: 0.5 });
  expect(scene.client.state.isLoadingOlder).toBe(false);
  scene.world.pass(500);
  expect(scene.sent("fetch_history").length).toBe(2);
  expect(scene.lastSent("fetch_history")).toMatchObject({ before_seq: 2 });
});

test("a place in the queue is told, moves, and ends with the connection it was told by", () => {
  scene.welcome(1);
  scene.say({ type: "queue_moved", conversation_id: "C", place: 3 });
  scene.say({ type: "queue_moved", conversation_id: "C", place: 2 });
  expect(scene.client.state.place).toBe(2);
  scene.reconnect();
  scene.welcome(1);
  expect(scene.client.state.place).toBeNull();
});
