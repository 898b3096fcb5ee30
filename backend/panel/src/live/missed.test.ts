// What came while the link was down calls once, in sum, and never for what was seen elsewhere meanwhile.
import { expect, test } from "vitest";
import type { Conversation } from "../operator.gen";
import { type AlertChoices, DEFAULT_ALERTS, type Tone } from "../state/alerts";
import { EMPTY_INBOX, type Inbox, type Session } from "../state/model";
import { newRow } from "../state/rows";
import { DEPARTMENTS, ME, OTHER, ServerModel } from "../state/server_model";
import { en } from "../texts/en";
import { ru } from "../texts/ru";
import { Alerts } from "./alerts";
import { type Back, callForMissed, missedOf } from "./missed";
import type { Notice } from "./notices";
import { Speaker } from "./speaker";
import { Tabs } from "./tabs";

const BROKE = "2026-11-12T10:00:00Z";
const EARLIER = "2026-11-12T09:00:00Z";
const LATER = "2026-11-12T10:05:00Z";

const server = new ServerModel(50);
for (const body of ["первый", "второй"]) server.start(body);
const [first, second] = server.folder("waiting").map((row) => ({
  ...row,
  ...{ created_at: EARLIER, last_seq: 4, operator_read_seq: 3, unread_count: 1 },
})) as [Conversation, Conversation];

const [SALES, SERVICE] = DEPARTMENTS;
const SESSION: Session = {
  me: ME,
  email: "anna@shop.test",
  sites: [{ id: first.site_id, name: "Лавка", own_department_ids: SALES ? [SALES.id] : [] }],
  editWindowS: 900,
  isAway: false,
  departmentIds: new Set(SALES ? [SALES.id] : []),
  labels: new Map(),
};

function inboxWith(...conversations: Conversation[]): Inbox {
  const rows = new Map(conversations.map((one) => [one.id, newRow(one, { sent: 0, now: 0 })]));
  const { waiting, mine } = EMPTY_INBOX.folders;
  const read = { waiting: { ...waiting, verified: "end" }, mine: { ...mine, verified: "end" } } as const;
  return { ...EMPTY_INBOX, session: SESSION, rows, folders: { ...EMPTY_INBOX.folders, ...read } };
}

function back(before: Conversation[], now: Conversation[], told: Record<string, number> = {}): Back {
  const toldSeq = (id: string) => told[id] ?? 0;
  return { before: inboxWith(...before), now: inboxWith(...now), heardAtMs: Date.parse(BROKE), toldSeq };
}

const counts = (one: Back) => missedOf(one).map(({ kind, count }) => [kind, count]);

test("what is unread and was not known before is missed, in the queue and in one's own", () => {
  const own = { ...second, assignee: ME };
  const now = [
    { ...first, last_seq: 6, unread_count: 3 },
    { ...own, last_seq: 5, unread_count: 2 },
  ];
  expect(counts(back([first, own], now))).toEqual([
    ["waiting", 2],
    ["mine", 1],
  ]);
  expect(counts(back([first, own], [first, own]))).toEqual([]);
});

test("what was read meanwhile in another tab, or by a colleague, is not missed", () => {
  const read = { ...first, last_seq: 6, operator_read_seq: 6, unread_count: 0 };
  expect(counts(back([first], [read]))).toEqual([]);
  // Read up to what was there, and one more has come since
  expect(counts(back([first], [{ ...read, last_seq: 7, unread_count: 1 }]))).toEqual([["waiting", 1]]);
});

test("of what was not held only what is newer than the break is missed", () => {
  const begun = { ...first, created_at: LATER, last_seq: 2, unread_count: 2 };
  expect(counts(back([], [begun]))).toEqual([["waiting", 2]]);
  const said = (created_at: string) => ({
    ...first,
    unread_count: 5,
    last_message: { author: first.visitor, body: "ещё", created_at, seq: 4 },
  });
  expect(counts(back([], [said(LATER)]))).toEqual([["waiting", 1]]);
  expect(counts(back([], [said(EARLIER)]))).toEqual([]);
});

test("what a colleague led is new as a whole, what they lead is not missed, nor what was told by itself", () => {
  const theirs = { ...first, assignee: OTHER, unread_count: 2 };
  expect(counts(back([theirs], [{ ...theirs, assignee: ME, last_seq: 5 }]))).toEqual([["mine", 2]]);
  expect(counts(back([theirs], [{ ...theirs, last_seq: 6, unread_count: 4 }]))).toEqual([]);
  const more = { ...first, last_seq: 6, unread_count: 3 };
  expect(counts(back([first], [more], { [first.id]: 6 }))).toEqual([]);
  expect(counts(back([first], [more], { [first.id]: 4 }))).toEqual([["waiting", 2]]);
});

class Heard extends Speaker {
  readonly tones: Tone[] = [];

  override play(tone: Tone): void {
    this.tones.push(tone);
  }
}

class Looked extends Tabs {
  constructor(private readonly looksAtId: string | null) {
    super(undefined);
  }

  override async looksAt(id: string) {
    return { any: this.looksAtId !== null, conversation: this.looksAtId === id };
  }
}

async function calledFor(one: Back, change: Partial<AlertChoices> = {}, looksAtId: string | null = null, texts = ru) {
  const speaker = new Heard();
  const tabs = new Looked(looksAtId);
  tabs.offer("speaker");
  tabs.offer("notifier");
  const shown: Notice[] = [];
  const alerts = new Alerts(speaker, tabs, (notice) => shown.push(notice));
  await callForMissed(alerts, texts, one, { sound: true, ...DEFAULT_ALERTS, ...change }, null);
  return { tones: speaker.tones, titles: shown.map(({ title }) => title.replaceAll("\u00a0", " ")), shown };
}

const OWN = { ...second, assignee: ME };
const TWO = back(
  [first, OWN],
  [
    { ...first, last_seq: 6, unread_count: 3 },
    { ...OWN, last_seq: 5, unread_count: 2 },
  ],
);

test("all that was missed sounds once and is shown once, with nobody's name", async () => {
  const called = await calledFor(TWO, { showsWords: true });
  expect([called.tones, called.titles]).toEqual([["bell"], ["Пока не было связи: 3 новых сообщения"]]);
  expect(called.shown).toMatchObject([{ tag: "missed", hash: "#waiting" }]);
  expect(JSON.stringify(called.shown)).not.toContain("первый");
  expect((await calledFor(TWO, {}, null, en)).titles).toEqual(["While the link was down: 3 new messages"]);
});

test("what is looked at in some tab, what was chosen to be silent, and others' departments do not count", async () => {
  const looking = await calledFor(TWO, {}, first.id);
  expect([looking.tones, looking.titles]).toEqual([["drop"], []]);
  const { notifies, tones } = DEFAULT_ALERTS;
  const mineOnly = await calledFor(TWO, {
    notifies: { ...notifies, waiting: false },
    tones: { ...tones, waiting: "off" },
  });
  expect([mineOnly.tones, mineOnly.titles]).toEqual([["drop"], ["Пока не было связи: 1 новое сообщение"]]);
  expect(mineOnly.shown).toMatchObject([{ hash: `#mine/${second.id}` }]);
  const department = SERVICE ?? null;
  const others = back([{ ...first, department }], [{ ...first, department, last_seq: 5, unread_count: 2 }]);
  expect((await calledFor(others)).titles).toEqual([]);
  expect((await calledFor(others, { isOwnOnly: false })).titles).toHaveLength(1);
});

test("where nothing was missed nothing sounds", async () => {
  const called = await calledFor(back([first], [first]));
  expect([called.tones, called.titles]).toEqual([[], []]);
});
