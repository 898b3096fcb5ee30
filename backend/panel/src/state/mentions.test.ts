import { expect, test } from "vitest";
import type { NoteAdded } from "../operator.gen";
import { EMPTY_INBOX, type Inbox } from "./model";
import { plan } from "./plan";
import { reduce } from "./reduce";
import { ME, OTHER, ServerModel } from "./server_model";

function noteTo(conversationId: string, seq: number): NoteAdded {
  return {
    type: "note_added",
    conversation_id: conversationId,
    seq,
    prev_seq: seq - 1,
    author: OTHER,
    echo_id: null,
    created_at: "2026-11-30T10:00:00Z",
    body: "Посмотри",
    mentions: [ME.id],
  };
}

function settled(inbox: Inbox, server: ServerModel): Inbox {
  let next = inbox;
  for (let round = 0; ; round++) {
    const questions = plan(next);
    if (!questions.length) return next;
    for (const [index, question] of questions.entries()) {
      const requestId = `r${round}.${index}`;
      next = reduce(next, { type: "asked", requestId, question });
      next = reduce(next, { type: "event", event: server.answer(requestId, question), nowMs: 0 });
    }
  }
}

/** A panel whose only conversation has been hidden, as far as it knows for good. */
function hiddenFrom(server: ServerModel): { inbox: Inbox; id: string } {
  server.start("здравствуйте");
  const id = server.ids[0] ?? "";
  const welcomed = reduce(EMPTY_INBOX, { type: "event", event: server.welcome(), nowMs: 0 });
  const shown = settled(welcomed, server);
  expect(shown.rows.has(id)).toBe(true);
  server.setBlocked(id, true);
  const hidden = reduce(shown, {
    type: "event",
    event: { type: "conversation_hidden", conversation_id: id },
    nowMs: 0,
  });
  return { inbox: settled(hidden, server), id };
}

test("a note calls in a conversation that came back into sight, before its row has been fetched", () => {
  const server = new ServerModel(50);
  const { inbox, id } = hiddenFrom(server);
  expect(inbox.missing.has(id)).toBe(true);
  server.setBlocked(id, false);
  // What the note's place in the conversation stands for.
  server.post(id, OTHER, "Посмотри");
  const called = reduce(inbox, { type: "event", event: noteTo(id, 2), nowMs: 0 });
  expect(called.mentions.get(id)).toBe(2);
  const back = settled(called, server);
  expect([back.rows.has(id), back.mentions.get(id)]).toEqual([true, 2]);
});

test("a note that comes after its visitor was blocked calls nobody once it is known that there is no conversation", () => {
  const server = new ServerModel(50);
  const { inbox, id } = hiddenFrom(server);
  const late = settled(reduce(inbox, { type: "event", event: noteTo(id, 2), nowMs: 0 }), server);
  expect([late.rows.has(id), late.mentions.has(id)]).toEqual([false, false]);
});
