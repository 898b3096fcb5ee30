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
function show(goalMin: number | null, change: Partial<Conversation> = {}, others: readonly SiteRef[] = []) {
  const server = new ServerModel(50);
  server.start("здравствуйте");
  const began = new Date(START_MS).toISOString();
  const [row] = server.folder("all");
  if (!row) throw new Error("The model has lost its conversation");
  const conversation = { ...row, active_at: began, waiting_since: began, last_message: null, ...change };
  const site: SiteRef = { id: conversation.site_id, name: "Лавка", answer_goal_min: goalMin };
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
      drafted: new Set<string>(),
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
    says: document.querySelector(".row__waiting")?.textContent?.replaceAll("\u00a0", " "),
    isLate: document.querySelector(".row__waiting--late") !== null,
  });
}

test("a wait grows by itself, and passes the site's goal when it is over", () => {
  const wait = show(3);
  expect(wait()).toEqual({ says: "ждёт", isLate: false });
  pass(70);
  expect(wait()).toEqual({ says: "ждёт 1 мин", isLate: false });
  pass(60);
  expect(wait()).toEqual({ says: "ждёт 2 мин", isLate: false });
  pass(60);
  expect(wait().isLate).toBe(true);
  expect(wait().says).toContain("ждёт 3 мин, дольше нормы");
});

test("where the site has no goal, and where nobody waits, nothing is late however long it takes", () => {
  const wait = show(null);
  pass(7_200);
  expect(wait()).toEqual({ says: "ждёт 2 ч", isLate: false });
  const answered = show(1, { waiting_since: null });
  pass(7_200);
  expect(answered()).toEqual({ says: undefined, isLate: false });
});

test("a row names its site to whoever sees another one too", () => {
  show(null);
  expect(document.querySelector(".row__whose")).toBeNull();
  show(null, {}, [{ id: "s2", name: "Чай оптом" }]);
  expect(document.querySelector(".row__whose bdi")?.textContent).toBe("Лавка");
});
