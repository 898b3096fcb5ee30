// @vitest-environment jsdom
// What the card says of CRMs: a link only where the server gave one, and a push under way is looked at until it ends.
import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type CrmCard, sendToCrm } from "../../live/crm_requests";
import { CrmPart } from "./crm_part";

const CARD: CrmCard = {
  connector_id: "k",
  title: "Абак",
  host: "crm.test",
  state: "none",
  remote_id: "",
  url: "",
  failure: "",
  queued_at: null,
  sent_at: null,
  may_send: true,
};

let cards: readonly CrmCard[] = [];
let asked: string[] = [];

beforeEach(() => {
  vi.useFakeTimers();
  asked = [];
  vi.stubGlobal("fetch", async (url: string, { method }: { method: string }) => {
    asked.push(`${method} ${url}`);
    return new Response(JSON.stringify({ cards }));
  });
});

afterEach(() => {
  render(null, document.body);
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

async function show(...now: readonly CrmCard[]) {
  cards = now;
  await draw(1);
}

async function draw(lastSeq: number) {
  await act(async () => render(<CrmPart conversationId="c" lastSeq={lastSeq} />, document.body));
  await pass(0);
}

async function pass(ms: number) {
  await act(async () => {
    await vi.advanceTimersByTimeAsync(ms);
  });
}

const text = () => document.body.textContent ?? "";
const GET = "GET /panel/api/conversations/c/crm";

test("a site without a CRM has no such part", async () => {
  await show();
  expect(document.body.innerHTML).toBe("");
});

test("a card is a link where the server gave one, and its number alone where it did not", async () => {
  const sent = { ...CARD, state: "sent" as const, remote_id: "123", sent_at: "2026-11-29T12:00:00Z" };
  await show({ ...sent, url: "https://crm.test/123" }, { ...sent, connector_id: "l", remote_id: "7" });
  const links = [...document.querySelectorAll("a")];
  expect(links.map((link) => link.getAttribute("href"))).toEqual(["https://crm.test/123"]);
  expect(links[0]?.rel).toBe("noopener noreferrer");
  expect(text()).toContain("Абак: карточка 7");
});

test("a card without a link has its number to copy, as people there call it", async () => {
  const copied: string[] = [];
  Object.defineProperty(navigator, "clipboard", {
    configurable: true,
    value: { writeText: async (written: string) => void copied.push(written) },
  });
  const made = { remote_id: "3ca886b6", number: "ТОР-000042" };
  await show({ ...CARD, ...made, title: "1С", state: "sent", may_send: false });
  expect(text()).toContain("1С: карточка ТОР-000042");
  expect(text()).not.toContain("3ca886b6");
  const button = document.querySelector("button");
  expect(button?.getAttribute("aria-label")).toBe("Скопировать номер ТОР-000042");
  await act(async () => button?.click());
  await pass(0);
  expect(copied).toEqual(["ТОР-000042"]);
  expect(text()).toContain("Номер скопирован");
  // Without TLS there is no clipboard: it is selected instead
  Object.defineProperty(navigator, "clipboard", { configurable: true, value: undefined });
  await act(async () => button?.click());
  await pass(0);
  expect(getSelection()?.toString()).toBe("ТОР-000042");
  expect(text()).not.toContain("Номер скопирован");
});

test("what leads there needs no copying", async () => {
  await show({ ...CARD, state: "sent", remote_id: "42", url: "http://1c.test/trade/42", may_send: false });
  expect(document.querySelector("button")).toBeNull();
  expect(document.querySelector("a")?.getAttribute("href")).toBe("http://1c.test/trade/42");
});

test("why it did not go is said, and it can be sent again", async () => {
  await show({ ...CARD, state: "failed", failure: "Лид не принят." });
  expect(text()).toContain("не\u00a0ушло: Лид не принят.");
  cards = [{ ...CARD, state: "pending", may_send: false }];
  const button = document.querySelector("button");
  button?.focus();
  await act(async () => button?.click());
  await pass(0);
  const sent = "POST /panel/api/conversations/c/crm";
  expect(asked).toContain(sent);
  expect(text()).toContain("отправляется");
  // The keyboard stays on it, and pressing again sends nothing
  expect(document.activeElement).toBe(button);
  expect(button?.getAttribute("aria-disabled")).toBe("true");
  await act(async () => button?.click());
  await pass(0);
  expect(asked.filter((one) => one === sent)).toHaveLength(1);
});

test("what may not be sent has no button", async () => {
  await show({ ...CARD, state: "pending", may_send: false });
  expect(document.querySelector("button")).toBeNull();
});

test("what is under way is looked at until it ends, and not after", async () => {
  await show({ ...CARD, state: "pending", may_send: false });
  await pass(3_000);
  expect(asked).toEqual([GET, GET]);
  cards = [{ ...CARD, state: "sent", remote_id: "123" }];
  await pass(3_000);
  expect(text()).toContain("карточка 123");
  await pass(60_000);
  expect(asked).toEqual([GET, GET, GET]);
});

test("what waits for long is looked at less often", async () => {
  await show({ ...CARD, state: "pending", may_send: false });
  for (let look = 0; look < 10; look++) await pass(3_000);
  expect(asked).toHaveLength(11);
  await pass(29_000);
  expect(asked).toHaveLength(11);
  await pass(1_000);
  expect(asked).toHaveLength(12);
});

test("what happens in the conversation is followed by one look, as a rule may have sent it", async () => {
  await show(CARD);
  cards = [{ ...CARD, state: "sent", remote_id: "123" }];
  await draw(2);
  await pass(2_000);
  await draw(3);
  await pass(2_999);
  expect(asked).toEqual([GET]);
  await pass(1);
  expect(text()).toContain("карточка 123");
  await pass(60_000);
  expect(asked).toEqual([GET, GET]);
});

test("where there is no CRM, nothing that happens asks for one", async () => {
  await show();
  await draw(2);
  await pass(60_000);
  expect(asked).toEqual([GET]);
});

test("what the palette sends is seen at once, and only of this conversation", async () => {
  await show(CARD);
  cards = [{ ...CARD, state: "pending", may_send: false }];
  await act(async () => void (await sendToCrm("another", null)));
  await pass(0);
  expect(text()).toContain("ещё не\u00a0отправлен");
  await act(async () => void (await sendToCrm("c", null)));
  await pass(0);
  expect(text()).toContain("отправляется");
});
