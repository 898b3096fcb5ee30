import { expect, test } from "vitest";
import { CHAT as RU } from "./languages/ru";
import { INITIAL_STATE } from "./state";
import { transcriptOf } from "./transcript";
import type { AuthorKind } from "./visitor.gen";

function message(seq: number, kind: AuthorKind, name: string, body: string) {
  return {
    type: "message_posted" as const,
    conversation_id: "c",
    seq,
    prev_seq: seq - 1,
    created_at: `2026-11-28T12:0${seq}:00Z`,
    author: { kind, id: "a", name },
    echo_id: null,
    body,
  };
}

test("a transcript names who said what and when, and keeps every line of theirs", () => {
  const state = {
    ...INITIAL_STATE,
    site: { name: "Лавка", operators_online: true },
    timeline: {
      ...INITIAL_STATE.timeline,
      entries: [
        message(1, "visitor", "", "Добрый день,\nесть улун?"),
        message(2, "operator", "Анна", "Есть"),
        message(3, "operator", "", ""),
      ],
    },
  };
  const [title, empty, ...lines] = transcriptOf(state, RU).split("\n");
  expect(title).toBe("Лавка");
  expect(empty).toBe("");
  expect(lines[0]).toMatch(/^28\.11\.2026 \d\d:01 Вы: Добрый день,$/);
  expect(lines[1]).toBe("есть улун?");
  expect(lines[2]).toMatch(/ Анна: Есть$/);
  expect(lines[3]).toMatch(/ Сотрудник: Сообщение удалено$/);
});
