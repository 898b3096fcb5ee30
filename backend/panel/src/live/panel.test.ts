// The panel on a socket that the test plays the server of: what is written arrives once, in order, or says why not.
import { describe, expect, test, vi } from "vitest";
import type { SocketLike, Surroundings } from "../../../../widget/src/live/connection";
import type { OperatorCommand, OperatorEvent } from "../operator.gen";
import { type Deed, unsentOf } from "../state/outgoing";
import { ME, OTHER, ServerModel } from "../state/server_model";
import { type Back, missedOf } from "./missed";
import { type Drawn, Panel } from "./panel";

class Socket implements SocketLike {
  onopen: (() => void) | null = null;
  onmessage: ((message: { data: unknown }) => void) | null = null;
  onclose: ((close: { code: number }) => void) | null = null;
  readonly sent: OperatorCommand[] = [];

  send(text: string): void {
    this.sent.push(JSON.parse(text) as OperatorCommand);
  }

  close(): void {
    this.onclose = null;
  }

  say(event: OperatorEvent): void {
    this.onmessage?.({ data: JSON.stringify(event) });
  }

  ofType<T extends OperatorCommand["type"]>(type: T): Extract<OperatorCommand, { type: T }>[] {
    return this.sent.filter((command): command is Extract<OperatorCommand, { type: T }> => command.type === type);
  }
}

/** A panel, the sockets it has opened, a clock that is turned by hand, and what it has told the view. */
class Desk implements Surroundings {
  readonly sockets: Socket[] = [];
  readonly server = new ServerModel(50);
  readonly told: string[] = [];
  readonly drawn: Drawn[] = [];
  readonly backs: Back[] = [];
  readonly panel: Panel;
  private now = 0;
  private timers = new Map<number, { at: number; callback: () => void }>();
  private ids = 0;

  constructor() {
    this.panel = new Panel(
      "ws://desk/ws/operator",
      {
        onChange: (drawn) => this.drawn.push(drawn),
        onNews: ({ kind, event }) => this.told.push(`${kind}: ${"body" in event ? event.body : "assigned"}`),
        onBack: (back) => this.backs.push(back),
        onGivenUp: (deed: Deed, code: string) => this.told.push(`${deed.type}: ${code}`),
        onSettled: () => undefined,
        onSignedOut: () => this.told.push("signed out"),
      },
      new Map(),
      this,
    );
    this.panel.start();
  }

  get socket(): Socket {
    const socket = this.sockets.at(-1);
    if (!socket) throw new Error("No socket has been opened");
    return socket;
  }

  welcome(): void {
    this.socket.onopen?.();
    this.socket.say(this.server.welcome());
  }

  /** Everything the server has published meanwhile. */
  publish(): void {
    for (const event of this.server.published.splice(0)) this.socket.say(event);
  }

  /** Answers what is asked for of folders on the socket that is open. */
  readLists(): void {
    for (const { request_id, folder } of this.socket.ofType("list_conversations")) {
      const question = { kind: "list", folder, filter: null, cursor: null, limit: 50 } as const;
      this.socket.say(this.server.answer(request_id, question));
    }
  }

  lose(code: number): void {
    this.socket.onclose?.({ code });
  }

  pass(ms: number): void {
    const until = this.now + ms;
    for (;;) {
      const due = [...this.timers].filter(([, timer]) => timer.at <= until).sort(([, a], [, b]) => a.at - b.at)[0];
      if (!due) break;
      this.timers.delete(due[0]);
      this.now = Math.max(this.now, due[1].at);
      due[1].callback();
    }
    this.now = until;
  }

  acknowledge(echoId: string, id: string, seq: number): void {
    const place = { conversation_id: id, seq, prev_seq: seq - 1, created_at: "2027-01-15T09:00:00Z" };
    this.socket.say({ type: "message_posted", ...place, author: ME, echo_id: echoId, body: "ответ" });
  }

  openSocket(): SocketLike {
    const socket = new Socket();
    this.sockets.push(socket);
    return socket;
  }

  setTimer(callback: () => void, delayMs: number): number {
    this.ids += 1;
    this.timers.set(this.ids, { at: this.now + delayMs, callback });
    return this.ids;
  }

  clearTimer(timer: number): void {
    this.timers.delete(timer);
  }

  random(): number {
    return 0.5;
  }

  steadyMs(): number {
    return this.now;
  }
}

function deskWithConversation(): { desk: Desk; id: string } {
  const desk = new Desk();
  desk.welcome();
  desk.server.start("здравствуйте");
  desk.publish();
  return { desk, id: desk.server.ids[0] ?? "" };
}

describe("a panel", () => {
  test("has a discarded message back after the connection was lost, and sends it under its own number", () => {
    const { desk, id } = deskWithConversation();
    desk.panel.send(id, "ответ");
    const [first] = desk.socket.ofType("send_message");
    const echo = first?.echo_id ?? "";
    desk.socket.say({ type: "error", code: "file_unknown", message: "", echo_id: echo });
    const putBack = desk.panel.discard(id, echo);
    expect(unsentOf(desk.panel.state.outgoing, id)).toEqual([]);
    desk.lose(1006);
    desk.pass(40_000);
    desk.welcome();
    expect(desk.socket.ofType("send_message")).toEqual([]);
    void putBack();
    void putBack();
    expect(unsentOf(desk.panel.state.outgoing, id).map(({ failure }) => failure)).toEqual(["file_unknown"]);
    desk.panel.retry(id, echo);
    expect(desk.socket.ofType("send_message")).toEqual([first]);
  });

  test("has nothing back that the server has got after all", () => {
    const { desk, id } = deskWithConversation();
    desk.panel.openConversation(id);
    const [asked] = desk.socket.ofType("fetch_history");
    const question = { kind: "history", conversationId: id, afterSeq: 0, beforeSeq: null, soughtSeq: null } as const;
    desk.socket.say(desk.server.answer(asked?.request_id ?? "", question));
    desk.panel.send(id, "ответ");
    const echo = desk.socket.ofType("send_message")[0]?.echo_id ?? "";
    const putBack = desk.panel.discard(id, echo);
    desk.acknowledge(echo, id, 2);
    void putBack();
    expect(unsentOf(desk.panel.state.outgoing, id)).toEqual([]);
  });

  test("calls a colleague in rows and entries as they are called now, and touches nothing else", async () => {
    const { desk, id } = deskWithConversation();
    desk.panel.openConversation(id);
    const [asked] = desk.socket.ofType("fetch_history");
    const question = { kind: "history", conversationId: id, afterSeq: 0, beforeSeq: null, soughtSeq: null } as const;
    desk.socket.say(desk.server.answer(asked?.request_id ?? "", question));
    desk.server.post(id, OTHER, "ответ");
    desk.server.start("другое");
    desk.publish();
    const held = () => {
      const { rows, threads } = desk.panel.state.inbox;
      const { assignee, last_message, site_id } = rows.get(id)?.conversation ?? {};
      const entries = threads.get(id)?.timeline.entries ?? [];
      const given = entries.flatMap((entry) => (entry.type === "conversation_assigned" ? [entry.operator?.name] : []));
      const authors = entries.map(({ author }) => author.name);
      return { site_id, names: [assignee?.name, last_message?.author.name, ...given, ...authors] };
    };
    const { site_id, names } = held();
    expect(names).toEqual(["Борис", "Борис", "Борис", "", "Борис", "Борис"]);
    const none = { name: "Лавка", departments: [], files: null, answer_goal_min: null, archived_departments: [] };
    const rename = async (name: string, site = site_id ?? "") => {
      const colleagues = [{ id: OTHER.id ?? "", name }];
      desk.socket.say({ type: "site_changed", site: { ...none, id: site, colleagues, former_colleagues: [] } });
      await import("../state/renaming");
      await Promise.resolve();
    };
    const before = desk.panel.state.inbox;
    await rename("Борис");
    await rename("Глеб", "of another site");
    expect([desk.panel.state.inbox.rows, desk.panel.state.inbox.threads]).toEqual([before.rows, before.threads]);
    expect(desk.panel.state.inbox.rows).toBe(before.rows);
    await rename("Борис Ильин");
    await vi.waitFor(() => expect(held().names).toEqual(names.map((name) => name && "Борис Ильин")));
    const other = desk.server.ids[1] ?? "";
    expect(desk.panel.state.inbox.rows.get(other)).toBe(before.rows.get(other));
    // So are those who were called otherwise while there was no connection
    desk.lose(1006);
    desk.pass(40_000);
    const welcome = desk.server.welcome();
    if (welcome.type !== "welcome") throw new Error("no welcome");
    const colleagues = [{ id: OTHER.id ?? "", name: "Борис Третий" }];
    desk.socket.onopen?.();
    desk.socket.say({ ...welcome, sites: [{ id: site_id ?? "", name: "Лавка", colleagues }] });
    await vi.waitFor(() => expect(held().names).toEqual(names.map((name) => name && "Борис Третий")));
  });

  test("sends what was written without a connection once there is one, one at a time and in order", () => {
    const { desk, id } = deskWithConversation();
    desk.lose(1006);
    desk.panel.send(id, "первое");
    desk.panel.send(id, "второе");
    desk.pass(40_000);
    desk.welcome();
    const [first] = desk.socket.ofType("send_message");
    expect(desk.socket.ofType("send_message").map(({ body }) => body)).toEqual(["первое"]);
    desk.acknowledge(first?.echo_id ?? "", id, 2);
    expect(desk.socket.ofType("send_message").map(({ body }) => body)).toEqual(["первое", "второе"]);
  });

  test("names the files of a message, and shows them until the server has it", () => {
    const { desk, id } = deskWithConversation();
    const file = { id: "F", name: "a.png", size: 3, type: "image/png" };
    desk.panel.send(id, "", { files: [file] });
    const [command] = desk.socket.ofType("send_message");
    expect(command).toMatchObject({ body: "", file_ids: ["F"] });
    expect(command).not.toHaveProperty("files");
    expect(unsentOf(desk.panel.state.outgoing, id)).toMatchObject([{ files: [file] }]);
  });

  test("repeats an unacknowledged message under the same echo_id after a lost connection", () => {
    const { desk, id } = deskWithConversation();
    desk.panel.send(id, "ответ");
    const echoId = desk.socket.ofType("send_message")[0]?.echo_id ?? "";
    desk.lose(1006);
    desk.pass(40_000);
    desk.welcome();
    expect(desk.socket.ofType("send_message").map(({ echo_id }) => echo_id)).toEqual([echoId]);
    desk.acknowledge(echoId, id, 2);
    desk.acknowledge(echoId, id, 2);
    expect(unsentOf(desk.panel.state.outgoing, id)).toEqual([]);
  });

  test("keeps a refused message with its reason until it is sent again or deleted", () => {
    const { desk, id } = deskWithConversation();
    desk.panel.send(id, "ответ");
    const echoId = desk.socket.ofType("send_message")[0]?.echo_id ?? "";
    desk.socket.say({ type: "error", code: "bad_body", message: "", echo_id: echoId });
    expect(unsentOf(desk.panel.state.outgoing, id)).toEqual([
      { echoId, body: "ответ", isNote: false, files: [], failure: "bad_body" },
    ]);
    desk.panel.retry(id, echoId);
    expect(desk.socket.ofType("send_message")).toHaveLength(2);
    desk.socket.say({ type: "error", code: "bad_body", message: "", echo_id: echoId });
    desk.panel.discard(id, echoId);
    expect(unsentOf(desk.panel.state.outgoing, id)).toEqual([]);
  });

  test("sends a message again by itself when the server has named a time", () => {
    const { desk, id } = deskWithConversation();
    desk.panel.send(id, "ответ");
    const echoId = desk.socket.ofType("send_message")[0]?.echo_id ?? "";
    desk.socket.say({ type: "error", code: "rate_limited", message: "", echo_id: echoId, retry_after_s: 2 });
    desk.pass(1_900);
    expect(desk.socket.ofType("send_message")).toHaveLength(1);
    desk.pass(200);
    expect(desk.socket.ofType("send_message")).toHaveLength(2);
  });

  test("gives up a refused assignment and says why", () => {
    const { desk, id } = deskWithConversation();
    const step = { kind: "assign", operatorId: ME.id, departmentId: null } as const;
    desk.panel.lead({ conversationId: id, step, overSeq: 1 });
    const echoId = desk.socket.ofType("assign_conversation")[0]?.echo_id ?? "";
    desk.socket.say({ type: "error", code: "operator_unknown", message: "", echo_id: echoId });
    expect(desk.told).toContain("assign_conversation: operator_unknown");
    expect(desk.panel.state.outgoing.size).toBe(0);
  });

  test("tells of a visitor's message once, also when it comes again", () => {
    const { desk, id } = deskWithConversation();
    desk.server.post(id, "visitor", "есть кто?");
    const again = desk.server.published.slice();
    desk.publish();
    for (const event of again) desk.socket.say(event);
    expect(desk.told).toEqual(["waiting: здравствуйте", "waiting: есть кто?"]);
  });

  test("tells once, when the queue is read again, what came while the link was down", () => {
    const { desk, id } = deskWithConversation();
    desk.readLists();
    desk.lose(1006);
    desk.server.post(id, "visitor", "есть кто?");
    desk.server.published.length = 0;
    desk.pass(40_000);
    desk.welcome();
    expect(desk.backs).toEqual([]);
    // The link breaks again before that is known
    desk.lose(1006);
    desk.server.post(id, "visitor", "ау");
    desk.server.published.length = 0;
    desk.pass(10_000);
    desk.welcome();
    desk.readLists();
    const missed = desk.backs.map((back) => missedOf(back).map(({ kind, count }) => `${kind}: ${count}`));
    expect(missed).toEqual([["waiting: 2"]]);
    desk.server.post(id, "visitor", "ещё");
    desk.publish();
    desk.readLists();
    expect(desk.backs).toHaveLength(1);
    expect(desk.told).toEqual(["waiting: здравствуйте", "waiting: ещё"]);
  });

  test("has drawn at once what is its own, and others' deeds when there is time, though each has its author's echo_id", () => {
    const { desk, id } = deskWithConversation();
    desk.pass(1_000);
    desk.drawn.length = 0;
    desk.server.post(id, "visitor", "ещё вопрос");
    desk.publish();
    expect(desk.drawn).toEqual(["soon"]);
    desk.panel.openConversation(id);
    expect(desk.drawn).toEqual(["soon"]);
    desk.panel.send(id, "ответ");
    expect(desk.drawn).toEqual(["soon", "now"]);
    desk.acknowledge(desk.socket.ofType("send_message").at(-1)?.echo_id ?? "", id, 3);
    expect(desk.drawn).toEqual(["soon", "now", "now"]);
    desk.server.post(id, "visitor", "спасибо");
    desk.publish();
    expect(desk.drawn).toEqual(["soon", "now", "now", "open"]);
  });

  test("has drawn at once what it has asked of the open conversation, and of that alone", () => {
    const { desk, id } = deskWithConversation();
    desk.panel.openConversation(id);
    const [asked] = desk.socket.ofType("fetch_history");
    if (!asked) throw new Error("No history has been asked for");
    const bounds = { has_before: false, has_after: false, last_seq: 1 };
    const history = { type: "history", conversation_id: id, ...bounds } as const;
    desk.drawn.length = 0;
    desk.socket.say({ ...history, entries: [], request_id: asked.request_id });
    expect(desk.drawn).toEqual(["open"]);
    desk.panel.openConversation(null);
    desk.socket.say({ ...history, entries: [], request_id: "q99" });
    expect(desk.drawn).toEqual(["open", "soon"]);
  });

  test("repeats a read mark that a lost connection may have swallowed", () => {
    const { desk, id } = deskWithConversation();
    desk.panel.markSeen(id, 1);
    desk.lose(1006);
    desk.pass(40_000);
    desk.welcome();
    expect(desk.socket.ofType("mark_read").map(({ seq }) => seq)).toEqual([1]);
    desk.server.markRead(id, "operator", 1);
    desk.publish();
    desk.panel.markSeen(id, 1);
    expect(desk.socket.ofType("mark_read")).toHaveLength(1);
  });

  test("tells what was read before the link broke before what was marked unread since, and nothing read of rows that are held no more", () => {
    const { desk, id } = deskWithConversation();
    desk.panel.markSeen(id, 1);
    desk.panel.markSeen("dropped", 5);
    desk.lose(1006);
    desk.panel.markUnread(id, true);
    desk.pass(40_000);
    desk.welcome();
    const told = desk.socket.sent.filter(({ type }) => type === "mark_read" || type === "mark_unread");
    expect(told).toMatchObject([
      { type: "mark_read", conversation_id: id },
      { type: "mark_unread", conversation_id: id, unread: true },
    ]);
  });

  test("marks a conversation unread at once, tells it again after a lost connection, and takes the mark away where it is opened", () => {
    const { desk, id } = deskWithConversation();
    const marks = () => [...desk.panel.state.inbox.marks];
    const told = () => desk.socket.ofType("mark_unread").map(({ unread }) => unread);
    desk.panel.openConversation(null);
    desk.panel.markUnread(id, true);
    expect([marks(), told()]).toEqual([[id], [true]]);
    desk.lose(1006);
    desk.pass(40_000);
    desk.welcome();
    expect([marks(), told()]).toEqual([[id], [true]]);
    desk.socket.say({ type: "unread_marked", conversation_id: id, unread: true });
    desk.panel.openConversation(id);
    expect([marks(), told()]).toEqual([[], [true, false]]);
    // Marked again before that was acknowledged
    desk.panel.markUnread(id, true);
    desk.socket.say({ type: "unread_marked", conversation_id: id, unread: false });
    desk.lose(1006);
    desk.pass(10_000);
    desk.welcome();
    expect([marks(), told()]).toEqual([[id], [true]]);
    desk.panel.openConversation(null);
    desk.socket.say({ type: "unread_marked", conversation_id: id, unread: false });
    desk.socket.say({ type: "unread_marked", conversation_id: "another", unread: true });
    expect(marks()).toEqual(["another"]);
  });

  test("forgets a mark of what is gone, and tells none to a server that knows no marks", () => {
    const { desk, id } = deskWithConversation();
    const settled = vi.fn();
    desk.panel.onMarked = settled;
    for (const one of [id, "gone"]) desk.panel.markUnread(one, true);
    const [, asked] = desk.socket.ofType("mark_unread");
    const request_id = asked?.request_id ?? "";
    desk.socket.say({ type: "error", code: "rate_limited", message: "", request_id, retry_after_s: 1 });
    expect(settled).not.toHaveBeenCalled();
    desk.socket.say({ type: "error", code: "conversation_unknown", message: "", request_id });
    expect([...desk.panel.state.inbox.marks]).toEqual([id]);
    expect(settled.mock.calls).toEqual([["gone"]]);

    // During an upgrade another server answers, and then a new one
    desk.lose(1012);
    desk.pass(40_000);
    const { unread_marks: _, ...old } = desk.server.welcome() as Extract<OperatorEvent, { type: "welcome" }>;
    desk.socket.onopen?.();
    desk.socket.say(old);
    desk.panel.markUnread("another", true);
    expect([desk.panel.state.inbox.connected, desk.socket.ofType("mark_unread")]).toEqual([true, []]);
    desk.lose(1012);
    desk.pass(10_000);
    desk.welcome();
    expect(desk.socket.ofType("mark_unread").map((told) => told.conversation_id)).toEqual([id, "another"]);
  });

  test("takes the mark of what the page was opened with away, once the server says that it has one", () => {
    const desk = new Desk();
    desk.server.start("Вопрос");
    const [id = ""] = desk.server.ids;
    desk.panel.openConversation(id);
    desk.socket.onopen?.();
    const welcome = desk.server.welcome() as Extract<OperatorEvent, { type: "welcome" }>;
    desk.socket.say({ ...welcome, unread_marks: [id, "another"] });
    expect([...desk.panel.state.inbox.marks]).toEqual(["another"]);
    expect(desk.socket.ofType("mark_unread")).toMatchObject([{ conversation_id: id, unread: false }]);
    // From then on only what is marked
    desk.panel.openConversation(null);
    desk.panel.openConversation(id);
    expect(desk.socket.ofType("mark_unread")).toHaveLength(1);
  });

  test("lets a typing visitor's lease run out", () => {
    const { desk, id } = deskWithConversation();
    const author = { kind: "visitor" as const, id: "v", name: "" };
    desk.socket.say({ type: "typing", conversation_id: id, author, active: true, expires_in_s: 6 });
    expect(desk.panel.state.inbox.typing.get(id)).toHaveLength(1);
    desk.pass(6_100);
    expect(desk.panel.state.inbox.typing.get(id)).toBeUndefined();
  });

  test("asks no faster than the server lets it", () => {
    const { desk } = deskWithConversation();
    const asked = () => desk.socket.sent.filter((command) => "request_id" in command).length;
    for (let count = 0; count < 40; count++) {
      desk.panel.openConversation(`00000000-0000-7000-c000-${String(count).padStart(12, "0")}`);
    }
    expect(asked()).toBeLessThanOrEqual(12);
    desk.pass(1_000);
    expect(asked()).toBeLessThanOrEqual(16);
  });

  test("says that nobody is signed in any more, and stays away", () => {
    const { desk } = deskWithConversation();
    desk.lose(4440);
    desk.pass(120_000);
    expect(desk.told).toContain("signed out");
    expect(desk.sockets).toHaveLength(1);
  });

  test("waits for the server that has said goodbye", () => {
    const { desk } = deskWithConversation();
    desk.socket.say({ type: "goodbye", reconnect_in_s: 3 });
    expect(desk.panel.state.isRestarting).toBe(true);
    desk.pass(3_100);
    desk.welcome();
    expect(desk.panel.state.isRestarting).toBe(false);
    expect(desk.panel.state.link).toBe("online");
  });
});

test("those who wait are found in an older server, too, as it lists them, until a newer one welcomes", () => {
  const desk = new Desk();
  desk.welcome();
  const listed = () => desk.socket.ofType("list_conversations").map(({ folder }) => folder);
  desk.readLists();
  desk.panel.openFolder("filtered", { is_unanswered: true });
  for (const { request_id, folder } of desk.socket.ofType("list_conversations")) {
    if (folder !== "unanswered") continue;
    desk.socket.say({ type: "error", code: "bad_frame", message: "", request_id });
  }
  // At once, and never for the other list again.
  expect(desk.panel.state.inbox.openFolder).toBe("filtered");
  expect(listed().slice(-2)).toEqual(["unanswered", "filtered"]);
  desk.panel.openFolder("mine");
  desk.panel.openFolder("filtered", { is_unanswered: true, states: ["open"] });
  expect(desk.panel.state.inbox.openFolder).toBe("filtered");
  desk.lose(1012);
  desk.pass(60_000);
  desk.welcome();
  expect(desk.panel.state.inbox.openFolder).toBe("unanswered");
  expect(listed()).toContain("unanswered");
});
