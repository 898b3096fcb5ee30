// @vitest-environment jsdom
// Drafts where what keeps them could not be fetched: whoever signs out leaves none all the same.
import { render } from "preact";
import { act } from "preact/test-utils";
import { expect, test } from "vitest";
import { type Drafts, useDrafts } from "./use_drafts";

test("whoever signs out leaves no draft in the browser, though what keeps them has not come", async () => {
  localStorage.setItem("ryadom:panel:draft:anna:c", "{}");
  localStorage.setItem("ryadom:panel:preferences", "{}");
  const held: { drafts?: Drafts } = {};
  function Page() {
    held.drafts = useDrafts(
      new Map(),
      "c",
      { current: null },
      () => undefined,
      () => Promise.reject(new Error("offline")),
    );
    return null;
  }
  await act(() => render(<Page />, document.body));
  held.drafts?.forget();
  expect(Object.keys(localStorage)).toEqual(["ryadom:panel:preferences"]);
});
