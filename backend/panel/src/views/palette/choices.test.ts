// @vitest-environment jsdom
// What the palette offers for what is open: each does its deed, and nothing that the role or the state does not allow.
import { expect, test } from "vitest";
import type { Label, MessagePosted } from "../../operator.gen";
import { withDeed } from "../../state/outgoing";
import { emptyThread, type Thread } from "../../state/threads";
import { en } from "../../texts/en";
import { ru } from "../../texts/ru";
import type { Desk } from "../actions/desk";
import { deskOf } from "../actions/test_desk";
import { choicesOf, choiceTexts } from "./choices";
import { entriesOf, findEntries } from "./entries";

const NOW = new Date(2026, 10, 25, 10, 0, 0);

type Options = Parameters<typeof deskOf>[0] & { readonly seq?: number };

/** The choices by id, and what their deeds do. */
function choices({ seq, ...options }: Options = {}) {
  const made = deskOf(options);
  const all = choicesOf(made.desk, seq ?? null, NOW);
  const byId = new Map(all.map((choice) => [choice.id, choice]));
  const nameOf = (id: string, texts = ru) => byId.get(id)?.name(choiceTexts(texts), texts);
  return { ...made, ids: all.map(({ id }) => id), run: (id: string) => byId.get(id)?.run(), nameOf };
}

const label = (id: string, kind: Label["kind"], name: string, is_archived = false): Label => ({
  id,
  kind,
  name,
  colour: "grey",
  is_archived,
});

const LABELS = [label("t1", "tag", "VIP"), label("t2", "tag", "Старая", true), label("r1", "result", "Продажа")];
const step = (one: object) => `step ${JSON.stringify(one)}`;

test("the open conversation is given to a colleague, snoozed, tagged and closed with a result", () => {
  const colleagues = [
    { id: "o1", name: "Ирина" },
    { id: deskOf().desk.me, name: "Анна" },
  ];
  const { ids, run, nameOf, done } = choices({ desk: { labels: LABELS, colleagues } });
  expect(ids.filter((id) => id.startsWith("hand_over"))).toEqual(["hand_over_o1"]);
  expect(ids.filter((id) => id.startsWith("tag"))).toEqual(["tag_t1"]);
  expect(nameOf("hand_over_o1")).toBe("Передать: Ирина");
  expect(nameOf("snooze_tomorrow")).toMatch(/^Отложить до\u00a0завтра: .*09:00/);
  expect(nameOf("snooze_monday", en)).toContain("until Monday");
  for (const id of ["hand_over_o1", "snooze_tomorrow", "tag_t1", "close_with_r1"]) run(id);
  expect(done).toEqual([
    step({ kind: "assign", operatorId: "o1", departmentId: null }),
    step({ kind: "snooze", until: new Date(2026, 10, 26, 9).toISOString() }),
    step({ kind: "tag", addIds: ["t1"], removeIds: [] }),
    step({ kind: "status", status: "closed", resultId: "r1" }),
  ]);
});

test("what is snoozed can be woken, and a tag that is on, archived or not, taken off", () => {
  const { conversation } = deskOf();
  const snoozed = { ...conversation, status: "open" as const, snoozed_until: "2030-01-01T00:00:00Z", tag_ids: ["t2"] };
  const { run, nameOf, done } = choices({ desk: { labels: LABELS, conversation: snoozed } });
  expect(nameOf("tag_t2")).toBe("Снять метку: Старая");
  run("wake");
  run("tag_t2");
  expect(done).toEqual([step({ kind: "snooze", until: null }), step({ kind: "tag", addIds: [], removeIds: ["t2"] })]);
});

test("a closed conversation is only tagged, and one that is acted on, or led by nobody's right, not at all", () => {
  const colleagues = [{ id: "o1", name: "Ирина" }];
  const led = (ids: readonly string[]) => ids.filter((id) => /^(tag|hand|snooze|close|wake)/.test(id));
  expect(led(choices({ status: "closed", desk: { labels: LABELS, colleagues } }).ids)).toEqual(["tag_t1"]);
  expect(led(choices({ canAct: false, desk: { labels: LABELS, colleagues } }).ids)).toEqual([]);
});

function thread(...bodies: readonly string[]): { thread: Thread; at: Date } {
  const at = new Date(NOW.getTime() - 1_000);
  const entries = bodies.map(
    (body, index): MessagePosted => ({
      type: "message_posted",
      conversation_id: "c",
      seq: index + 1,
      prev_seq: index,
      echo_id: null,
      author:
        index % 2 === 0 ? { kind: "visitor", id: "v", name: "" } : { kind: "operator", id: deskOf().desk.me, name: "" },
      body,
      created_at: at.toISOString(),
    }),
  );
  const empty = emptyThread();
  return { thread: { ...empty, timeline: { ...empty.timeline, entries } }, at };
}

test("the last message is quoted, edited and copied, or the one that had the focus", () => {
  const { thread: held } = thread("вопрос", "ответ");
  const last = choices({ desk: { thread: held } });
  expect(last.ids.filter((id) => id.startsWith("message"))).toEqual([
    "message_quote",
    "message_delete",
    "message_copy",
  ]);
  expect(last.nameOf("message_quote")).toBe("Процитировать сообщение: ответ");
  const opened: string[] = [];
  const editors = new Map([[2, () => void opened.push("editor")]]);
  const { amending } = last.desk;
  const editable = choices({ desk: { thread: held, amending: { ...amending, editors } } });
  editable.run("message_edit");
  expect(opened).toEqual(["editor"]);
  // The visitor's words are neither edited nor deleted
  const first = choices({ seq: 1, desk: { thread: held } });
  expect(first.ids.filter((id) => id.startsWith("message"))).toEqual(["message_quote", "message_copy"]);
  first.run("message_quote");
  expect(first.done).toEqual(["onQuote 1"]);
  expect(choices({ desk: { thread: held, amending: { ...amending, canAnswer: false } } }).ids).toContain(
    "message_copy",
  );
});

test("a message of the past that somebody was led to can be quoted", () => {
  const { thread: newest } = thread("вопрос");
  const [question] = newest.timeline.entries;
  if (question?.type !== "message_posted") throw new Error("The thread has lost its question");
  const past = { soughtSeq: 7, timeline: { ...newest.timeline, entries: [question] }, wants: null };
  const timeline = { ...newest.timeline, entries: [{ ...question, seq: 90, body: "новое" }] };
  const { nameOf, run, done } = choices({ seq: 1, desk: { thread: { ...newest, timeline, past } } });
  expect(nameOf("message_quote")).toBe("Процитировать сообщение: вопрос");
  run("message_quote");
  expect(done).toEqual(["onQuote 1"]);
});

test("what was refused is sent again, wherever it was written", () => {
  const said = (echo_id: string, conversation_id: string) =>
    ({ type: "send_message", echo_id, conversation_id, body: "слова" }) as const;
  const waiting = withDeed(withDeed(new Map(), said("e1", "a")), said("e2", "b"));
  expect(choices({ desk: { outgoing: waiting } }).ids).not.toContain("retry");
  const outgoing: Desk["outgoing"] = new Map(
    [...waiting].map(([id, outbox]) => [
      id,
      outbox.map((message) => ({ ...message, state: "failed" as const, code: "rate_limited" })),
    ]),
  );
  const { run, nameOf, done } = choices({ desk: { outgoing } });
  expect(nameOf("retry")).toContain("2");
  run("retry");
  run("discard_e2");
  expect(nameOf("discard_e2")).toBe("Удалить неотправленное: слова");
  expect(done.slice(0, 2)).toEqual(["retry a e1", "retry b e2"]);
  expect(done[2]).toMatch(/^discard b .*"echoId":"e2"/);
});

test("views, the filter, and what is selected have their deeds; under a page of settings only the views", () => {
  const view = { id: "v1", name: "Долгие", filter: { is_unanswered: true }, unanswered_min: 10 };
  const desk: Partial<Desk> = {
    views: { ...deskOf().desk.views, views: [view], wantedOf: ({ filter }) => ({ filter, unansweredMin: 10 }) },
    wanted: { filter: { scores: [1] }, unansweredMin: null },
    hasSelected: true,
  };
  const { run, done } = choices({ desk });
  for (const id of ["view_v1", "reset_filter", "save_view", "read_selected", "close_selected"]) run(id);
  expect(done).toEqual([
    `openWanted ${JSON.stringify({ filter: { is_unanswered: true }, unansweredMin: 10 })}`,
    "openWanted null",
    "showFilter name",
    "readAll",
    `stepAll ${JSON.stringify({ kind: "status", status: "closed", resultId: null })}`,
  ]);
  expect(choices({ isCovered: true, desk }).ids).toEqual(["view_v1"]);
});

test("the card's parts and invitations are for who may", () => {
  const ofCard = (ids: readonly string[]) => ids.filter((id) => /^(card|ban|invite)/.test(id));
  const of = (rights: Desk["rights"]) => ofCard(choices({ desk: { rights } }).ids);
  expect(of(["read_conversations"])).toEqual(["card_history"]);
  expect(of(["edit_cards", "ban_visitors", "see_visitors"])).toEqual([
    "card_facts",
    "card_note",
    "card_history",
    "ban",
    "invite",
  ]);
  expect(of(["reveal_contacts", "link_people"])).toEqual(["card_history", "card_masked", "card_people"]);
  expect(choices({ desk: { rights: ["edit_cards"], conversation: null } }).ids).toEqual([]);
});

test("of a card that is there only what it has is offered", () => {
  const rights: Desk["rights"] = ["reveal_contacts", "link_people"];
  const { desk } = deskOf({ desk: { rights } });
  const card = (inside: string) => {
    document.body.innerHTML = `<aside class="panel__card" data-conversation="${desk.conversation?.id}">${inside}</aside>`;
    return choicesOf(desk, null, NOW)
      .map(({ id }) => id)
      .filter((id) => /^(card_|reveal|person)/.test(id));
  };
  // Its contents are still to come
  expect(card("")).toEqual(["card_history", "card_masked", "card_people"]);
  expect(card(`<section data-part="facts"></section>`)).toEqual([]);
  const history = `<section data-part="facts"><p class="card__actions"><button aria-expanded="false"></button></p></section>`;
  expect(card(history)).toEqual(["card_history"]);
  const all = card(
    `${history}<button class="mask--button"></button><button data-reveals="card"></button><p class="card__person"><button></button></p>`,
  );
  expect(all.map((id) => id.replace(/\d+$/, ""))).toEqual([
    "card_history",
    "reveal_on_card_",
    "reveal_part_",
    "person_",
  ]);
  document.body.innerHTML = "";
});

test("each of one's views can be all that its menu can make of it", () => {
  const views = ["v1", "v2"].map((id) => ({ id, name: id, filter: {}, unanswered_min: null }));
  const saved: string[][] = [];
  const own: Desk["views"] = {
    ...deskOf().desk.views,
    views,
    save: async (change) => {
      saved.push(change(views).map(({ id, filter }) => `${id} ${JSON.stringify(filter)}`));
      return true;
    },
  };
  const { ids, run } = choices({ desk: { views: own } });
  const ofViews = ids.filter((id) => /_view_/.test(id));
  expect(ofViews).toEqual([
    "rename_view_v1",
    "down_view_v1",
    "remove_view_v1",
    "rename_view_v2",
    "up_view_v2",
    "remove_view_v2",
  ]);
  for (const id of ["down_view_v1", "up_view_v2", "remove_view_v1"]) run(id);
  const filtered = choices({ desk: { views: own, wanted: { filter: { scores: [1] }, unansweredMin: null } } });
  filtered.run("update_view_v2");
  expect(saved).toEqual([["v2 {}", "v1 {}"], ["v2 {}", "v1 {}"], ["v2 {}"], ["v1 {}", 'v2 {"scores":[1]}']]);
});

test("a shared view is opened, its menu too, and one that is hidden is shown", () => {
  const shared = ["s1", "s2"].map((id) => ({ id, name: id, filter: {}, version: 1, audience: { controller_id: "f" } }));
  const shown: string[] = [];
  const views = {
    ...deskOf().desk.views,
    shared,
    hidden: shared.slice(1),
    reveal: (id: string) => void shown.push(id),
  };
  const { ids, run } = choices({ desk: { views } });
  expect(ids.filter((id) => /view_s/.test(id))).toEqual([
    "view_s1",
    "menu_view_s1",
    "view_s2",
    "menu_view_s2",
    "show_view_s2",
  ]);
  run("show_view_s2");
  expect(shown).toEqual(["s2"]);
});

test("one of hundreds of colleagues is found among thousands of conversations", () => {
  const many = Array.from({ length: 500 }, (_, index) => ({ id: `o${index}`, name: `Сотрудник Имярек ${index}` }));
  const { desk, conversation } = deskOf({ desk: { colleagues: many } });
  const listed = Array.from({ length: 2_000 }, (_, index) => ({
    ...conversation,
    id: `c${index}`,
    visitor: { ...conversation.visitor, name: `Ольга Петровна ${index}` },
  }));
  const entries = entriesOf(ru, desk, listed, [], choicesOf(desk, null, NOW));
  expect(findEntries(entries, "передать имярек 499")[0]?.id).toBe("hand_over_o499");
  expect(findEntries(entries, "передать")).toHaveLength(50);
  // Before something is looked for nobody wants to see them all
  expect(findEntries(entries, "").some(({ isSought }) => isSought)).toBe(false);
});

test("files are attached where the site takes them", () => {
  expect(choices().ids).toContain("attach");
  expect(choices({ desk: { takesFiles: false } }).ids).not.toContain("attach");
});
