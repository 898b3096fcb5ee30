// @vitest-environment jsdom
// «Сотрудники» says who is there and how much they have, to whoever leads conversations, as long as it is looked at.
import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Right, SignedIn } from "../../../live/session_requests";
import { Colleagues } from "./colleagues";
import { colleagueOf } from "./test_colleague";

const PEOPLE = ["Анна", "Борис", "Вера", "Глеб"].map((name) => colleagueOf(name));

let asked: number;
let atWork: () => Response;
let isHidden: boolean;

beforeEach(() => {
  vi.useFakeTimers();
  [asked, isHidden] = [0, false];
  vi.spyOn(document, "hidden", "get").mockImplementation(() => isHidden);
  vi.stubGlobal("fetch", async (url: string) => {
    if (url.endsWith("/operators")) return new Response(JSON.stringify({ operators: PEOPLE }));
    if (url.endsWith("/waiting-alerts"))
      return new Response(JSON.stringify({ is_mail_on: true, operators: [], sites: [] }));
    asked++;
    return atWork();
  });
});

afterEach(() => {
  render(null, document.body);
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

function stand(...states: [id: string, standing: string, open_count: number, max_chats: number | null][]): void {
  const colleagues = states.map(([id, standing, open_count, max_chats]) => ({ id, standing, open_count, max_chats }));
  atWork = () => new Response(JSON.stringify({ colleagues }));
}

async function open(...rights: Right[]): Promise<void> {
  const signedIn = { operator: { id: "Анна", name: "Анна" }, role: "supervisor", rights } as unknown as SignedIn;
  await act(async () =>
    render(<Colleagues signedIn={signedIn} itemId={null} onOpen={() => undefined} />, document.body),
  );
  await pass(0);
}

async function pass(ms: number): Promise<void> {
  await act(async () => void (await vi.advanceTimersByTimeAsync(ms)));
}

const now = () => [...document.querySelectorAll('td[data-label="Сейчас"]')].map(({ textContent }) => textContent);

test("each is there or not, with how many of how many, and is looked at again every 15 s", async () => {
  stand(["Анна", "online", 3, 5], ["Борис", "away", 1, null], ["Вера", "offline", 2, 0]);
  await open("see_operators", "lead_conversations");
  expect(now()).toEqual([
    "в\u00a0сети3 из\u00a05 диалогов",
    "не\u00a0на\u00a0месте1 диалог",
    "не\u00a0в\u00a0сети2 диалога, новых не\u00a0передаём",
    "—",
  ]);
  stand(["Анна", "offline", 21, 21]);
  await pass(14_900);
  expect(asked).toBe(1);
  await pass(100);
  expect([asked, now()[0]]).toEqual([2, "не\u00a0в\u00a0сети21 из\u00a021 диалога"]);
  isHidden = true;
  await pass(60_000);
  expect(asked).toBe(2);
  isHidden = false;
  atWork = () => new Response("{}", { status: 503 });
  await pass(15_000);
  // What was so a while ago is not said to be so now
  expect(now()).toEqual(Array(4).fill("не\u00a0удалось узнать"));
  stand(["Анна", "online", 0, null]);
  await pass(15_000);
  expect(now()[0]).toBe("в\u00a0сети0 диалогов");
  act(() => render(null, document.body));
  const sofar = asked;
  await pass(60_000);
  expect(asked).toBe(sofar);
});

test("whoever leads no conversations is not shown it, and it is not asked for", async () => {
  stand();
  await open("see_operators");
  await pass(60_000);
  expect([document.querySelectorAll("tbody tr").length, now(), asked]).toEqual([4, [], 0]);
});
