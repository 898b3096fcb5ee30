// @vitest-environment jsdom
// Views are read when the link is there and when colleagues change some, and counted while something happens.
import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { AGEING_MS, APART_MS } from "../../live/count_clock";
import { EMPTY_INBOX, type Inbox } from "../../state/model";
import { learnErrors } from "../../texts/errors";
import { laterErrorsEn, laterErrorsRu } from "../../texts/later_error_words";
import { useViews, type ViewsHold } from "./use_views";

document.adoptedStyleSheets ??= [];
await import("./views_keeper");
learnErrors(laterErrorsRu, laterErrorsEn);

const VIEW = { id: "own", name: "Мои", filter: {} };
const SHARED = { id: "shared", name: "Общая", filter: {}, version: 3, audience: { controller_id: "firm" } };

let asked: string[] = [];
let answers: Record<string, unknown> = {};
let sharedIds: string[] = [];
let refusal: object = {};
let hold: ViewsHold | undefined;

beforeEach(() => {
  vi.useFakeTimers();
  [asked, sharedIds, refusal] = [
    [],
    [],
    { code: "settings_changed", newer: { by: "Анна", at: "2026-01-01T00:00:00Z" } },
  ];
  answers = {
    "GET /views": { version: 1, views: [VIEW], shared: [SHARED] },
    "GET /views/counts": { counts: [{ id: "own", count: 4, is_more: false }] },
  };
  vi.spyOn(Math, "random").mockReturnValue(0);
  vi.stubGlobal("fetch", async (url: string, { method, body }: RequestInit) => {
    const question = `${method} ${url.replace("/panel/api", "")}`;
    asked.push(question);
    if (method === "POST") sharedIds.push(JSON.parse(String(body)).view.id);
    const answer = answers[question];
    return new Response(JSON.stringify(answer ?? { error: refusal }), {
      status: answer === undefined ? 409 : 200,
    });
  });
});

afterEach(() => {
  render(null, document.body);
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
  vi.useRealTimers();
});

function Views({ inbox }: { readonly inbox: Inbox }) {
  hold = useViews(inbox, () => undefined);
  return null;
}

async function draw(inbox: Partial<Inbox>, forMs = 0): Promise<void> {
  act(() => render(<Views inbox={{ ...EMPTY_INBOX, connected: true, ...inbox }} />, document.body));
  await act(async () => {
    await vi.dynamicImportSettled();
    await vi.advanceTimersByTimeAsync(forMs);
  });
}

function drawNav(): void {
  const { drawn } = hold ?? {};
  if (!hold || !drawn) throw new Error("nothing is drawn yet");
  const props = { openId: null, wanted: null, views: hold, shown: drawn, sites: [], onChosen: () => undefined };
  act(() => render(<drawn.Nav {...props} />, nav));
}

function said(): string {
  drawNav();
  return nav.querySelector("[role=alert]")?.textContent ?? "";
}

const nav = document.createElement("div");
const rows = EMPTY_INBOX.rows;
const all = () => [...(hold?.views ?? []), ...(hold?.shared ?? [])];

test("they are read and counted at once, and counted again when something has happened", async () => {
  await draw({ rows });
  expect(all().map(({ id }) => id)).toEqual(["own", "shared"]);
  expect(hold?.drawn?.counts.get("own")?.count).toBe(4);
  await draw({ rows }, 10 * APART_MS);
  expect(asked).toEqual(["GET /views", "GET /views/counts"]);
  await draw({ rows: new Map() }, APART_MS);
  expect(asked).toEqual(["GET /views", "GET /views/counts", "GET /views/counts"]);
});

test("they are read anew when colleagues have changed some, and after an interruption", async () => {
  await draw({ rows });
  answers["GET /views"] = { version: 1, views: [VIEW] };
  await draw({ rows, viewsTick: 7 });
  expect(all().map(({ id }) => id)).toEqual(["own"]);
  await draw({ rows, viewsTick: 7, connected: false });
  await draw({ rows, viewsTick: 7 });
  expect(asked.filter((question) => question === "GET /views")).toHaveLength(3);
});

test("what was not saved is said, and shown as the server has it", async () => {
  await draw({ rows });
  const keeper = hold?.drawn?.keeper;
  answers["GET /views"] = { version: 2, views: [VIEW], shared: [{ ...SHARED, name: "Иначе", version: 4 }] };
  await act(async () => expect(await keeper?.change(SHARED, { name: "Моя" })).toBe(false));
  expect(said()).toContain("Анна");
  expect(all().map(({ name }) => name)).toEqual(["Мои", "Иначе"]);
  answers["PUT /shared-views/shared"] = { ...SHARED, name: "Моя", version: 5 };
  await act(async () => expect(await keeper?.change(SHARED, { name: "Моя" })).toBe(true));
  expect(said()).toBe("");
  expect(all().map(({ name }) => name)).toEqual(["Мои", "Моя"]);
  refusal = { code: "department_unknown" };
  await act(async () => expect(await keeper?.putBack({ ...SHARED, id: "gone" })).toBe(false));
  expect(said()).toContain("направления больше нет");
});

test("what is shared is no own one any more, unless it could not be shared", async () => {
  await draw({ rows });
  const keeper = hold?.drawn?.keeper;
  refusal = { code: "internal_error" };
  await act(async () => keeper?.share(VIEW, SHARED.audience));
  expect(asked).not.toContain("PUT /views");
  answers["POST /shared-views"] = { ...SHARED, id: "new", name: VIEW.name };
  answers["PUT /views"] = { version: 2, views: [] };
  await act(async () => keeper?.share(VIEW, SHARED.audience));
  expect(all().map(({ id }) => id)).toEqual(["shared", "new"]);
  // The first try may have come through, and its answer not.
  expect(new Set(sharedIds).size).toBe(1);
  answers["PUT /views"] = { version: 3, views: [], hidden: ["shared"] };
  await act(async () => void (await keeper?.hide("shared", true)));
  expect(all().map(({ id }) => id)).toEqual(["new"]);
});

test("a view that may have more than was looked at shows that, also where nothing of it was found", async () => {
  answers["GET /views/counts"] = {
    counts: [
      { id: "own", count: 0, is_more: true },
      { id: "shared", count: 0, is_more: false },
    ],
  };
  await draw({ rows });
  drawNav();
  expect([...nav.querySelectorAll(".folder__count")].map(({ textContent }) => textContent)).toEqual(["0+"]);
});

test("what colleagues have changed is counted by each panel in its own time, and what could not be counted later", async () => {
  await draw({ rows });
  vi.spyOn(Math, "random").mockReturnValue(0.5);
  const counted = () => asked.filter((question) => question === "GET /views/counts").length;
  expect(counted()).toBe(1);
  await draw({ rows, viewsTick: 7 });
  expect(counted()).toBe(1);
  delete answers["GET /views/counts"];
  await draw({ rows, viewsTick: 7 }, 2 * APART_MS);
  expect(counted()).toBe(2);
  await draw({ rows, viewsTick: 7 }, AGEING_MS);
  expect(counted()).toBe(3);
});
