// @vitest-environment jsdom
// What the browser remembers, and what it does where it may not.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Outbox } from "./live/outbox";
import type { Letter } from "./state";
import { openStore } from "./storage";

const ANNA = { visitorId: "A", token: "token-a" };
const BORIS = { visitorId: "B", token: "token-b" };

function outboxOf(...echoIds: string[]): Outbox<Letter> {
  return echoIds.map((echoId) => ({
    echoId,
    payload: { body: echoId, atMs: 1 },
    state: "waiting",
    code: null,
    retryAtMs: 0,
  }));
}

beforeEach(() => {
  localStorage.clear();
  sessionStorage.clear();
});
afterEach(() => vi.restoreAllMocks());

test("the first of two tabs names the visitor, the second goes on with theirs", async () => {
  const [one, other] = [openStore("key"), openStore("key")];
  const claims = await Promise.all([one.claim(ANNA), other.claim(BORIS)]);
  expect(claims).toEqual([ANNA, ANNA]);
});

test("sites on one origin do not share visitors", async () => {
  await openStore("one").claim(ANNA);
  expect(openStore("other").read()).toBeNull();
});

test("a newer token replaces the one of the same visitor only", async () => {
  const store = openStore("key");
  expect(store.renew(ANNA)).toBe(false);
  await store.claim(ANNA);
  expect(store.renew({ ...ANNA, token: "newer" })).toBe(true);
  expect(store.renew(BORIS)).toBe(false);
  expect(store.read()).toEqual({ ...ANNA, token: "newer" });
});

test("forgetting a token leaves a newer one alone", async () => {
  const store = openStore("key");
  await store.claim(ANNA);
  store.forget("older");
  expect(store.read()).toEqual(ANNA);
  store.forget(ANNA.token);
  expect(store.isExpected()).toBe(false);
});

test("a tab takes over what another could not send, once", async () => {
  openStore("key").keepOutbox(outboxOf("e1", "e2"));
  const store = openStore("key");
  expect(store.isExpected()).toBe(true);
  const taken: string[] = [];
  const take = (outbox: Outbox<Letter>) => taken.push(...outbox.map((message) => message.echoId));
  await store.adoptOutboxes(take);
  await store.adoptOutboxes(take);
  expect(taken).toEqual(["e1", "e2"]);
});

test("an empty outbox leaves nothing behind", () => {
  const store = openStore("key");
  store.keepOutbox(outboxOf("e1"));
  store.keepOutbox([]);
  expect(Object.keys(localStorage)).toEqual(["ryadom:key"]);
});

test("a draft is kept from the first message on, for this tab and site, until the chat is closed", async () => {
  const store = openStore("key");
  store.keepDraft("до первого сообщения");
  expect([store.readDraft(), sessionStorage.length]).toEqual([null, 0]);
  await store.claim(ANNA);
  store.keepDraft("");
  expect(openStore("key").readDraft()).toBe("");
  store.keepDraft("чёрн");
  expect([openStore("key").readDraft(), openStore("other").readDraft()]).toEqual(["чёрн", null]);
  expect(Object.keys(localStorage)).toEqual(["ryadom:key"]);
  store.keepDraft(null);
  expect([store.readDraft(), sessionStorage.length]).toEqual([null, 0]);
});

test("the draft of a visitor who was forgotten is nobody's", async () => {
  const store = openStore("key");
  await store.claim(ANNA);
  store.keepDraft("текст");
  store.forget(ANNA.token);
  expect(store.readDraft()).toBeNull();
  store.keepDraft("текст");
  expect(sessionStorage.length).toBe(0);
});

test("what somebody else has put under our key is nobody's identity", () => {
  for (const text of ["", "{", "null", "[]", '{"token":5}', '"token"']) {
    localStorage.setItem("ryadom:key", text);
    expect(openStore("key").read()).toBeNull();
  }
});

test("where storage is blocked nothing is kept and nothing breaks", async () => {
  for (const area of ["localStorage", "sessionStorage"] as const) {
    vi.spyOn(window, area, "get").mockImplementation(() => {
      throw new DOMException("blocked", "SecurityError");
    });
  }
  const store = openStore("key");
  expect(await store.claim(ANNA)).toEqual(ANNA);
  store.keepOutbox(outboxOf("e1"));
  store.keepDraft("текст");
  await store.adoptOutboxes(() => {});
  expect([store.read(), store.isExpected(), store.renew(ANNA), store.readDraft()]).toEqual([null, false, false, null]);
});

test("what is cleared is gone, of this site alone, and other tabs hear that it was meant", async () => {
  const neighbour = openStore("key2");
  await neighbour.claim(BORIS);
  const store = openStore("key");
  await store.claim(ANNA);
  openStore("key").keepOutbox(outboxOf("e1"));
  store.mute(true);
  store.keepDraft("черновик");
  const written = vi.spyOn(Storage.prototype, "setItem");
  store.clear();
  const [call] = written.mock.calls;
  expect(Object.keys(localStorage)).toEqual(["ryadom:key2"]);
  expect(sessionStorage.length).toBe(0);
  const heard: string[] = [];
  const leaving = new AbortController();
  store.watch(
    () => heard.push("changed"),
    () => heard.push("cleared"),
    leaving.signal,
  );
  for (const newValue of [call?.[1] ?? "", null, JSON.stringify(BORIS)]) {
    window.dispatchEvent(new StorageEvent("storage", { key: "ryadom:key", newValue }));
  }
  leaving.abort();
  expect(heard).toEqual(["cleared", "changed", "changed"]);
});

test("on a page that says so all of it lies in the tab alone, and what all tabs have stays as it is", async () => {
  await openStore("key").claim(ANNA);
  document.documentElement.dataset.ryadom = "sessionStorage";
  try {
    const store = openStore("key");
    expect(store.read()).toBeNull();
    await store.claim(BORIS);
    store.keepDraft("half a word");
    store.keepOutbox(outboxOf("e1"));
    expect([store.read(), store.readDraft()]).toEqual([BORIS, "half a word"]);
    store.clear();
    expect(store.read()).toBeNull();
  } finally {
    delete document.documentElement.dataset.ryadom;
  }
  expect(openStore("key").read()).toEqual(ANNA);
  expect(Object.keys(localStorage)).toEqual(["ryadom:key"]);
});
