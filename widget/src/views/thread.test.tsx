// @vitest-environment jsdom
// With a thousand messages a key must not wait for all of them to be drawn.
import { render } from "preact";
import { expect, test } from "vitest";
import { CHAT as RU } from "../languages/ru";
import { type Entry, INITIAL_STATE } from "../state";
import { Thread } from "./thread";
import type { View } from "./view";

function viewOf(body: string, change: Partial<View>): View {
  const author = { kind: "operator", id: "op", name: "Анна" };
  const entry = { type: "message_posted", seq: 1, prev_seq: 0, created_at: "2026-03-01T12:00:00Z", author, body };
  const timeline = { ...INITIAL_STATE.timeline, entries: [entry as unknown as Entry] };
  const state = { ...INITIAL_STATE, timeline };
  return { state, texts: RU, nowMs: 0, isFollowing: true, unread: 0, act: {}, ...change } as unknown as View;
}

test("is drawn anew for another edition, and not for what is being written", () => {
  const place = document.createElement("div");
  const bodies = () => [...place.querySelectorAll(".bubble")].map((bubble) => bubble.textContent);
  render(<Thread {...viewOf("один", { edition: 1, draft: "" })} />, place);
  expect(bodies()).toEqual(["один"]);
  render(<Thread {...viewOf("два", { edition: 1, draft: "п" })} />, place);
  expect(bodies()).toEqual(["один"]);
  render(<Thread {...viewOf("два", { edition: 2, draft: "п" })} />, place);
  expect(bodies()).toEqual(["два"]);
});
