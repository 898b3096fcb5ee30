// @vitest-environment jsdom
// "Every action by keyboard and in a command palette" stays true: each control of the panel has its place in test_places.ts.
import { expect, test } from "vitest";
import type { MessagePosted } from "../../operator.gen";
import { emptyThread } from "../../state/threads";
import { ACTIONS } from "../actions/actions";
import { deskOf } from "../actions/test_desk";
import { choicesOf } from "./choices";
import { ON_PAGE } from "./on_page";
import { type Control, controlsOfPanel } from "./test_controls";
import { FULL_DESK } from "./test_full_desk";
import { PLACES, type Place } from "./test_places";

const CONTROLS = controlsOfPanel();
const TABLE = "palette/test_places.ts";

/** A folder's or a file's place holds for all of it. */
function placeOf({ file, name }: Control): Place | undefined {
  const whole =
    PLACES[file] ?? PLACES[Object.keys(PLACES).find((one) => one.endsWith("/") && file.startsWith(one)) ?? ""];
  return whole && isPlace(whole) ? whole : whole?.[name];
}

function isPlace(one: Place | Readonly<Record<string, Place>>): one is Place {
  return ["does", "opens", "not"].some((kind) => typeof one[kind as keyof typeof one] === "string");
}

const entryOf = (place: Place | undefined) =>
  place && "does" in place ? place.does : place && "opens" in place ? place.opens : null;

const EVERY_PLACE = Object.values(PLACES).flatMap((one) => (isPlace(one) ? [one] : Object.values(one)));

/** The ids of all entries that there may be, whatever is open. */
function entryIds(): ReadonlySet<string> {
  const ids = new Set<string>([
    "page_journal",
    "conversation_1",
    ...ON_PAGE.map(({ id }) => id),
    ...ACTIONS.map(({ id }) => id),
  ]);
  const now = new Date();
  const me = deskOf().desk.me;
  const said: MessagePosted = {
    type: "message_posted",
    conversation_id: "c",
    seq: 1,
    prev_seq: 0,
    echo_id: null,
    author: { kind: "operator", id: me, name: "" },
    body: "слова",
    created_at: now.toISOString(),
  };
  const empty = emptyThread();
  const thread = { ...empty, timeline: { ...empty.timeline, entries: [said] } };
  const { desk, conversation } = deskOf({ desk: { ...FULL_DESK, thread } });
  const amending = { ...desk.amending, editors: new Map([[1, () => undefined]]) };
  const snoozed = { ...conversation, snoozed_until: "2030-01-01T00:00:00Z", unread_count: 1 };
  for (const { id } of choicesOf({ ...desk, amending, conversation: snoozed }, null, now)) ids.add(id);
  return ids;
}

test("each control of the panel is in the palette, or it is said why not", () => {
  expect(CONTROLS.length).toBeGreaterThan(300);
  const missing = CONTROLS.filter((control) => placeOf(control) === undefined);
  const said = missing.map(({ file, name }) => `views/${file}: "${name}"`).join("\n");
  expect(said, `Not in ${TABLE}, whose head says what to write there:\n${said}\n`).toBe("");
});

test("the table names nothing that is gone", () => {
  const isThere = (file: string, name?: string) =>
    CONTROLS.some(
      (one) => (file.endsWith("/") ? one.file.startsWith(file) : one.file === file) && (name ?? one.name) === one.name,
    );
  const gone = Object.entries(PLACES).flatMap(([file, one]) =>
    isPlace(one)
      ? isThere(file)
        ? []
        : [file]
      : Object.keys(one).flatMap((name) => (isThere(file, name) ? [] : [`${file}: "${name}"`])),
  );
  expect(gone, `Take it out of ${TABLE}`).toEqual([]);
});

test("each entry that the table names is one of the palette", () => {
  const ids = [...entryIds()];
  const isEntry = (id: string) => (id.endsWith("_") ? ids.some((one) => one.startsWith(id)) : ids.includes(id));
  const unknown = EVERY_PLACE.map(entryOf).filter((id) => id !== null && !isEntry(id));
  expect(unknown, `No such entry of the palette, in ${TABLE}`).toEqual([]);
});

test("what the palette presses on the page is found by its selector, and nothing of it is left over", () => {
  const pressed = new Map(ON_PAGE.map((kind) => [kind.id, kind]));
  const unfound: string[] = [];
  const found = new Set<string>();
  for (const control of CONTROLS) {
    const place = placeOf(control);
    const kind = place && "does" in place ? pressed.get(place.does) : undefined;
    if (!kind) continue;
    found.add(kind.id);
    if (!control.drawn.matches(kind.selector)) unfound.push(`${control.file}: "${control.name}" by ${kind.selector}`);
  }
  expect(unfound, "palette/on_page.ts does not find").toEqual([]);
  expect(
    [...pressed.keys()].filter((id) => !found.has(id)),
    `Not in ${TABLE}`,
  ).toEqual([]);
});
