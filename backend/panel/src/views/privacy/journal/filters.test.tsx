// @vitest-environment jsdom
// Days become instants of the reader's zone, and only a whole number of a person is asked for.
import { render } from "preact";
import { act } from "preact/test-utils";
import { expect, test } from "vitest";
import type { JournalFilters } from "../../../live/journal_requests";
import { ru as base } from "../../../texts/ru";

import { PrivacyTextsContext, withPages } from "../words";
import { Filters } from "./filters";

const ru = withPages(base);

const ID = "01a20f5b-ff23-73fe-889b-10c54dd2fdd6";
const NONE: JournalFilters = {
  controllerId: null,
  since: null,
  before: null,
  operatorId: null,
  action: null,
  result: null,
  subjectId: null,
  siteId: null,
};

function form(chosen = NONE) {
  const root = document.createElement("div");
  const asked: JournalFilters[] = [];
  act(() =>
    render(
      <PrivacyTextsContext.Provider value={ru}>
        <Filters
          chosen={chosen}
          journals={[]}
          sites={[]}
          colleagues={[]}
          onChoose={(filters) => asked.push(filters)}
          onReset={() => {}}
        />
      </PrivacyTextsContext.Provider>,
      root,
    ),
  );
  const field = (label: string) => {
    const found = [...root.querySelectorAll("label")].find(({ textContent }) => textContent === label);
    return root.querySelector<HTMLInputElement>(`#${found?.htmlFor}`) as HTMLInputElement;
  };
  return {
    asked,
    root,
    field,
    write: (label: string, value: string) =>
      act(() => {
        field(label).value = value;
        field(label).dispatchEvent(new Event("input", { bubbles: true }));
        field(label).dispatchEvent(new Event("change", { bubbles: true }));
      }),
    submit: () => act(() => void root.querySelector("form")?.dispatchEvent(new Event("submit", { cancelable: true }))),
  };
}

test("the first day begins at its midnight, and the last is included", () => {
  const { write, submit, asked } = form();
  write(ru.journal.since, "2026-11-01");
  write(ru.journal.until, "2026-12-31");
  submit();
  expect(asked[0]?.since).toBe(new Date(2026, 10, 1).toISOString());
  expect(asked[0]?.before).toBe(new Date(2027, 0, 1).toISOString());
  const again = form(asked[0]);
  expect(again.field(ru.journal.since).value).toBe("2026-11-01");
  expect(again.field(ru.journal.until).value).toBe("2026-12-31");
});

test("a number is asked for as a whole, and anything else is told at its field", () => {
  const { write, submit, asked, root } = form();
  write(ru.journal.subject, "f3a9c1");
  submit();
  expect(asked).toEqual([]);
  expect(root.textContent).toContain(ru.journal.subjectWrong);
  write(ru.journal.subject, ` ${ID.toUpperCase()} `);
  submit();
  expect(asked[0]?.subjectId).toBe(ID);
});
