// What the server's answers about one's own access mean.
import { afterEach, expect, test, vi } from "vitest";
import { changePassword, confirmSecondFactor, endSession } from "./account_requests";

afterEach(() => {
  vi.unstubAllGlobals();
});

function answering(response: () => Response) {
  const fetched = vi.fn<(url: string, init: RequestInit) => Promise<Response>>(async () => response());
  vi.stubGlobal("fetch", fetched);
  return fetched;
}

test("an answer without a body is a success with nothing to tell", async () => {
  const fetched = answering(() => new Response(null, { status: 204 }));
  expect(await changePassword({ password: "old", code: "" }, "new")).toEqual({ value: null });
  expect(JSON.parse(String(fetched.mock.calls[0]?.[1].body))).toEqual({
    password: "old",
    code: "",
    new_password: "new",
  });
});

test("a refusal carries the server's code and when to try again", async () => {
  const error = { code: "sign_in_locked", retry_after_s: 600 };
  answering(() => new Response(JSON.stringify({ error }), { status: 429 }));
  expect(await confirmSecondFactor("123456")).toEqual({
    failure: { code: "sign_in_locked", field: null, retryAfterS: 600 },
  });
});

test("a page of a proxy in place of an answer reads as no connection", async () => {
  answering(() => new Response("<h1>Bad gateway</h1>", { status: 502 }));
  expect(await endSession("a/b")).toEqual({
    failure: { code: "no_connection", field: null, retryAfterS: 0 },
  });
});
