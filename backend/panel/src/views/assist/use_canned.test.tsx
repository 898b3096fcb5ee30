// @vitest-environment jsdom
// What «/» offers in a conversation: the number of the visitor's request comes from its cards in CRMs, or something stands in for it.
import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, expect, test, vi } from "vitest";
import type { Source } from "./completion";
import { useCanned } from "./use_canned";

afterEach(() => {
  act(() => render(null, document.body));
  vi.unstubAllGlobals();
});

const IVAN = { name: "Иван", operator: "Анна", site: "Лавка" };
const SPEAKS_OF_IT = "{имя}, заявка {заявка|уже заведена}.";

interface Told {
  readonly body: string;
  readonly siteId?: string;
  /** The numbers that the conversation has in CRMs, with when each had it; null: they can't be told. */
  readonly cards?: readonly (readonly [number: string, sentAt: string | null])[] | null;
}

/** What is offered once «/» was written and the server has answered, and what it was asked. */
async function offered({ body, siteId = "s", cards = [] }: Told): Promise<{ texts: string[]; asked: string[] }> {
  const asked: string[] = [];
  const reply = { id: "r", scope: "own", version: 1, may_change: true, shortcut: "где", body, site_ids: [siteId] };
  vi.stubGlobal("fetch", async (url: string) => {
    asked.push(url);
    if (url.endsWith("/crm")) {
      if (!cards) return new Response("{}", { status: 503 });
      const told = cards.map(([remote_id, sent_at]) => ({ remote_id, sent_at }));
      return new Response(JSON.stringify({ cards: told }));
    }
    return new Response(JSON.stringify({ replies: [reply] }));
  });
  let source: Source | undefined;
  function Field() {
    source = useCanned("c1", "s", IVAN, "");
    return null;
  }
  act(() => render(<Field />, document.body));
  act(() => source?.onBegun?.());
  // Elsewhere nothing is offered: what it waits for there is the answer alone
  await vi.waitFor(() => expect(source?.find("")).toHaveLength(siteId === "s" ? 1 : 0));
  await act(() => new Promise((done) => setTimeout(done)));
  return { texts: (source?.find("") ?? []).map(({ text }) => text), asked };
}

test("the number is that of the conversation in the CRM that had it last", async () => {
  const cards = [
    ["17", "2026-11-12T10:00:00Z"],
    ["", null],
    ["2041", "2026-11-12T11:00:00Z"],
  ] as const;
  const { texts, asked } = await offered({ body: SPEAKS_OF_IT, cards });
  expect(texts).toEqual(["Иван, заявка 2041."]);
  expect(asked.at(-1)).toMatch(/\/conversations\/c1\/crm$/);
});

test("where there is no number, or none is told, what was said to stand in for it does", async () => {
  for (const cards of [[], [["", null]], null] as const) {
    expect((await offered({ body: SPEAKS_OF_IT, cards })).texts).toEqual(["Иван, заявка уже заведена."]);
  }
});

test("CRMs are asked only where a reply of the site speaks of it", async () => {
  const plain = await offered({ body: "Здравствуйте, {имя}! {скидка}" });
  expect(plain.texts).toEqual(["Здравствуйте, Иван! {скидка}"]);
  const elsewhere = await offered({ body: SPEAKS_OF_IT, siteId: "other" });
  expect([...plain.asked, ...elsewhere.asked].filter((url) => url.endsWith("/crm"))).toEqual([]);
  expect((await offered({ body: "Request {Request}" })).asked.at(-1)).toMatch(/\/crm$/);
});
