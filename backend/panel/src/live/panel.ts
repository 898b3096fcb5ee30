// The panel behind the view: one state, the socket that feeds it, and what the operator does, sent until confirmed.
import { createServerClock } from "../../../../widget/src/live/clock";
import {
  BROWSER,
  type Connection,
  type ConnectionStatus,
  createConnection,
  type Surroundings,
} from "../../../../widget/src/live/connection";
import { randomUuid } from "../../../../widget/src/uuid";
import type { FileRef, Filter, Folder, OperatorCommand, OperatorEvent, SiteRef } from "../operator.gen";
import { NO_FILTER } from "../state/filters";
import { type Action, EMPTY_INBOX, type Inbox, type Question } from "../state/model";
import {
  commandOfDeed,
  type Deed,
  type Outgoing,
  refused,
  requeued,
  takeDue,
  withDeed,
  withoutDeed,
  withPutBack,
  withRetry,
} from "../state/outgoing";
import { plan } from "../state/plan";
import { isFromOlder, reduce } from "../state/reduce";
import { type Aimed, commandOfStep } from "../state/steps";
import { nextLeaseEndMs } from "../state/typing";
import type { Back } from "./missed";
import { type News, NewsDesk } from "./news";
import { Pace } from "./pace";

export interface PanelState {
  readonly inbox: Inbox;
  readonly outgoing: Outgoing;
  readonly link: ConnectionStatus;
  /** Why the link is down: the socket's close code. */
  readonly closeCode: number | null;
  readonly isRestarting: boolean;
}

/** When a change is drawn: `now` what the operator does or waits for, `open` just as soon, but of the open conversation alone; `soon` what others do. */
export type Drawn = "now" | "open" | "soon";

export interface PanelEvents {
  /** The state has changed. */
  onChange(drawn: Drawn): void;
  /** A visitor has written what this operator has not seen, or a colleague calls: hands over, or notes. Just now. */
  onNews(news: News): void;
  /** The link was down, and what came meanwhile is known. Once for breaks that follow before that. */
  onBack(back: Back): void;
  /** The server has refused for good what is no new message. */
  onGivenUp(deed: Deed, code: string): void;
  /** The server has done what was asked for under this `echo_id`. */
  onSettled(echoId: string): void;
  /** Nobody is signed in any more. */
  onSignedOut(): void;
}

const PROTOCOL = 1;
/** Nobody is signed in; somebody is, who has a second factor to set up first. Both begin on the sign-in page. */
const NOT_LET_IN: readonly (number | null)[] = [4440, 4441];
/** Pause after an error that says nothing of when to come again. */
const ERROR_PAUSE_S = 5;

export class Panel {
  state: PanelState;
  readonly clock = createServerClock();
  private readonly connection: Connection<OperatorCommand>;
  private readonly pace: Pace;
  private readonly marks = new Map<string, number>();
  private readonly news = new NewsDesk();
  private readonly looked = new Map<string, number>();
  private readonly marked = new Map<string, boolean>();
  /** Older servers know no marks, and close on whoever asks them again and again. */
  private takesMarks: unknown;
  /** What became of a mark is known. */
  onMarked?: (conversationId: string) => void;
  private questionCount = 0;
  private heardAtMs = 0;
  /** How things stood when the link broke, until it is known what came meanwhile. */
  private broken: Pick<Back, "before" | "heardAtMs"> | null = null;
  private pumpTimer: number | null = null;
  private leaseTimer: number | null = null;

  constructor(
    url: string,
    private readonly events: PanelEvents,
    outgoing: Outgoing = new Map(),
    private readonly around: Surroundings = BROWSER,
  ) {
    this.state = { inbox: EMPTY_INBOX, outgoing, link: "stopped", closeCode: null, isRestarting: false };
    this.pace = new Pace(around.steadyMs());
    this.connection = createConnection<OperatorCommand, OperatorEvent>(
      {
        url,
        hello: () => ({ type: "hello", protocol: PROTOCOL }),
        ping: { type: "ping" },
        onEvent: (event) => this.hear(event),
        onStatus: (status, closeCode) => this.changeLink(status, closeCode),
      },
      around,
    );
  }

  start(): void {
    this.connection.start();
  }

  stop(): void {
    this.connection.stop();
    for (const timer of [this.pumpTimer, this.leaseTimer]) if (timer !== null) this.around.clearTimer(timer);
  }

  /** The network or the page is back, or somebody does not want to wait for the next attempt. */
  wake(): void {
    this.connection.wake();
  }

  /** `filter` counts for `filtered` only. */
  openFolder(folder: Folder, filter: Filter = NO_FILTER): void {
    this.do({ type: "folder_opened", folder, filter });
  }

  /** Asks for what is missing of it. But for a row that stands out no more, nothing is drawn before there is an answer. */
  openConversation(conversationId: string | null): void {
    // As long as it is not known what is marked, what is opened is not
    const { marks, session } = this.state.inbox;
    if (conversationId !== null && (!session || marks.has(conversationId))) this.markUnread(conversationId, false);
    const inbox = reduce(this.state.inbox, { type: "conversation_opened", conversationId });
    this.become({ inbox }, inbox.woken === this.state.inbox.woken ? "never" : "soon");
  }

  wantMoreRows(folder: Folder): void {
    this.do({ type: "more_rows_wanted", folder });
  }

  wantOlderEntries(conversationId: string): void {
    this.do({ type: "older_entries_wanted", conversationId });
  }

  /** Of a stretch of the past that `seekEntry` has led to. */
  wantNewerEntries(conversationId: string): void {
    this.do({ type: "newer_entries_wanted", conversationId });
  }

  /** Fetches what stands around an entry, however far from all that is held. */
  seekEntry(conversationId: string, seq: number): void {
    this.do({ type: "entry_sought", conversationId, seq });
  }

  /** Back to the newest entries. */
  leavePast(conversationId: string): void {
    this.do({ type: "past_left", conversationId });
  }

  send(
    conversationId: string,
    body: string,
    {
      choices = [],
      files = [],
      replyTo = null,
    }: { choices?: readonly string[]; files?: readonly FileRef[]; replyTo?: number | null } = {},
  ): void {
    const message = { type: "send_message", echo_id: randomUuid(), conversation_id: conversationId, body } as const;
    this.perform({
      ...message,
      ...(replyTo !== null && { reply_to_seq: replyTo }),
      ...(choices.length > 0 && { choices: [...choices] }),
      ...(files.length > 0 && { files, file_ids: files.map(({ id }) => id) }),
    });
  }

  /** Notes something for colleagues and calls some of them. */
  note(conversationId: string, body: string, mentions: readonly string[]): void {
    const note = { type: "add_note", echo_id: randomUuid(), conversation_id: conversationId, body } as const;
    this.perform({ ...note, mentions: [...mentions] });
  }

  editMessage(conversationId: string, message_seq: number, body: string): void {
    this.perform({ type: "edit_message", echo_id: randomUuid(), conversation_id: conversationId, message_seq, body });
  }

  deleteMessage(conversationId: string, message_seq: number): void {
    this.perform({ type: "delete_message", echo_id: randomUuid(), conversation_id: conversationId, message_seq });
  }

  /** Gives the `echo_id`, by which `onSettled` and `onGivenUp` tell what came of it. */
  lead(aimed: Aimed): string {
    const echoId = randomUuid();
    this.perform(commandOfStep(aimed, echoId));
    return echoId;
  }

  retry(conversationId: string, echoId: string): void {
    this.become({ outgoing: withRetry(this.state.outgoing, conversationId, echoId) });
  }

  /** Gives the way to have it back, but for what the server has got after all. */
  discard(conversationId: string, echoId: string): () => Promise<true> {
    const outbox = this.state.outgoing.get(conversationId) ?? [];
    const at = outbox.findIndex((one) => one.echoId === echoId);
    const message = outbox[at];
    this.become({ outgoing: withoutDeed(this.state.outgoing, conversationId, echoId) });
    return async () => {
      const entries = this.state.inbox.threads.get(conversationId)?.timeline.entries;
      const isThere = entries?.some((entry) => entry.echo_id === echoId);
      if (message && !isThere) this.become({ outgoing: withPutBack(this.state.outgoing, message, at) });
      return true;
    };
  }

  /** Everything up to `seq` has been on the screen. Told again after a lost connection, until the server says so. */
  markSeen(conversationId: string, seq: number): void {
    if (seq <= (this.marks.get(conversationId) ?? this.readSeqOf(conversationId))) return;
    this.marks.set(conversationId, seq);
    this.connection.send({ type: "mark_read", conversation_id: conversationId, seq });
  }

  /** What has been on the screen of notes that call this operator. Told again after a lost connection. */
  seeMentions(conversationId: string, seq: number): void {
    const called = this.state.inbox.mentions.get(conversationId);
    if (called === undefined || called > seq) return;
    this.looked.set(conversationId, called);
    this.connection.send({ type: "see_mentions", conversation_id: conversationId, seq: called });
    this.do({ type: "mentions_looked", conversationId, seq: called });
  }

  /** Asks how these are, which may be gone. */
  doubtRows(ids: readonly string[]): void {
    this.do({ type: "rows_doubted", ids }, "soon");
  }

  /** For this operator alone. Told again after a lost connection, until the server says so. */
  markUnread(conversation_id: string, unread: boolean): void {
    this.marked.set(conversation_id, unread);
    if (this.takesMarks)
      this.connection.send({ type: "mark_unread", conversation_id, unread, request_id: conversation_id });
    this.do({ type: "unread_marked", conversation_id, unread });
  }

  setTyping(conversationId: string, active: boolean): void {
    this.connection.send({ type: "set_typing", conversation_id: conversationId, active });
  }

  /** Steps away, or is back; the server's event shows it. */
  setAway(away: boolean): void {
    this.connection.send({ type: "set_away", away });
  }

  private perform(deed: Deed): void {
    this.become({ outgoing: withDeed(this.state.outgoing, deed) });
  }

  private do(action: Action, drawn: Drawn = "now"): void {
    this.become({ inbox: reduce(this.state.inbox, action) }, drawn);
  }

  private hear(event: OperatorEvent): void {
    const refusedId = (event.type === "error" && event.code === "conversation_unknown" && event.request_id) || "";
    // There is nothing to be marked
    if (this.marked.delete(refusedId)) event = { type: "unread_marked", conversation_id: refusedId, unread: false };
    this.news.hear(event, this.state.inbox);
    let { outgoing } = this.state;
    switch (event.type) {
      case "welcome":
        this.clock.observe(event.server_time);
        this.takesMarks = event.unread_marks;
        outgoing = requeued(outgoing);
        if (this.state.inbox.rows.size > 0) this.rename(event.sites);
        break;
      case "pong":
        this.clock.observe(event.server_time, this.connection.pingedAtMs);
        break;
      case "message_posted":
      case "note_added":
      case "conversation_assigned":
      case "status_changed":
      case "message_edited":
      case "message_deleted":
      case "conversation_tagged":
      case "conversation_snoozed":
      case "conversation_merged":
        outgoing = withoutDeed(outgoing, event.conversation_id, event.echo_id);
        break;
      case "history":
        for (const entry of event.entries) outgoing = withoutDeed(outgoing, entry.conversation_id, entry.echo_id);
        break;
      case "error":
        outgoing = this.hearError(event, outgoing);
        break;
      case "site_changed":
        this.rename([event.site]);
        break;
      case "unread_marked":
        if (this.marked.get(event.conversation_id) === event.unread) this.marked.delete(event.conversation_id);
        this.onMarked?.(event.conversation_id);
        break;
    }
    const inbox = reduce(this.state.inbox, { type: "event", event, nowMs: this.around.steadyMs() });
    const isRestarting = event.type === "goodbye" || (event.type !== "welcome" && this.state.isRestarting);
    const drawn = outgoing === this.state.outgoing ? drawnAfter(event, inbox) : "now";
    this.become({ inbox, outgoing, isRestarting }, drawn);
    if (event.type === "welcome") this.repeatMarks();
    for (const news of this.news.take(this.state.inbox)) this.events.onNews(news);
    this.heardAtMs = this.clock.nowMs();
    this.tellBack();
    if ("echo_id" in event && event.echo_id && event.type !== "error") this.events.onSettled(event.echo_id);
  }

  /** Colleagues who are called otherwise by now. */
  private rename(sites: readonly SiteRef[]): void {
    import("../state/renaming").then(
      (file) => this.become(sites.reduce(file.renamed, this.state)),
      () => undefined, // They keep the names that they came with.
    );
  }

  private tellBack(): void {
    const { broken, news } = this;
    const { inbox } = this.state;
    const { waiting, mine } = inbox.folders;
    if (broken === null || !inbox.connected || waiting.verified === null || mine.verified === null) return;
    this.broken = null;
    this.events.onBack({ ...broken, now: inbox, toldSeq: (id) => news.toldSeq(id) });
  }

  private hearError(error: Extract<OperatorEvent, { type: "error" }>, outgoing: Outgoing): Outgoing {
    const nowMs = this.around.steadyMs();
    const isExpected =
      error.code === "conversation_unknown" || error.code === "seq_ahead" || isFromOlder(this.state.inbox, error);
    if (error.request_id && !isExpected) this.pace.pause(error.retry_after_s ?? ERROR_PAUSE_S, nowMs);
    const result = refused(outgoing, error, nowMs);
    if (result.givenUp) this.events.onGivenUp(result.givenUp, error.code);
    return result.outgoing;
  }

  private changeLink(link: ConnectionStatus, closeCode: number | null): void {
    const { inbox: before } = this.state;
    if (link !== "online" && before.connected) this.broken ??= { before, heardAtMs: this.heardAtMs };
    const inbox = link === "online" ? before : reduce(before, { type: "disconnected" });
    this.become({ link, closeCode: closeCode ?? (link === "online" ? null : this.state.closeCode), inbox });
    if (link === "stopped" && NOT_LET_IN.includes(closeCode)) this.events.onSignedOut();
  }

  private become(change: Partial<PanelState>, drawn: Drawn | "never" = "now"): void {
    this.state = { ...this.state, ...change };
    this.pump();
    if (drawn !== "never") this.events.onChange(drawn);
  }

  /** Sends what is due: deeds first, they are what somebody waits for; then questions, as fast as the pace allows. */
  private pump(): void {
    if (!this.state.inbox.connected) return;
    const nowMs = this.around.steadyMs();
    const { outgoing, due, againInMs } = takeDue(this.state.outgoing, nowMs);
    this.state = { ...this.state, outgoing };
    for (const deed of due) this.connection.send(commandOfDeed(deed));
    let waitMs = againInMs;
    for (const question of plan(this.state.inbox)) {
      if (!this.pace.take(nowMs)) {
        const paceMs = this.pace.waitMs(nowMs);
        waitMs = Math.min(waitMs ?? paceMs, paceMs);
        break;
      }
      this.ask(question);
    }
    this.pumpTimer = this.rearm(this.pumpTimer, waitMs, () => this.become({}, "soon"));
    const leaseEndMs = nextLeaseEndMs(this.state.inbox);
    this.leaseTimer = this.rearm(this.leaseTimer, leaseEndMs === null ? null : leaseEndMs - nowMs, () =>
      this.do({ type: "leases_checked", nowMs: this.around.steadyMs() }, "soon"),
    );
  }

  private ask(question: Question): void {
    const requestId = `q${++this.questionCount}`;
    this.state = { ...this.state, inbox: reduce(this.state.inbox, { type: "asked", requestId, question }) };
    this.connection.send(commandOf(requestId, question));
  }

  private repeatMarks(): void {
    for (const [id, seq] of this.looked) this.seeMentions(id, seq);
    // Before what was marked since: reading takes marks away. Of a row that is not held it is not known what is read
    for (const [id, seq] of this.marks) {
      if (seq <= this.readSeqOf(id, seq)) this.marks.delete(id);
      else this.connection.send({ type: "mark_read", conversation_id: id, seq });
    }
    for (const mark of [...this.marked]) this.markUnread(...mark);
  }

  private readSeqOf(conversationId: string, unheld = 0): number {
    return this.state.inbox.rows.get(conversationId)?.conversation.operator_read_seq ?? unheld;
  }

  private rearm(timer: number | null, delayMs: number | null, callback: () => void): number | null {
    if (timer !== null) this.around.clearTimer(timer);
    return delayMs === null ? null : this.around.setTimer(callback, Math.max(1, delayMs));
  }
}

/** At once what the operator waits for, who has asked or is told of what they did, and what is about the connection. */
function drawnAfter(event: OperatorEvent, { session, openId }: Inbox): Drawn {
  switch (event.type) {
    // Whoever writes an answer must see at once what it comes after
    case "message_posted":
    case "history":
      return event.conversation_id === openId ? "open" : "soon";
    case "conversation_fetched":
      return event.conversation.id === openId ? "open" : "soon";
    // Asked for by the panel itself, since others have done something
    case "counts_fetched":
      return "soon";
    case "welcome":
    case "goodbye":
      return "now";
  }
  const isOwn = "operator_id" in event && event.operator_id === session?.me.id;
  return isOwn || ("request_id" in event && event.request_id) ? "now" : "soon";
}

function commandOf(requestId: string, question: Question): OperatorCommand {
  const request_id = requestId;
  switch (question.kind) {
    case "list": {
      const { folder, filter, cursor, limit } = question;
      return { type: "list_conversations", request_id, folder, cursor, limit, ...(filter && { filter }) };
    }
    case "row":
      return { type: "fetch_conversation", request_id, conversation_id: question.conversationId };
    case "counts":
      return { type: "fetch_counts", request_id };
    case "history": {
      const { conversationId, afterSeq, beforeSeq } = question;
      const bounds = { after_seq: afterSeq, before_seq: beforeSeq };
      return { type: "fetch_history", request_id, conversation_id: conversationId, ...bounds };
    }
  }
}
