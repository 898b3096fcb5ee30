// @vitest-environment jsdom
// Time goes on in the rows by itself: what is said of a wait grows, and passes the site's goal, without any news.
// And their sites are named to whoever sees more than one.
import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Conversation, SiteRef } from "../operator.gen";
import { listedOf } from "../state/listing";
import { ServerModel } from "../state/server_model";
import { ServerNowContext } from "./context";
import { ConversationList } from "./conversation_list";
import { WaitOf } from "./waiting";

/** The reader's own clock is wrong: it is the server's that counts. */
const AHEAD_MS = 3_600_000;
const START_MS = Date.parse("2026-11-12T12:00:00Z");

beforeEach(() => {
  vi.useFakeTimers({ now: START_MS + AHEAD_MS });
  vi.stubGlobal(
    "ResizeObserver",
    class {
      observe() {}
      disconnect() {}
    },
  );
});
afterEach(() => {
  act(() => render(null, document.body));
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const pass = (seconds: number) => act(() => void vi.advanceTimersByTime(seconds * 1_000));

/** The list with one row, whose visitor has just begun to wait; and how to read what its row says of that. */
function show(
  goalMin: number | null,
  change: Partial<Conversation> = {},
  others: readonly SiteRef[] = [],
  openings: readonly number[] | null = null,
) {
  const server = new ServerModel(50);
  server.start("здравствуйте");
  const began = new Date(START_MS).toISOString();
  const [row] = server.folder("all");
  if (!row) throw new Error("The model has lost its conversation");
  const conversation = { ...row, active_at: began, waiting_since: began, last_message: null, ...change };
  const site: SiteRef = {
    id: conversation.site_id,
    name: "Лавка",
    answer_goal_min: goalMin,
    openings: openings && [...openings],
  };
  const selection = {
    ids: [],
    has: () => false,
    toggle: () => undefined,
    all: () => undefined,
    clear: () => undefined,
  };
  const list = {
    ...{ folder: "all" as const, wanted: null, sites: [site, ...others] },
    ...{ selection, me: "a", openId: null, cursor: null },
    ...{ listed: listedOf([conversation]), connected: true, hasMore: false },
    ...{
      typingIds: new Set<string>(),
      mentions: new Map<string, number>(),
      marks: new Set<string>(),
      woken: new Map<string, number>(),
      onMore: () => undefined,
    },
  };
  act(() =>
    render(
      <ServerNowContext.Provider value={() => Date.now() - AHEAD_MS}>
        <ConversationList {...list} />
      </ServerNowContext.Provider>,
      document.body,
    ),
  );
  return () => ({
    says: document.querySelector(".waiting")?.textContent?.replaceAll("\u00a0", " "),
    isLate: document.querySelector(".waiting--late") !== null,
    isSoon: document.querySelector(".waiting--soon") !== null,
    title: document.querySelector<HTMLElement>(".waiting")?.title.replaceAll("\u00a0", " "),
  });
}

test("a wait grows by itself, and passes the site's goal when it is over", () => {
  const wait = show(3);
  const calm = { isLate: false, isSoon: false, title: "" };
  expect(wait()).toEqual({ ...calm, says: "ждёт" });
  pass(70);
  expect(wait()).toEqual({ ...calm, says: "ждёт 1 мин" });
  pass(60);
  expect(wait()).toEqual({ ...calm, says: "ждёт 2 мин" });
  pass(10);
  expect(wait()).toMatchObject({ isLate: false, isSoon: true, title: "ждёт 2 мин, скоро дольше нормы" });
  pass(50);
  expect(wait()).toMatchObject({ isLate: true, isSoon: false, title: "ждёт 3 мин, дольше нормы" });
  expect(wait().says).toContain("ждёт 3 мин, дольше нормы");
});

test("while the site is closed a wait grows, and its goal does not pass", () => {
  const opens = START_MS / 1_000 + 7_200;
  const wait = show(4, {}, [], [opens, opens + 3_600]);
  pass(7_200 + 120);
  expect(wait()).toMatchObject({ says: "ждёт 2 ч 2 мин", isLate: false, isSoon: false });
  pass(60);
  expect(wait()).toMatchObject({ isLate: false, isSoon: true });
  pass(60);
  expect(wait()).toMatchObject({ isLate: true, isSoon: false });
});

test("above an open thread a wait grows by itself too", () => {
  const server = new ServerModel(50);
  server.start("здравствуйте");
  const [row] = server.folder("all");
  if (!row) throw new Error("The model has lost its conversation");
  const conversation = { ...row, waiting_since: new Date(START_MS).toISOString() };
  const site: SiteRef = { id: row.site_id, name: "Лавка", answer_goal_min: 4 };
  const draw = (change: Partial<Conversation> = {}) =>
    act(() =>
      render(
        <ServerNowContext.Provider value={() => Date.now() - AHEAD_MS}>
          <WaitOf conversation={{ ...conversation, ...change }} site={site} />
        </ServerNowContext.Provider>,
        document.body,
      ),
    );
  const says = () => [document.body.textContent?.replaceAll("\u00a0", " "), document.querySelector("span")?.className];
  draw();
  expect(says()).toEqual(["ждёт", "waiting"]);
  pass(130);
  expect(says()).toEqual(["ждёт 2 мин", "waiting"]);
  pass(60);
  expect(says()).toEqual(["ждёт 3 минждёт 3 мин, скоро дольше нормы", "waiting waiting--soon"]);
  pass(60);
  expect(says()[1]).toBe("waiting waiting--late");
  draw({ waiting_since: null });
  expect(document.body.textContent).toBe("");
});

test("where the site has no goal, and where nobody waits, nothing is late however long it takes", () => {
  const wait = show(null);
  pass(7_200);
  expect(wait()).toMatchObject({ says: "ждёт 2 ч", isLate: false, isSoon: false });
  const answered = show(1, { waiting_since: null });
  pass(7_200);
  expect(answered()).toMatchObject({ says: undefined, isLate: false, isSoon: false });
});

test("a row names its site to whoever sees another one too", () => {
  show(null);
  expect(document.querySelector(".row__whose")).toBeNull();
  show(null, {}, [{ id: "s2", name: "Чай оптом" }]);
  expect(document.querySelector(".row__whose bdi")?.textContent).toBe("Лавка");
});
