// Whatever order events, answers, losses and reconnections come in, the panel ends up with what the server has.
import { describe, expect, test } from "vitest";
import type { Filter, OperatorEvent } from "../operator.gen";
import { FOLDERS, LISTS } from "./folders";
import { listFolder } from "./listing";
import type { Action, Inbox, Question } from "./model";
import { EMPTY_INBOX, eyesOf } from "./model";
import { plan } from "./plan";
import { reduce } from "./reduce";
import { BOT, DEPARTMENTS, ME, OTHER, ServerModel, TAGS } from "./server_model";
import { asShown } from "./shown_entries";

/** A panel on a connection whose frames are delivered when the test says so. */
class Client {
  inbox: Inbox = EMPTY_INBOX;
  private frames: OperatorEvent[] = [];
  private questions: { requestId: string; question: Question }[] = [];
  private asked = 0;

  constructor(private readonly server: ServerModel) {}

  do(action: Action): void {
    this.inbox = reduce(this.inbox, action);
  }

  connect(): void {
    this.server.published.length = 0;
    this.frames = [this.server.welcome()];
  }

  disconnect(): void {
    this.frames = [];
    this.questions = [];
    this.do({ type: "disconnected" });
  }

  ask(): void {
    for (const question of plan(this.inbox)) {
      const requestId = `r${this.asked++}`;
      this.do({ type: "asked", requestId, question });
      this.questions.push({ requestId, question });
    }
  }

  /** The server reads for the question at `index` and sends its answer. */
  read(index: number): void {
    const [taken] = this.questions.splice(index, 1);
    if (taken) this.frames.push(this.server.answer(taken.requestId, taken.question));
  }

  /** Reads for all questions; what is read comes later than whatever the test lets come before it. */
  readAll(): OperatorEvent[] {
    return this.questions.splice(0).map(({ requestId, question }) => this.server.answer(requestId, question));
  }

  /** An entry may be overtaken by the next: another process has stored it. Signs have no number to tell that by. */
  publishOne(isOvertaken = false): void {
    const { published } = this.server;
    const [first, second] = published;
    const canBeOvertaken = first && second && "prev_seq" in first && "prev_seq" in second;
    const [event] = published.splice(isOvertaken && canBeOvertaken ? 1 : 0, 1);
    if (event) this.frames.push(event);
  }

  deliverOne(): void {
    const event = this.frames.shift();
    if (event) this.do({ type: "event", event, nowMs: 0 });
  }

  get questionCount(): number {
    return this.questions.length;
  }

  settle(): void {
    for (let round = 0; round < 500; round++) {
      this.ask();
      while (this.server.published.length > 0) this.publishOne();
      while (this.questions.length > 0) this.read(0);
      if (this.frames.length === 0) return;
      while (this.frames.length > 0) this.deliverOne();
    }
    throw new Error("The panel goes on asking");
  }
}

function expectServerState(client: Client, server: ServerModel): void {
  const { inbox } = client;
  expect(inbox.counts).toEqual(server.counts());
  for (const folder of LISTS) {
    const { shown, verified } = inbox.folders[folder];
    if (verified === null) continue;
    const rows = listFolder(inbox.rows, folder, shown, eyesOf(inbox)).conversations;
    expect(rows).toEqual(server.folder(folder, inbox.filter).slice(0, rows.length));
    if (shown === "end") expect(rows.length).toBe(server.folder(folder, inbox.filter).length);
  }
  const thread = inbox.openId === null ? undefined : inbox.threads.get(inbox.openId);
  if (inbox.openId !== null && thread) {
    const entries = server.entries(inbox.openId);
    expect(asShown(thread.timeline.entries)).toEqual(
      asShown(entries.slice(entries.length - thread.timeline.entries.length)),
    );
    expect(thread.timeline.entries.length).toBeGreaterThan(0);
    expect(thread.timeline.hasBefore).toBe(thread.timeline.entries.length < entries.length);
  }
}

const FILTERS: readonly Filter[] = [
  { states: ["snoozed", "closed"] },
  { tag_ids: TAGS.slice(0, 2) },
  { operator_ids: [OTHER.id], is_unanswered: true },
  { department_ids: DEPARTMENTS.slice(0, 1).map(({ id }) => id), states: ["open"] },
  { scores: [1, 2, 3], tag_ids: TAGS.slice(2) },
];

/** A small seeded generator of numbers in [0, 1): mulberry32. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

describe("the inbox", () => {
  test.each(Array.from({ length: 400 }, (_, seed) => seed))("converges after a random run, seed %i", (seed) => {
    const random = randomOf(seed);
    const below = (count: number) => Math.floor(random() * count);
    const server = new ServerModel(3);
    const client = new Client(server);
    const anyId = () => server.ids[below(server.ids.length)] ?? "";
    const anyone = () => ([ME, OTHER] as const)[below(2)] ?? ME;
    for (let count = 0; count < 4; count++) server.start("здравствуйте");
    client.connect();

    const steps: (() => unknown)[] = [
      () => server.start("есть вопрос"),
      () => server.post(anyId(), "visitor", "вопрос"),
      () => server.post(anyId(), anyone(), "ответ"),
      () => server.post(anyId(), BOT, "ответ бота"),
      () => server.note(anyId(), anyone(), "для своих"),
      () => server.edit(anyId(), anyone(), below(12), "точнее"),
      () => server.delete(anyId(), anyone(), below(12)),
      () => server.rate(anyId(), 1 + below(5)),
      () => server.assign(anyId(), anyone(), below(2) ? anyone() : null, DEPARTMENTS[below(3)]),
      () => server.assign(anyId(), BOT, below(3) ? BOT : null),
      () => server.setStatus(anyId(), anyone(), below(2) ? "open" : "closed"),
      () => server.merge(anyId(), anyone(), anyId()),
      () => server.snooze(anyId(), anyone(), below(3) ? "2030-01-01T00:00:00.000000Z" : null),
      () => server.tag(anyId(), anyone(), [TAGS[below(3)] ?? ""], [TAGS[below(3)] ?? ""]),
      () => server.markRead(anyId(), below(2) ? "visitor" : "operator", below(12)),
      () => server.visit(anyId(), `https://lavka.example/${below(9)}`),
      () => server.setOnline(anyId(), below(2) === 0),
      () => below(4) === 0 && server.erase(anyId()),
      () => server.setBlocked(anyId(), below(2) === 0),
      () => client.do({ type: "folder_opened", folder: LISTS[below(8)] ?? "all", filter: FILTERS[below(5)] ?? {} }),
      () => client.do({ type: "conversation_opened", conversationId: anyId() }),
      () => client.do({ type: "more_rows_wanted", folder: client.inbox.openFolder }),
      () => client.do({ type: "older_entries_wanted", conversationId: client.inbox.openId ?? "" }),
      () => client.do({ type: "newer_entries_wanted", conversationId: client.inbox.openId ?? "" }),
      () => client.do({ type: "entry_sought", conversationId: client.inbox.openId ?? "", seq: 1 + below(12) }),
      () => client.do({ type: "past_left", conversationId: client.inbox.openId ?? "" }),
      () => {
        if (below(6) > 0) return;
        client.disconnect();
        for (let count = below(8); count > 0; count--) server.post(anyId(), "visitor", "пока вас не было");
        client.connect();
      },
    ];
    for (let count = 0; count < 160; count++) {
      steps[below(steps.length)]?.();
      for (let wire = below(6); wire > 0; wire--) {
        [() => client.ask(), () => client.read(below(client.questionCount)), () => client.publishOne(below(4) === 0)][
          below(3)
        ]?.();
        client.deliverOne();
      }
    }
    client.settle();
    expectServerState(client, server);
  });

  test("takes what a site is now, keeps which departments are the operator's own, and passes over what is not known", () => {
    const server = new ServerModel(50);
    const client = new Client(server);
    client.connect();
    client.settle();
    const before = client.inbox;
    const [site] = before.session?.sites ?? [];
    if (!site) throw new Error("The model has a site");
    const changed = {
      id: site.id,
      name: "Лавка",
      departments: [{ id: DEPARTMENTS[0]?.id ?? "", name: "Магазин" }],
      files: null,
      answer_goal_min: 5,
      colleagues: [{ id: ME.id ?? "", name: "Анна" }],
      archived_departments: [],
      former_colleagues: [],
    };
    const hear = (event: OperatorEvent) => client.do({ type: "event", event, nowMs: 0 });
    hear({ type: "site_changed", site: changed });
    const { own_department_ids } = site;
    expect(client.inbox.session?.sites).toEqual([{ ...changed, own_department_ids }]);
    // The lists are not made anew for it
    expect(client.inbox.session?.departmentIds).toBe(before.session?.departmentIds);
    expect(client.inbox.rows).toBe(before.rows);

    hear({ type: "site_changed", site: { ...changed, id: OTHER.id ?? "" } });
    // As one of a newer server is to a panel that was loaded before
    hear({ type: "weather_changed" } as unknown as OperatorEvent);
    expect(client.inbox.session?.sites).toEqual([{ ...changed, own_department_ids }]);
  });

  test("reads again what it shows when it may have missed signs", () => {
    const server = new ServerModel(50);
    const client = new Client(server);
    server.start("здравствуйте");
    const id = server.ids[0] ?? "";
    client.do({ type: "conversation_opened", conversationId: id });
    client.connect();
    client.settle();
    server.markRead(id, "operator", 1);
    server.setOnline(id, false);
    server.published.length = 0;
    const { viewsTick } = client.inbox;
    client.do({ type: "event", event: { type: "signs_missed" }, nowMs: 0 });
    expect(client.inbox.viewsTick).toBeGreaterThan(viewsTick);
    client.settle();
    expectServerState(client, server);
  });

  test("counts again when it may have missed that a visitor was blocked", () => {
    const server = new ServerModel(50);
    const client = new Client(server);
    server.start("здравствуйте");
    server.start("добрый день");
    client.connect();
    client.settle();
    server.setBlocked(server.ids[0] ?? "", true);
    server.published.length = 0;
    client.do({ type: "event", event: { type: "signs_missed" }, nowMs: 0 });
    client.settle();
    expectServerState(client, server);
  });

  test("keeps what overtook the news of a conversation", () => {
    const server = new ServerModel(50);
    const client = new Client(server);
    client.connect();
    client.settle();
    server.start("здравствуйте");
    const id = server.ids[0] ?? "";
    // Read by one process before the other told of the page and of the reading, and told after it.
    const [started, ...entries] = server.published.splice(0);
    server.visit(id, "https://shop.test/samovar");
    server.markRead(id, "visitor", 1);
    const signs = server.published.splice(0);
    for (const event of [...signs, ...(started ? [started] : []), ...entries]) {
      client.do({ type: "event", event, nowMs: 0 });
    }
    client.settle();
    expectServerState(client, server);
  });

  test("keeps what a question has told when older news of the conversation follows", () => {
    const server = new ServerModel(50);
    const client = new Client(server);
    client.connect();
    client.settle();
    server.start("здравствуйте");
    const [started, ...entries] = server.published.splice(0);
    server.visit(server.ids[0] ?? "", "https://shop.test/samovar");
    for (const event of [...entries, ...server.published.splice(0)]) client.do({ type: "event", event, nowMs: 0 });
    client.settle();
    if (started) client.do({ type: "event", event: started, nowMs: 0 });
    client.settle();
    expectServerState(client, server);
  });

  test("asks for those who wait in the order of their waits, and for no more pages than are wanted", () => {
    const server = new ServerModel(2);
    const client = new Client(server);
    client.connect();
    for (const body of ["раз", "два", "три", "четыре"]) server.start(body);
    const [first] = server.ids;
    server.post(first ?? "", "visitor", "ау");
    client.settle();
    client.do({ type: "folder_opened", folder: "filtered", filter: { is_unanswered: true } });
    client.settle();
    const shown = () =>
      listFolder(client.inbox.rows, "unanswered", client.inbox.folders.unanswered.shown, eyesOf(client.inbox)).ids;
    expect(client.inbox.openFolder).toBe("unanswered");
    expect(shown()).toEqual(server.ids.slice(0, 2));
    client.do({ type: "more_rows_wanted", folder: "unanswered" });
    client.settle();
    expect(shown()).toEqual(server.ids);
    server.post(first ?? "", ME, "слушаю");
    server.post(first ?? "", "visitor", "спасибо");
    client.settle();
    expect(shown()).toEqual([...server.ids.slice(1), first]);
    expectServerState(client, server);
    // Another filter forgets them, and knows nothing by an answer that is of this one
    const open = (filter: Filter) => client.do({ type: "folder_opened", folder: "filtered", filter });
    open({ is_unanswered: true, states: ["open"] });
    client.ask();
    open({ is_unanswered: true, operator_ids: [OTHER.id] });
    for (const event of client.readAll()) client.do({ type: "event", event, nowMs: 0 });
    expect(client.inbox.folders.unanswered.shown).toBeNull();
    client.settle();
    expect([client.inbox.folders.unanswered.shown, shown()]).toEqual(["end", []]);
    open({ scores: [5] });
    expect([client.inbox.openFolder, client.inbox.folders.unanswered.shown]).toEqual(["filtered", null]);
  });

  test("reads the folders again instead of fetching many unknown rows one by one", () => {
    const server = new ServerModel(50);
    const client = new Client(server);
    client.connect();
    client.settle();
    for (let count = 0; count < 30; count++) server.start("здравствуйте");
    for (const event of server.published.splice(0)) {
      if (event.type === "message_posted") client.do({ type: "event", event, nowMs: 0 });
    }
    expect(client.inbox.doubts.size).toBeLessThanOrEqual(20);
    client.settle();
    expectServerState(client, server);
  });

  test("asks again for a row from before a lost connection when its conversation is opened", () => {
    const server = new ServerModel(50);
    const client = new Client(server);
    server.start("здравствуйте");
    const id = server.ids[0] ?? "";
    server.setStatus(id, ME, "closed");
    client.connect();
    client.do({ type: "folder_opened", folder: "closed", filter: {} });
    client.settle();
    client.do({ type: "folder_opened", folder: "waiting", filter: {} });
    client.disconnect();
    server.markRead(id, "visitor", 2);
    client.connect();
    client.settle();
    client.do({ type: "conversation_opened", conversationId: id });
    client.settle();
    expect(client.inbox.rows.get(id)?.conversation).toEqual(server.folder("closed")[0]);
  });

  test("lets no page that was asked for before the folders were begun anew bring old rows back", () => {
    const server = new ServerModel(50);
    const client = new Client(server);
    for (let count = 0; count < 30; count++) server.start("здравствуйте");
    client.connect();
    client.deliverOne();
    client.ask();
    const late = client.readAll();
    for (const id of server.ids) server.post(id, "visitor", "вопрос");
    for (const event of [...server.published.splice(0), ...late]) client.do({ type: "event", event, nowMs: 0 });
    client.settle();
    expectServerState(client, server);
  });

  test("asks again where an answer was under way before the entry came that made the row doubtful", () => {
    const server = new ServerModel(50);
    const client = new Client(server);
    server.start("здравствуйте");
    const id = server.ids[0] ?? "";
    client.do({ type: "conversation_opened", conversationId: id });
    client.connect();
    client.settle();
    client.disconnect();
    client.connect();
    client.deliverOne();
    client.ask();
    const late = client.readAll();
    server.post(id, "visitor", "вопрос");
    server.post(id, "visitor", "и ещё");
    const [first, second] = server.published.splice(0);
    for (const event of [second, ...late, first]) if (event) client.do({ type: "event", event, nowMs: 0 });
    client.settle();
    expectServerState(client, server);
  });

  test("asks again since when a visitor waits whom a bot has let go, where the answer was overtaken", () => {
    const server = new ServerModel(50);
    const client = new Client(server);
    server.start("здравствуйте");
    const id = server.ids[0] ?? "";
    server.assign(id, BOT, BOT);
    server.post(id, BOT, "ответ бота");
    client.do({ type: "folder_opened", folder: "waiting", filter: {} });
    client.connect();
    client.settle();
    server.assign(id, BOT, null);
    for (const event of server.published.splice(0)) client.do({ type: "event", event, nowMs: 0 });
    client.ask();
    const late = client.readAll();
    server.tag(id, ME, TAGS.slice(0, 1), []);
    for (const event of [...server.published.splice(0), ...late]) client.do({ type: "event", event, nowMs: 0 });
    client.settle();
    expect(server.folder("waiting")[0]?.waiting_since).toBeNull();
    expectServerState(client, server);
  });

  test("asks for what an entry has overtaken in the open thread, though it may come by itself", () => {
    const server = new ServerModel(50);
    const client = new Client(server);
    server.start("здравствуйте");
    const id = server.ids[0] ?? "";
    client.do({ type: "conversation_opened", conversationId: id });
    client.connect();
    client.settle();
    server.post(id, "visitor", "вопрос");
    server.post(id, "visitor", "и ещё");
    const [, second] = server.published.splice(0);
    if (second) client.do({ type: "event", event: second, nowMs: 0 });
    client.settle();
    expectServerState(client, server);
  });

  test("shows no word of a conversation that was erased, also where an older answer comes late", () => {
    const server = new ServerModel(50);
    const client = new Client(server);
    server.start("личное");
    const id = server.ids[0] ?? "";
    client.connect();
    client.settle();
    client.do({ type: "conversation_opened", conversationId: id });
    client.ask();
    client.read(0);
    server.erase(id);
    for (const event of server.published.splice(0)) client.do({ type: "event", event, nowMs: 0 });
    client.settle();
    expect(JSON.stringify([...client.inbox.rows, ...client.inbox.threads])).not.toContain("личное");
    expectServerState(client, server);
  });

  test("shows nothing of a visitor who was blocked, also where older answers and entries come late", () => {
    const server = new ServerModel(50);
    const client = new Client(server);
    server.start("личное");
    const id = server.ids[0] ?? "";
    client.connect();
    client.settle();
    client.do({ type: "conversation_opened", conversationId: id });
    client.do({ type: "event", event: { type: "signs_missed" }, nowMs: 0 });
    client.ask();
    const answers = client.readAll();
    server.post(id, "visitor", "и ещё личное");
    const [late] = server.published.splice(0);
    server.setBlocked(id, true);
    const [hidden] = server.published.splice(0);
    const known = () => JSON.stringify([...client.inbox.rows, ...client.inbox.threads]);
    for (const event of [hidden, ...answers, late]) {
      if (event) client.do({ type: "event", event, nowMs: 0 });
      expect(known()).not.toContain("личное");
      expect(
        FOLDERS.flatMap((folder) => listFolder(client.inbox.rows, folder, "end", eyesOf(client.inbox)).conversations),
      ).toEqual([]);
    }
    client.settle();
    expect(known()).not.toContain("личное");
    expect(client.inbox.missing.has(id)).toBe(true);
    expectServerState(client, server);
  });

  test.each(["in order", "the other way round"])("shows who was blocked and no more is, as told %s", (order) => {
    const server = new ServerModel(50);
    const client = new Client(server);
    server.start("здравствуйте");
    const id = server.ids[0] ?? "";
    client.connect();
    client.do({ type: "conversation_opened", conversationId: id });
    client.settle();
    server.setBlocked(id, true);
    if (order === "in order") client.settle();
    server.setBlocked(id, false);
    if (order !== "in order") server.published.reverse();
    client.settle();
    expect(client.inbox.rows.get(id)?.conversation.last_message?.body).toBe("здравствуйте");
    expect(client.inbox.missing.has(id)).toBe(false);
    expectServerState(client, server);
    expect(client.inbox.threads.get(id)?.timeline.entries).toHaveLength(1);
  });

  test("asks again where the answer that there is no such conversation is older than its return", () => {
    const server = new ServerModel(50);
    const client = new Client(server);
    server.start("здравствуйте");
    const id = server.ids[0] ?? "";
    client.connect();
    client.settle();
    server.setBlocked(id, true);
    for (const event of server.published.splice(0)) client.do({ type: "event", event, nowMs: 0 });
    client.ask();
    const answers = client.readAll();
    server.setBlocked(id, false);
    for (const event of [...server.published.splice(0), ...answers]) client.do({ type: "event", event, nowMs: 0 });
    client.settle();
    expect(client.inbox.rows.has(id)).toBe(true);
    expectServerState(client, server);
  });

  test("keeps an event that overtakes the answer bringing its row", () => {
    const server = new ServerModel(50);
    const client = new Client(server);
    server.start("здравствуйте");
    client.connect();
    client.deliverOne();
    client.ask();
    client.read(client.questionCount - 1);
    while (client.questionCount > 0) client.read(0);
    const id = server.ids[0] ?? "";
    server.setOnline(id, false);
    const [event] = server.published.splice(0);
    if (event) client.do({ type: "event", event, nowMs: 0 });
    client.settle();
    expect(client.inbox.rows.get(id)?.conversation.visitor_online).toBe(false);
  });

  test("forgets everything of a database that has been restored to an older state", () => {
    const server = new ServerModel(50);
    const client = new Client(server);
    server.start("здравствуйте");
    client.connect();
    client.settle();
    const id = server.ids[0] ?? "";
    client.do({ type: "conversation_opened", conversationId: id });
    client.ask();
    const requestId = [...client.inbox.asked.keys()][0] ?? "";
    const event = { type: "error", code: "seq_ahead", message: "", request_id: requestId } as const;
    client.do({ type: "event", event, nowMs: 0 });
    expect(client.inbox.rows.size).toBe(0);
    expect(client.inbox.threads.get(id)?.timeline.isLoaded).toBe(false);
  });
});
