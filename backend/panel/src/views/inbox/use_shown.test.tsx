// @vitest-environment jsdom
// Who has waited for so long is shown first and alone, and comes by the time that passes, not by asking for the list again.
import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Panel } from "../../live/panel";
import { placeOf } from "../../state/folders";
import type { Listed } from "../../state/listing";
import { EMPTY_INBOX, type Inbox } from "../../state/model";
import { newRow } from "../../state/rows";
import { ServerModel } from "../../state/server_model";
import { useShown } from "./use_shown";

const START_MS = Date.parse("2026-11-12T12:00:00Z");
const WAITED_MIN = [40, 12, 9, 1];

beforeEach(() => void vi.useFakeTimers({ now: START_MS }));
afterEach(() => {
  act(() => render(null, document.body));
  vi.useRealTimers();
});

const pass = (minutes: number) => act(() => void vi.advanceTimersByTime(minutes * 60_000));

/** Those who have waited, of whom the last one is not on the page that is held. */
function inboxOf(openFolder: Inbox["openFolder"]): Inbox {
  const server = new ServerModel(50);
  for (const minutes of WAITED_MIN) server.start(`${minutes}`);
  const held = server.folder("waiting").map((row, index) => {
    const waiting_since = new Date(START_MS - (WAITED_MIN[index] ?? 0) * 60_000).toISOString();
    return { ...row, waiting_since };
  });
  const rows = new Map(held.map((row) => [row.id, newRow(row, { sent: 0, now: 0 })]));
  const last = held.at(-2);
  const shown = last ? placeOf(last, openFolder) : "end";
  const folders = { ...EMPTY_INBOX.folders, [openFolder]: { ...EMPTY_INBOX.folders[openFolder], shown } };
  return { ...EMPTY_INBOX, rows, folders, openFolder, filter: { is_unanswered: true } };
}

let listed: Listed;

function Shown({ inbox, minutes }: { inbox: Inbox; minutes: number | null }) {
  listed = useShown({ clock: { nowMs: () => Date.now() } } as Panel, inbox, minutes);
  return null;
}

const said = () => listed.conversations.map(({ last_message }) => last_message?.body);

test("rows come as their time does, and more are wanted only once all that are held have come", () => {
  const inbox = inboxOf("unanswered");
  act(() => render(<Shown inbox={inbox} minutes={10} />, document.body));
  expect([said(), listed.isCut ?? false]).toEqual([["40", "12"], true]);
  expect(listed.ids.map(listed.indexOf)).toEqual([0, 1]);
  pass(0.9);
  expect(said()).toEqual(["40", "12"]);
  pass(0.2);
  expect([said(), listed.isCut ?? false]).toEqual([["40", "12", "9"], false]);
  // Of whom nothing is known for certain yet does not come, however long they have waited
  pass(60);
  expect(said()).toEqual(["40", "12", "9"]);
});

test("for the moment in which the folder before is still open all of it is shown", () => {
  const inbox = { ...inboxOf("all"), openFolder: "all" as const };
  const all = { ...inbox, folders: { ...inbox.folders, all: { ...inbox.folders.all, shown: "end" as const } } };
  act(() => render(<Shown inbox={all} minutes={100} />, document.body));
  expect(said()).toEqual(["1", "9", "12", "40"]);
});
