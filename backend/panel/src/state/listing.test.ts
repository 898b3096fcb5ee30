// A folder that is kept up to date row by row is what one is that is listed anew.
import { expect, test } from "vitest";
import type { Conversation, Folder } from "../operator.gen";
import { belongs, comparePlaces, type Eyes, LISTS, placeOf, reaches } from "./folders";
import { withKey, withoutKey } from "./hash_trie";
import { type Listed, listFolder, listStretch } from "./listing";
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

function listedAnew(rows: ReadonlyMap<string, Row>, folder: Folder, eyes: Eyes): string[] {
  return [...rows.values()]
    .map(({ conversation: row }) => row)
    .filter((row) => belongs(row, folder, eyes))
    .sort((a, b) => comparePlaces(folder, placeOf(a, folder), placeOf(b, folder)))
    .map(({ id }) => id);
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
    rows =
      step % 11 === 0 ? withoutKey(rows, changed.conversation.id) : withKey(rows, changed.conversation.id, changed);
    // Some are looked at after every change, others hardly ever.
    for (const [index, folder] of LISTS.entries()) {
      if (step % (1 + index * 37) !== 0) continue;
      const ids = listFolder(rows, folder, "end", eyes).ids;
      if (step % 25 === 0 || step === STEPS) expect(ids).toEqual(listedAnew(rows, folder, eyes));
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
