// @vitest-environment jsdom
// Drafts of two tabs and of two operators of one browser, and what becomes of them with time, people and a full disk.
import { afterEach, beforeEach, expect, type MockInstance, test, vi } from "vitest";
import { type Draft, EMPTY_DRAFT, withDraft } from "../state/drafts";
import { EMPTY_INBOX, type Inbox } from "../state/model";
import { ServerModel } from "../state/server_model";
import { goneDrafts } from "../texts/unkept_drafts";
import { type DraftsKeeper, type HeldDrafts, keepDrafts } from "./kept_drafts";
import { forgetDrafts } from "./kept_words";

const DAY_MS = 86_400_000;
const CLOCK_START = Date.UTC(2026, 10, 30);
const tabs: DraftsKeeper[] = [];

/** Whether the tab that is looked at has the focus: where it has none, nobody writes in it. */
let hasFocus: MockInstance<Document["hasFocus"]>;

beforeEach(() => {
  localStorage.clear();
  sessionStorage.clear();
  vi.useFakeTimers({ now: CLOCK_START });
  hasFocus = vi.spyOn(document, "hasFocus").mockReturnValue(false);
});

afterEach(() => {
  for (const one of tabs.splice(0)) one.stop();
  vi.restoreAllMocks();
  vi.useRealTimers();
  localStorage.clear();
  sessionStorage.clear();
});

const answer = (reply: string): Draft => ({ ...EMPTY_DRAFT, reply, begunAfterSeq: 3 });

/** A tab of the panel; `before`: what was written in it before what keeps drafts had come. What others write it hears by `tell`. */
function tab(me = "anna", openId: string | null = null, before: Readonly<Record<string, Draft>> = {}) {
  const held: HeldDrafts = { all: new Map(Object.entries(before)), drafted: new Set(), openId, keeper: null };
  const around = { me, panel: { doubtRows: vi.fn() }, onChange: vi.fn(), onUnkept: vi.fn() };
  const keeper = keepDrafts(held, around);
  tabs.push(keeper);
  function set(id: string, draft: Draft) {
    held.all = withDraft(held.all, id, draft);
    keeper.put(id);
    vi.setSystemTime(Date.now() + 1);
  }
  const ids = () => [...held.all.keys()];
  return {
    ...keeper,
    ...around,
    held,
    set,
    ids,
    draft: (id: string) => held.all.get(id),
    words: (id: string) => held.all.get(id)?.reply,
  };
}

function tell(id: string, me = "anna") {
  dispatchEvent(new StorageEvent("storage", { key: `ryadom:panel:draft:${me}:${id}` }));
}

function rowsWith(body: string | null): Inbox {
  const server = new ServerModel(50);
  server.start("Вопрос");
  const [row] = server.folder("all");
  if (!row) throw new Error("The model has lost its conversation");
  const last = row.last_message;
  const conversation = { ...row, last_message: last && body !== null ? { ...last, body } : null };
  const held = { conversation, confirmedTick: 0, entryTick: 0, presenceTick: 0, pageTick: 0 };
  return { ...EMPTY_INBOX, rows: new Map([["c", held]]) };
}

test("a draft is there in the next page, as it was, and neither for nor after another operator", () => {
  const draft = { reply: "ответ", note: "заметка", isNote: true, replyTo: 3, begunAfterSeq: 5 };
  const first = tab();
  first.set("c", draft);
  first.set("d", answer("x"));
  first.set("d", EMPTY_DRAFT);
  expect([...tab().held.all]).toEqual([["c", draft]]);
  expect(tab("boris").ids()).toEqual([]);
  expect(localStorage.length).toBe(0);
  expect(tab().ids()).toEqual([]);
});

test("what tabs write in different conversations, neither undoes", () => {
  const [first, second] = [tab(), tab()];
  first.set("a", answer("про чай"));
  second.set("b", answer("про кофе"));
  first.set("a", answer("про чай?"));
  expect([...tab().held.all].map(([id, { reply }]) => [id, reply])).toEqual([
    ["b", "про кофе"],
    ["a", "про чай?"],
  ]);
});

test("a tab takes over what another writes, and where it is written in, once that has paused", () => {
  hasFocus.mockReturnValue(true);
  const first = tab();
  const second = tab();
  second.set("c", answer("из второй"));
  tell("c");
  expect(first.words("c")).toBe("из второй");

  first.set("c", answer("из первой"));
  second.set("c", answer("снова из второй"));
  tell("c");
  expect(first.words("c")).toBe("из первой");
  vi.advanceTimersByTime(1_000);
  expect(first.words("c")).toBe("из первой");
  vi.advanceTimersByTime(1_001);
  expect(first.words("c")).toBe("снова из второй");

  // Sent there: nothing is left of it here
  second.set("c", EMPTY_DRAFT);
  tell("c");
  expect(first.ids()).toEqual([]);
});

test("a tab that is left takes over at once, and one that goes on writing wins", () => {
  const first = tab();
  const second = tab();
  first.set("c", answer("из первой"));
  second.set("c", answer("из второй"));
  tell("c");
  expect(first.words("c")).toBe("из второй");

  hasFocus.mockReturnValue(true);
  first.set("c", answer("из первой"));
  second.set("c", answer("из второй"));
  tell("c");
  first.set("c", answer("из первой, дальше"));
  vi.advanceTimersByTime(5_000);
  expect(first.words("c")).toBe("из первой, дальше");
});

test("another tab never turns an answer that is on the screen into a note, nor a note into an answer", () => {
  const first = tab("anna", "c");
  const second = tab();
  first.set("c", { ...EMPTY_DRAFT, isNote: true });
  second.set("c", { ...answer("ответ"), note: "заметка" });
  tell("c");
  expect(first.draft("c")).toMatchObject({ isNote: true, reply: "ответ", note: "заметка" });
  second.set("c", EMPTY_DRAFT);
  tell("c");
  expect(first.draft("c")).toEqual({ ...EMPTY_DRAFT, isNote: true });
  second.set("d", { ...EMPTY_DRAFT, note: "заметка", isNote: true });
  tell("d");
  expect(first.draft("d")?.isNote).toBe(true);
});

test("files alone are of the tab that has them", () => {
  const first = tab();
  first.set("c", { ...EMPTY_DRAFT, begunAfterSeq: 3 });
  expect(first.ids()).toEqual(["c"]);
  expect(localStorage.length).toBe(0);
});

test("drafts of a month ago are gone, and of more than two hundred the oldest", () => {
  tab().set("old", answer("давно"));
  vi.setSystemTime(Date.now() + 29 * DAY_MS);
  const later = tab();
  expect(later.ids()).toEqual(["old"]);
  // That it was looked at makes it no younger
  vi.setSystemTime(Date.now() + 2 * DAY_MS);
  expect(tab().ids()).toEqual([]);
  later.set("old", EMPTY_DRAFT);
  for (let number = 0; number < 201; number++) later.set(`c${number}`, answer("слова"));
  expect(later.ids()).toHaveLength(200);
  expect(later.ids()).not.toContain("c0");
  later.set("c1", answer("снова"));
  later.set("c201", answer("слова"));
  expect(later.ids()).toContain("c1");
  expect(new Set(tab().ids())).toEqual(new Set(later.ids()));
  vi.setSystemTime(Date.now() + 30 * DAY_MS);
  expect(tab().ids()).toEqual([]);
  expect(localStorage.length).toBe(0);
});

test("of a conversation that is gone, or whose words were erased, none stay, though it was erased while nobody looked", () => {
  for (const inbox of [{ ...rowsWith("Вопрос"), missing: new Set(["c"]) }, rowsWith("")]) {
    tab().set("c", answer("Иван Петрович просил"));
    const next = tab();
    next.judge(rowsWith("Вопрос"));
    expect(next.ids()).toEqual(["c"]);
    next.onChange.mockClear();
    next.judge(inbox);
    expect(next.ids()).toEqual([]);
    expect(next.onChange).toHaveBeenCalledTimes(1);
    expect(localStorage.length).toBe(0);
    tab().set("c", answer("Иван Петрович просил"));
    tab().judge(inbox);
    expect(localStorage.length).toBe(0);
  }
});

test("that words are gone with the sight of their conversation is told, and once", () => {
  const one = tab("anna", "c");
  one.set("c", answer("ещё пишу"));
  one.set("d", answer("другое"));
  one.judge(rowsWith("Вопрос"));
  expect(one.onUnkept).not.toHaveBeenCalled();
  for (const _ of [1, 2]) one.judge({ ...rowsWith("Вопрос"), missing: new Set(["c", "d"]) });
  expect(one.onUnkept.mock.calls).toEqual([[goneDrafts]]);
});

test("whoever still can be answered is, though what they said was erased before; deleted words are not erased ones", () => {
  const late = tab();
  late.set("c", answer("Здравствуйте"));
  late.judge(rowsWith(""));
  expect(late.ids()).toEqual(["c"]);
  late.judge(rowsWith(null));
  expect(late.ids()).toEqual(["c"]);
  late.judge(rowsWith("Вопрос"));
  late.judge(rowsWith(""));
  expect(late.ids()).toEqual([]);
  // What is begun after that was begun by somebody who has seen it
  late.set("c", answer("Здравствуйте"));
  late.judge(rowsWith(""));
  expect(late.ids()).toEqual(["c"]);
});

test("whoever signs out leaves none, and other tabs forget them too", () => {
  const [first, second] = [tab(), tab()];
  first.set("c", answer("слова"));
  tell("c");
  forgetDrafts(localStorage);
  tell("c");
  expect([first.ids(), second.ids(), localStorage.length]).toEqual([[], [], 0]);
});

test("whoever signs in next in the browser removes the drafts of before, but empties no field that is being written in", () => {
  const first = tab("anna", "c");
  first.set("c", answer("ещё пишу"));
  const told: StorageEventInit[] = [];
  const note = (key: string, newValue: string | null) => {
    told.push({ key, oldValue: localStorage.getItem(key), newValue });
  };
  const { setItem, removeItem } = Storage.prototype;
  vi.spyOn(Storage.prototype, "setItem").mockImplementation(function (this: Storage, key, value) {
    note(key, value);
    setItem.call(this, key, value);
  });
  vi.spyOn(Storage.prototype, "removeItem").mockImplementation(function (this: Storage, key) {
    note(key, null);
    removeItem.call(this, key);
  });
  tab("boris");
  expect(localStorage.length).toBe(0);
  for (const one of told) dispatchEvent(new StorageEvent("storage", one));
  expect(told.at(-1)).toMatchObject({ key: "ryadom:panel:draft:anna:c", newValue: null });
  expect(first.words("c")).toBe("ещё пишу");
});

test("where storage is full the drafts live on in the page, and that is told once", () => {
  vi.spyOn(Storage.prototype, "setItem").mockImplementation(() => {
    throw new DOMException("full", "QuotaExceededError");
  });
  const one = tab();
  one.set("c", answer("слова"));
  one.set("d", answer("ещё"));
  expect([one.words("c"), one.words("d")]).toEqual(["слова", "ещё"]);
  expect(one.onUnkept).toHaveBeenCalledTimes(1);
});

test("what was written before what is kept had come stands after it, and what can't be read is no draft", () => {
  tab().set("c", { ...answer("из прошлого раза"), note: "заметка" });
  localStorage.setItem("ryadom:panel:draft:anna:bad", "{");
  const next = tab("anna", null, { c: answer("только что"), d: answer("ещё") });
  expect(next.draft("c")).toMatchObject({ reply: "из прошлого раза\nтолько что", note: "заметка" });
  expect(tab().words("d")).toBe("ещё");
  expect(next.ids()).toEqual(["c", "d"]);
  expect(tab().ids()).not.toContain("bad");
});

test("what another operator has left unsent in the tab goes with their drafts", () => {
  sessionStorage.setItem("ryadom:panel:words:anna", "{}");
  localStorage.setItem("ryadom:panel:preferences", "{}");
  tab();
  expect(sessionStorage.length).toBe(1);
  tab("boris");
  expect(sessionStorage.length).toBe(0);
  expect(localStorage.length).toBe(1);
});

test("where there are words is told anew only where it has changed, and by no key", () => {
  const one = tab();
  one.set("c", { ...EMPTY_DRAFT, isNote: true });
  expect(one.held.drafted.size).toBe(0);
  one.set("c", answer("С"));
  const { drafted } = one.held;
  expect([...drafted]).toEqual(["c"]);
  one.set("c", answer("Сл"));
  expect(one.held.drafted).toBe(drafted);
  one.set("d", answer("Х"));
  expect(one.held.drafted).not.toBe(drafted);
});

test("conversations of which nothing has been heard since the connection are asked for, a few at a time, after the folders", () => {
  const one = tab();
  for (const id of ["c", "d", "e", "f", "g"]) one.set(id, answer("слова"));
  const seen = rowsWith("Вопрос");
  one.judge({ ...seen, connected: true });
  expect(one.panel.doubtRows).not.toHaveBeenCalled();
  const verified = { ...EMPTY_INBOX.folders.waiting, verified: "end" } as const;
  const folders = { ...EMPTY_INBOX.folders, waiting: verified, mine: verified };
  one.judge({ ...seen, folders });
  expect(one.panel.doubtRows).not.toHaveBeenCalled();
  one.judge({ ...seen, folders, connected: true });
  expect(one.panel.doubtRows.mock.calls).toEqual([[["d", "e", "f"]]]);
  const doubts = new Map(["d", "e", "f"].map((id) => [id, { seq: 0, tick: 1 }]));
  one.judge({ ...seen, folders, connected: true, doubts });
  expect(one.panel.doubtRows).toHaveBeenCalledTimes(1);
  one.judge({ ...seen, folders, connected: true, resetTick: 1 });
  expect(one.panel.doubtRows).toHaveBeenLastCalledWith(["c", "d", "e"]);
});
