// A folder that is kept up to date row by row is what one is that is listed anew.
import { expect, test } from "vitest";
import type { Conversation, Folder } from "../operator.gen";
import { belongs, comparePlaces, type Eyes, LISTS, placeOf, reaches } from "./folders";
import { withKey, withoutKey } from "./hash_trie";
import { type Listed, listFolder, listHeld, listStretch } from "./listing";
import { newRow, type Row } from "./rows";
import { ME, OTHER, ServerModel, TAGS } from "./server_model";

const SIZE = 1_500;
const STEPS = 900;

const server = new ServerModel(10);
server.start("здравствуйте");
const [pattern] = server.folder("all");

function conversation(number: number, step: number): Conversation {
  if (!pattern) throw new Error("The model has lost its conversation");
  const draw = (number * 31 + step * 17) % 97;
  const at = new Date(1.8e12 + ((number * 7_919 + step * 104_729) % 5_000_000)).toISOString();
  const isOpen = draw % 3 > 0;
  return {
    ...pattern,
    id: `00000000-0000-7000-a000-${number.toString(16).padStart(12, "0")}`,
    status: isOpen ? "open" : "closed",
    assignee: [null, ME, OTHER][draw % 3] ?? null,
    snoozed_until: isOpen && draw % 5 === 0 ? at : null,
    tag_ids: TAGS.slice(0, draw % 3),
    queued_at: at,
    active_at: at,
  };
}

function listedAnew(rows: ReadonlyMap<string, Row>, folder: Folder, eyes: Eyes): Conversation[] {
  return [...rows.values()]
    .map(({ conversation: row }) => row)
    .filter((row) => belongs(row, folder, eyes))
    .sort((a, b) => comparePlaces(folder, placeOf(a, folder), placeOf(b, folder)));
}

/** The same objects, not only alike. */
function expectSame(all: readonly Conversation[], wanted: readonly Conversation[]): void {
  expect(all.map(({ id }) => id)).toEqual(wanted.map(({ id }) => id));
  expect(all.filter((one, index) => one !== wanted[index])).toEqual([]);
}

test("after any changes, each folder is as if it were listed anew", () => {
  const eyes: Eyes = { me: ME.id, departmentIds: new Set(), filter: { tag_ids: TAGS.slice(0, 1) } };
  const row = (number: number, step: number) => newRow(conversation(number, step), { sent: 0, now: 0 });
  let rows: ReadonlyMap<string, Row> = new Map(
    Array.from({ length: SIZE }, (_, number) => {
      const first = row(number, 0);
      return [first.conversation.id, first];
    }),
  );
  for (let step = 1; step <= STEPS; step++) {
    const changed = row((step * 13) % (SIZE + 50), step);
    const held = rows.get(changed.conversation.id);
    // Some are read or come online: they stay where they are.
    const stays = held && newRow({ ...held.conversation, operator_read_seq: step }, { sent: 0, now: 0 });
    rows =
      step % 11 === 0
        ? withoutKey(rows, changed.conversation.id)
        : withKey(rows, changed.conversation.id, step % 3 === 0 && stays ? stays : changed);
    // Some are looked at after every change, others hardly ever.
    for (const [index, folder] of LISTS.entries()) {
      if (step % (1 + index * 37) !== 0) continue;
      const { ids, conversations } = listFolder(rows, folder, "end", eyes);
      if (step % 25 !== 0 && step !== STEPS) continue;
      expectSame(conversations, listedAnew(rows, folder, eyes));
      expect(ids).toEqual(conversations.map(({ id }) => id));
    }
  }
});

test("a list knows where each of its rows stands, also after it has gone on", () => {
  const eyes: Eyes = { me: ME.id, departmentIds: new Set(), filter: {} };
  const row = (number: number, step: number) => newRow(conversation(number, step), { sent: 0, now: 0 });
  const all = Array.from({ length: SIZE }, (_, number) => row(number, 0));
  const first = withKey(new Map(all.map((one) => [one.conversation.id, one])), row(0, 0).conversation.id, row(0, 0));
  const whole = listFolder(first, "all", "end", eyes);
  const middle = whole.conversations[200];
  if (!middle) throw new Error("There are not so many");
  const cut = listFolder(first, "all", placeOf(middle, "all"), eyes);
  const isRight = ({ ids, conversations, indexOf }: Listed) => {
    expect(conversations.map(({ id }) => id)).toEqual(ids);
    expect(all.map(({ conversation: { id } }) => indexOf(id))).toEqual(
      all.map(({ conversation: { id } }) => ids.indexOf(id)),
    );
  };
  expect(cut.ids).toEqual(whole.ids.slice(0, 201));
  isRight(whole);
  isRight(cut);
  let rows = first;
  for (let number = 0; number < 50; number++) rows = withKey(rows, row(number, 7).conversation.id, row(number, 7));
  const later = listFolder(rows, "all", "end", eyes);
  expect(later.ids).not.toEqual(whole.ids);
  isRight(later);
  isRight(whole);
  isRight(cut);
});

test("what changes where it stands leaves the others' places, and what is of another folder all of them", () => {
  const eyes: Eyes = { me: ME.id, departmentIds: new Set(), filter: {} };
  const all = Array.from({ length: SIZE }, (_, number) => newRow(conversation(number, 0), { sent: 0, now: 0 }));
  let rows: ReadonlyMap<string, Row> = new Map(all.map((one) => [one.conversation.id, one]));
  const touch = (folder: Folder) => {
    const [first] = listFolder(rows, folder, "end", eyes).conversations;
    if (!first) throw new Error("There is none");
    const after = { ...first, operator_read_seq: first.operator_read_seq + 1 };
    rows = withKey(rows, first.id, newRow(after, { sent: 0, now: 0 }));
    return after;
  };
  touch("all");
  const before = listFolder(rows, "all", "end", eyes);
  touch("closed");
  expect(listFolder(rows, "all", "end", eyes).conversations).toBe(before.conversations);
  const seen = touch("all");
  const after = listFolder(rows, "all", "end", eyes);
  expect(after.conversations[0]).toBe(seen);
  expect(after.ids).toBe(before.ids);
});

test("eyes that look at a folder alike share its list", () => {
  const all = Array.from({ length: SIZE }, (_, number) => newRow(conversation(number, 0), { sent: 0, now: 0 }));
  const rows: ReadonlyMap<string, Row> = new Map(all.map((one) => [one.conversation.id, one]));
  const eyes: Eyes = { me: ME.id, departmentIds: new Set(), filter: {} };
  const others: Eyes = { me: OTHER.id, departmentIds: new Set(), filter: { tag_ids: [] } };
  const isShared = (folder: Folder) =>
    listFolder(rows, folder, "end", eyes).ids === listFolder(rows, folder, "end", others).ids;
  expect(LISTS.filter(isShared)).toEqual(["waiting", "all", "snoozed", "closed"]);
});

test("all that is held is listed in an order, what is open first", () => {
  const eyes: Eyes = { me: ME.id, departmentIds: new Set(), filter: {} };
  const all = Array.from({ length: SIZE }, (_, number) => newRow(conversation(number, 0), { sent: 0, now: 0 }));
  const [first] = all;
  if (!first) throw new Error("There is none");
  const rows = withKey(new Map(all.map((one) => [one.conversation.id, one])), first.conversation.id, first);
  const wanted = (["all", "snoozed", "closed"] as const).flatMap((folder) => listedAnew(rows, folder, eyes));
  expectSame(listHeld(rows, eyes), wanted);
  expect(wanted).toHaveLength(SIZE);
});

test("a stretch of a folder lies after one place and goes as far as another", () => {
  const eyes: Eyes = { me: ME.id, departmentIds: new Set(), filter: {} };
  const all = Array.from({ length: 40 }, (_, number) => newRow(conversation(number, 0), { sent: 0, now: 0 }));
  const rows = new Map(all.map((one) => [one.conversation.id, one]));
  for (const folder of LISTS) {
    const { conversations } = listFolder(rows, folder, "end", eyes);
    const [from, to] = [2, 5].map((at) => conversations[at]);
    if (!from || !to) continue;
    const stretch = { from: placeOf(from, folder), to: placeOf(to, folder) };
    expect(listStretch(rows, folder, stretch, eyes)).toEqual(conversations.slice(3, 6));
    expect(listStretch(rows, folder, { ...stretch, from: null }, eyes)).toEqual(conversations.slice(0, 6));
    expect(listStretch(rows, folder, { ...stretch, to: "end" }, eyes)).toEqual(conversations.slice(3));
  }
});

test("a frontier cuts a folder where the server's pages have ended", () => {
  const eyes: Eyes = { me: ME.id, departmentIds: new Set(), filter: {} };
  const all = Array.from({ length: 40 }, (_, number) => newRow(conversation(number, 0), { sent: 0, now: 0 }));
  const rows = new Map(all.map((one) => [one.conversation.id, one]));
  for (const folder of LISTS) {
    const listed = listFolder(rows, folder, "end", eyes).conversations;
    const middle = listed[Math.floor(listed.length / 2)];
    if (!middle) continue;
    const frontier = placeOf(middle, folder);
    const shown = listFolder(rows, folder, frontier, eyes).conversations;
    expect(shown).toEqual(listed.filter((one) => reaches(folder, frontier, placeOf(one, folder))));
    expect(shown.at(-1)?.id).toBe(middle.id);
  }
  expect(listFolder(rows, "all", null, eyes).ids).toEqual([]);
});
