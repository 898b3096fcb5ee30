// Whose words are quoted: of the thread's visitor by the name that operators see, which entries do not have.
import { expect, test } from "vitest";
import type { ShownMessage } from "../state/amendments";
import { ru } from "../texts/ru";
import { quotedLine } from "./quote";

const AUTHOR = { kind: "visitor", id: "v1", name: "Ваня" } as const;
const QUOTED = { author: AUTHOR, body: "Сколько\nстоит?" } as unknown as ShownMessage;

test("the visitor of the thread has the name of its row, and nobody else has", () => {
  const shown = { ...AUTHOR, name: "Иван Петрович" };
  expect(quotedLine(ru, QUOTED, shown)).toEqual({ name: "Иван Петрович", words: "Сколько стоит?" });
  expect(quotedLine(ru, QUOTED, { ...shown, id: "v2" }).name).toBe("Ваня");
  expect(quotedLine(ru, QUOTED, null).name).toBe("Ваня");
});
