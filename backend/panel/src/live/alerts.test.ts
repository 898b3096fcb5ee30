// Whether news sounds and is shown, by what was chosen and what is looked at; and what a notification says.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Conversation, ConversationAssigned, MessagePosted } from "../operator.gen";
import { type AlertChoices, DEFAULT_ALERTS, type Tone } from "../state/alerts";
import { DEPARTMENTS, ME, OTHER, ServerModel } from "../state/server_model";
import { alertsRu } from "../texts/alerts";
import { ru } from "../texts/ru";
import { Alerts } from "./alerts";
import type { News } from "./news";
import { noticeOf } from "./notice_of";
import { Speaker } from "./speaker";
import { LOOKS_HOLD_MS, Tabs } from "./tabs";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

class Heard extends Speaker {
  readonly tones: Tone[] = [];

  override play(tone: Tone): void {
    this.tones.push(tone);
  }
}

/** Locks of one browser, as far as tabs need them: whoever is first has one until its signal. */
function browserLocks(): LockManager {
  const held: string[] = [];
  const request = async (name: string, options: LockOptions, run: () => Promise<void>) => {
    if (options.mode === "exclusive" && held.includes(name)) return new Promise(() => undefined);
    held.push(name);
    await run();
    held.splice(held.indexOf(name), 1);
  };
  const query = async () => ({ held: held.map((name) => ({ name })), pending: [] });
  return { request, query } as unknown as LockManager;
}

/** A lock is free one turn after its signal, as in a browser; and what was seen before does not hold any more. */
const locksSettled = () => vi.advanceTimersByTimeAsync(LOOKS_HOLD_MS);

function newsOf(body = "Мой номер +7\u00a0•••"): News {
  const server = new ServerModel(50);
  server.start("здравствуйте");
  const conversation = server.folder("all")[0] as Conversation;
  const told = { conversation_id: conversation.id, seq: 2, prev_seq: 1, created_at: "2026-11-12T10:00:00Z" };
  const event: MessagePosted = { type: "message_posted", ...told, author: conversation.visitor, echo_id: null, body };
  return { kind: "mine", conversation, event };
}

function tabIn(locks: LockManager | undefined) {
  const speaker = new Heard();
  const shown: string[] = [];
  const tabs = new Tabs(locks);
  const alerts = new Alerts(speaker, tabs, ({ title }) => shown.push(title));
  tabs.offer("speaker");
  tabs.offer("notifier");
  const call = (news: News, change: Partial<AlertChoices> & { sound?: boolean } = {}, isSeen = false) =>
    alerts.call(news, { sound: true, ...DEFAULT_ALERTS, ...change }, () => noticeOf(ru, news, false, "Ольга"), isSeen);
  return { tabs, tones: speaker.tones, shown, call };
}

test("news sounds and is shown, each unless it is off", async () => {
  const tab = tabIn(browserLocks());
  await tab.call(newsOf());
  expect([tab.tones, tab.shown]).toEqual([["drop"], [alertsRu.kinds.mine]]);
  await tab.call(newsOf(), { sound: false });
  await tab.call(newsOf(), { tones: { ...DEFAULT_ALERTS.tones, mine: "off" } });
  expect(tab.tones).toHaveLength(1);
  await tab.call(newsOf(), { notifies: { ...DEFAULT_ALERTS.notifies, mine: false } });
  expect(tab.shown).toHaveLength(3);
});

test("of two tabs one calls, and the other once that one has left", async () => {
  const locks = browserLocks();
  const [first, second] = [tabIn(locks), tabIn(locks)];
  for (const tab of [first, second]) await tab.call(newsOf());
  expect([first.tones.length, second.tones.length]).toEqual([1, 0]);
  first.tabs.leave();
  await first.call(newsOf());
  expect(first.tones).toHaveLength(1);
});

test("who looks at the conversation in any tab is not called, and who looks at the panel hears it unless it is to be quiet", async () => {
  const locks = browserLocks();
  const [caller, looker] = [tabIn(locks), tabIn(locks)];
  const news = newsOf();
  looker.tabs.look(news.conversation.id);
  await caller.call(news);
  expect([caller.tones, caller.shown]).toEqual([[], []]);
  looker.tabs.look(null);
  await locksSettled();
  await caller.call(news);
  expect([caller.tones, caller.shown]).toEqual([["drop"], []]);
  await caller.call(news, { isQuietInFocus: true });
  expect(caller.tones).toHaveLength(1);
  looker.tabs.look(undefined);
  await locksSettled();
  await caller.call(news, { isQuietInFocus: true });
  expect([caller.tones.length, caller.shown.length]).toEqual([2, 1]);
});

test("hundreds of news a second ask the browser once who looks", async () => {
  const locks = browserLocks();
  const asked = vi.spyOn(locks, "query");
  const tab = tabIn(locks);
  await Promise.all(Array.from({ length: 20 }, () => tab.call(newsOf())));
  await tab.call(newsOf());
  expect(asked).toHaveBeenCalledTimes(1);
  await locksSettled();
  await tab.call(newsOf());
  expect(asked).toHaveBeenCalledTimes(2);
  expect(tab.tones).toHaveLength(22);
});

test("without locks each tab is alone", async () => {
  const tab = tabIn(undefined);
  await tab.call(newsOf());
  expect(tab.tones).toEqual(["drop"]);
  await tab.call(newsOf(), {}, true);
  expect(tab.tones).toHaveLength(1);
});

test("a notification says nobody's name or words unless that is chosen, and then with the masks", () => {
  const news = newsOf();
  expect(JSON.stringify(noticeOf(ru, news, false, "Ольга"))).not.toMatch(/Ольга|номер/);
  expect(noticeOf(ru, news, true, "Ольга")).toMatchObject({
    title: `Ольга · ${alertsRu.kinds.mine}`,
    body: "Мой номер +7\u00a0•••",
    hash: `#mine/${news.conversation.id}`,
  });
});

test("a hand-over says to which department, and who did it with which comment only where words are shown", () => {
  const { conversation, event } = newsOf();
  const { body: _, type: __, ...told } = event as MessagePosted;
  const [department] = DEPARTMENTS;
  const handed = { ...told, type: "conversation_assigned", author: OTHER, operator: null } as const;
  const notice = (change: Partial<ConversationAssigned>, showsWords = true) =>
    noticeOf(ru, { kind: "waiting", conversation, event: { ...handed, ...change } }, showsWords, "Ольга");
  const toSales = { department: department ?? null, comment: "Просит скидку" };
  expect(notice(toSales)).toMatchObject({
    title: "Ольга · Передан диалог: Продажи",
    body: "От\u00a0кого: Борис. Просит скидку",
    hash: `#waiting/${conversation.id}`,
  });
  expect(JSON.stringify(notice(toSales, false))).not.toMatch(/Ольга|Борис|скидку/);
  expect(notice({}).title).toBe(`Ольга · ${alertsRu.returned}`);
  expect(notice({ rule: "Возвраты" }).body).toBe("По\u00a0правилу «Возвраты»");
  expect(notice({ operator: ME }).body).toBe("От\u00a0кого: Борис");
  // Nobody gave what the server gives, in the operator's own name
  expect(notice({ author: ME, operator: ME, automatic: true }).body).toBe("здравствуйте");
});

test("a snooze that is over is said to be so, with the last words only where words are shown", () => {
  const { conversation, event } = newsOf();
  const { body: _, type: __, ...told } = event as MessagePosted;
  const woken = { ...told, type: "conversation_snoozed", author: OTHER, until: null } as const;
  const notice = (showsWords: boolean) =>
    noticeOf(ru, { kind: "called", conversation, event: woken }, showsWords, "Ольга");
  expect(notice(false)).toMatchObject({ title: "Вернулся отложенный диалог", hash: `#mine/${conversation.id}` });
  expect(JSON.stringify(notice(false))).not.toMatch(/Ольга|здравствуйте/);
  expect(notice(true)).toMatchObject({ title: "Ольга · Вернулся отложенный диалог", body: "здравствуйте" });
});
