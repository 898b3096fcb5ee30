// @vitest-environment jsdom
// Late answers, failures and questions that change.
import { render } from "preact";
import { act } from "preact/test-utils";
import { expect, test } from "vitest";
import type { Answer } from "../live/requests";
import { type Loaded, useLoaded } from "./use_loaded";

type Settle = (answer: Answer<string>) => void;

function page() {
  const root = document.createElement("div");
  const settles: Settle[] = [];
  let shown: Loaded<string> | undefined;
  const load = () => new Promise<Answer<string>>((resolve) => settles.push(resolve));
  function View({ name }: { name: string }) {
    shown = useLoaded(name, load);
    return null;
  }
  return {
    show: (name: string) => act(() => render(<View name={name} />, root)),
    answer: (turn: number, answer: Answer<string>) => act(async () => settles[turn]?.(answer)),
    reload: () => act(() => void shown?.reload()),
    get shown() {
      return shown;
    },
  };
}

const FAILED = { failure: { code: "no_connection", field: null, retryAfterS: 0 } };

test("a late answer to an older question is not shown", async () => {
  const loaded = page();
  loaded.show("first");
  loaded.show("second");
  await loaded.answer(1, { value: "of the second" });
  await loaded.answer(0, { value: "of the first" });
  expect(loaded.shown?.value).toBe("of the second");
});

test("nothing of another question is shown while the answer to this one is under way", async () => {
  const loaded = page();
  loaded.show("first");
  await loaded.answer(0, { value: "of the first" });
  loaded.show("second");
  expect(loaded.shown).toMatchObject({ value: null, isLoading: true });
});

test("what was shown stays when it can't be loaded again, and the failure is told", async () => {
  const loaded = page();
  loaded.show("first");
  await loaded.answer(0, { value: "of the first" });
  loaded.reload();
  await loaded.answer(1, FAILED);
  expect(loaded.shown).toMatchObject({ value: "of the first", failure: FAILED.failure, isLoading: false });
});
