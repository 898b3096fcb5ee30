// What the server's answers about the session mean.
import { afterEach, expect, test, vi } from "vitest";
import { findSession, signIn } from "./session_requests";

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

test("a right password without a code, and a wrong code, are told apart from a wrong password", async () => {
  answering({ error: { code: "second_factor_expected" } }, 401);
  expect(await signIn("anna@shop.test", "right", "")).toEqual({ refusal: { kind: "code_expected" } });
  answering({ error: { code: "second_factor_refused" } }, 401);
  expect(await signIn("anna@shop.test", "right", "000000")).toEqual({ refusal: { kind: "code_refused" } });
  answering({ error: { code: "sign_in_refused" } }, 401);
  expect(await signIn("anna@shop.test", "wrong", "")).toEqual({ refusal: { kind: "refused" } });
});
