// What marking as read does to conversations: all that are selected, also what the operator has marked unread themselves.
import { expect, test, vi } from "vitest";
import { EMPTY_INBOX } from "../../state/model";
import { ServerModel } from "../../state/server_model";
import { type StepsOver, stepsOver } from "./steps_over";

test("marking as read takes one's own marks away, also where all has been read, and no other's", () => {
  const server = new ServerModel(50);
  for (const words of ["Чай", "Кофе", "Мёд"]) server.start(words);
  const listed = server.folder("all");
  const [tea, coffee, honey] = listed.map(({ id }) => id);
  const marks = new Set([tea ?? "", honey ?? ""]);
  const [markSeen, markUnread] = [vi.fn(), vi.fn()];
  const selection = { has: (id: string) => id !== honey, clear: vi.fn() };
  const panel = { state: { inbox: { ...EMPTY_INBOX, marks } }, markSeen, markUnread };
  const around = { panel, listed, selection, open: listed[2], me: "anna" } as unknown as StepsOver;
  const steps = stepsOver(around);
  steps.readAll();
  expect(markSeen.mock.calls).toEqual([
    [tea, 1],
    [coffee, 1],
  ]);
  expect(markUnread.mock.calls).toEqual([[tea, false]]);
  expect(selection.clear).toHaveBeenCalledOnce();
  steps.read();
  expect(markSeen).toHaveBeenLastCalledWith(honey, 1);
  expect(markUnread).toHaveBeenLastCalledWith(honey, false);
});
