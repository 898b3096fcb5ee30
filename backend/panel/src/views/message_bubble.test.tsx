// @vitest-environment jsdom
// The editor of a message is opened from elsewhere only while the message is shown and can be edited.
import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, expect, test, vi } from "vitest";
import type { ShownMessage } from "../state/amendments";
import { AmendingContext } from "./amending";
import { MessageBubble } from "./message_bubble";

afterEach(() => {
  render(null, document.body);
});

const NOW = new Date("2026-11-25T10:00:00Z");
const OWN = {
  type: "message_posted",
  conversation_id: "c",
  seq: 3,
  echo_id: null,
  author: { kind: "operator", id: "me", name: "Анна" },
  body: "Сто рублей",
  created_at: NOW.toISOString(),
} as unknown as ShownMessage;

function draw(editors: Map<number, () => void>, now: Date, isBare = false) {
  const nothing = () => undefined;
  const deeds = { onQuote: nothing, onEdit: nothing, onDelete: nothing, editors };
  const amending = { me: "me", windowMs: 60_000, canAnswer: true, canDeleteAny: false, ...deeds };
  act(() =>
    render(
      <AmendingContext.Provider value={amending}>
        <MessageBubble message={OWN} now={now} isBare={isBare} />
      </AmendingContext.Provider>,
      document.body,
    ),
  );
}

test("an editor goes with its message", async () => {
  const editors = new Map<number, () => void>();
  draw(editors, NOW);
  expect([...editors.keys()]).toEqual([OWN.seq]);
  act(() => editors.get(OWN.seq)?.());
  // It is fetched meanwhile
  expect(document.querySelector(".bubble")?.textContent).toBe(OWN.body);
  await vi.waitFor(() => expect(document.querySelector("textarea")?.value).toBe(OWN.body));
  act(() => render(null, document.body));
  expect(editors.size).toBe(0);
});

test("a menu comes later to a message that keeps its room, and the message stays what it was", () => {
  draw(new Map(), NOW, true);
  const bubble = document.querySelector(".message--bare .bubble");
  expect([bubble?.textContent, document.querySelector("summary")]).toEqual([OWN.body, null]);
  draw(new Map(), NOW);
  expect(document.querySelector(".message:not(.message--bare) .bubble")).toBe(bubble);
  expect(document.querySelectorAll("summary")).toHaveLength(1);
});

test("an editor goes once the message can't be edited any more", () => {
  const editors = new Map<number, () => void>();
  draw(editors, NOW);
  draw(editors, new Date(NOW.getTime() + 60_000));
  expect(editors.size).toBe(0);
});
