// @vitest-environment jsdom
// Views are read when the link is there and when colleagues change some, and counted while something happens.
import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { APART_MS } from "../../live/count_clock";
import { EMPTY_INBOX, type Inbox } from "../../state/model";
import { useViews, type ViewsHold } from "./use_views";

document.adoptedStyleSheets ??= [];
await import("./views_keeper");

const VIEW = { id: "own", name: "Мои", filter: {} };
const SHARED = { id: "shared", name: "Общая", filter: {}, version: 3, audience: { controller_id: "firm" } };

let asked: string[] = [];
let answers: Record<string, unknown> = {};
let hold: ViewsHold | undefined;

beforeEach(() => {
  vi.useFakeTimers();
  asked = [];
  answers = {
    "GET /views": { version: 1, views: [VIEW], shared: [SHARED] },
    "GET /views/counts": { counts: [{ id: "own", count: 4, is_more: false }] },
  };
  vi.stubGlobal("fetch", async (url: string, { method }: RequestInit) => {
    const question = `${method} ${url.replace("/panel/api", "")}`;
    asked.push(question);
    const answer = answers[question];
    return new Response(JSON.stringify(answer ?? { error: { code: "settings_changed" } }), {
      status: answer === undefined ? 409 : 200,
    });
  });
});

afterEach(() => {
  render(null, document.body);
  vi.unstubAllGlobals();
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
  expect(hold?.hasFailed).toBe(true);
  expect(all().map(({ name }) => name)).toEqual(["Мои", "Иначе"]);
  answers["PUT /shared-views/shared"] = { ...SHARED, name: "Моя", version: 5 };
  await act(async () => expect(await keeper?.change(SHARED, { name: "Моя" })).toBe(true));
  expect(hold?.hasFailed).toBe(false);
  expect(all().map(({ name }) => name)).toEqual(["Мои", "Моя"]);
});

test("what is shared is no own one any more, unless it could not be shared", async () => {
  await draw({ rows });
  const keeper = hold?.drawn?.keeper;
  await act(async () => keeper?.share(VIEW, SHARED.audience));
  expect(asked).not.toContain("PUT /views");
  answers["POST /shared-views"] = { ...SHARED, id: "new", name: VIEW.name };
  answers["PUT /views"] = { version: 2, views: [] };
  await act(async () => keeper?.share(VIEW, SHARED.audience));
  expect(all().map(({ id }) => id)).toEqual(["shared", "new"]);
  answers["PUT /views"] = { version: 3, views: [], hidden: ["shared"] };
  await act(async () => void (await keeper?.hide("shared", true)));
  expect(all().map(({ id }) => id)).toEqual(["new"]);
});
