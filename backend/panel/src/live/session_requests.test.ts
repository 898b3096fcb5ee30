// What the server's answers about the session mean.
import { afterEach, expect, test, vi } from "vitest";
import { findSession } from "./session_requests";

afterEach(() => {
  vi.unstubAllGlobals();
});

function answering(body: unknown, status = 200): void {
  vi.stubGlobal("fetch", () => Promise.resolve(new Response(JSON.stringify(body), { status })));
}

test("a session is whoever is signed in", async () => {
  const signedIn = { operator: { kind: "operator", id: "a", name: "Анна" }, email: "anna@shop.test" };
  answering(signedIn);
  expect(await findSession()).toEqual({ signedIn });
});

test("null, as well as a 401, means that nobody is", async () => {
  answering(null);
  expect(await findSession()).toEqual({ refusal: { kind: "refused" } });
  answering({ error: { code: "operator_session_unknown" } }, 401);
  expect(await findSession()).toEqual({ refusal: { kind: "refused" } });
});

test("a server that fails says nothing of the session", async () => {
  answering({}, 503);
  expect(await findSession()).toEqual({ refusal: { kind: "unavailable" } });
});
