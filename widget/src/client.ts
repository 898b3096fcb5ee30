// The visitor's side of the conversation: keeps the socket, the timeline and the outbox in step with the server.
import { askedConsents, isHeldBack } from "./consents";
import { createServerClock } from "./live/clock";
import { BROWSER, createConnection, type Surroundings } from "./live/connection";
import { enqueue, markSending, nextToSend, type Outbox, refuse, requeue, retry, retryDelayMs } from "./live/outbox";
import { emptyTimeline, firstSeqOf, lastSeqOf, missingFrom } from "./live/timeline";
import { type ChatState, INITIAL_STATE, type Letter, reduce, unreadCount } from "./state";
import type { Identity, VisitorStore } from "./storage";
import { createTypingNotice } from "./typing_notice";
import { randomUuid } from "./uuid";
import type {
  About,
  Error as ErrorEvent,
  FileRef,
  History,
  Page,
  Proof,
  RateConversation,
  SiteState,
  VisitorCommand,
  VisitorEvent,
  Welcome,
  Work,
} from "./visitor.gen";

const PROTOCOL = 1;
const OLDER_ENTRIES = 50;
const CATCH_UP_ENTRIES = 200;
/** A message whose acknowledgement does not come over a socket that lives is sent again. */
const ACKNOWLEDGEMENT_DEADLINE_MS = 15_000;
const DEFAULT_RETRY_S = 5;

export interface ClientOptions {
  /** Of the server, e.g. `https://chat.example.ru`. */
  readonly origin: string;
  readonly site: string;
  getLocale(): string;
  readonly store: VisitorStore;
  getPage(): Page;
  onChange(state: ChatState): void;
  /** Does what the server asks of newcomers' browsers while too many of them come. */
  doWork(work: Work): Promise<Proof>;
  /** What is known of a site that asks for consent, without asking the server; null: it asks for none. */
  getSite(): SiteState | null;
}

export type Rating = Omit<RateConversation, "type" | "conversation_id">;

export interface Client {
  readonly state: ChatState;
  /** Who the visitor is; null before the first welcome. */
  readonly identity: Identity | null;
  /** The server's time, in ms since 1970. */
  nowMs(): number;
  /** Connects, unless it is connected already. */
  start(): void;
  /** Closes the socket; what is held stays. */
  stop(): void;
  /** The network, the page or another tab's identity has come: goes on with it. */
  wake(): void;
  /** `files`: what has been uploaded for this message. */
  send(body: string, about?: About | null, files?: readonly FileRef[]): void;
  retry(echoId: string): void;
  /** Takes a failed message back: it is not sent any more. */
  withdraw(echoId: string): void;
  /** The id or the name of the department that the next conversation is for. */
  chooseDepartment(department: string): void;
  /** The visitor has ticked the box of a document, or emptied it: what they wrote goes once all that must be is ticked. */
  tick(documentId: string, isTicked: boolean): void;
  /** The visitor takes back all that they have agreed to: now, or as soon as there is a connection. */
  withdrawConsents(): void;
  /** Closes the conversation: at once where there is a connection, else not at all. */
  end(): void;
  /** Rates the conversation: at once where there is a connection (true), else not at all. `refusedId` tells of a refusal. */
  rate(rating: Rating): boolean;
  loadOlder(): void;
  /** Marks everything held as read; does nothing where nothing is unread. */
  markRead(): void;
  /** The visitor has typed (true), or has emptied or sent the text (false). */
  type(active: boolean): void;
  visitPage(): void;
  /** Sends what has no word of its own here; false: there is no connection, or it is not the time. */
  command(command: VisitorCommand): boolean;
  /** Calls back with each event of the server, after the state has been made of it. */
  listen(listener: (event: VisitorEvent) => void): void;
  /** Goes on as this visitor, from the next hello on; null: no message goes before it is said as whom. */
  speakAs(whom: Identity | null): void;
  /** Somebody else is before the screen: forgets who was, what they wrote and what they had to send. */
  reset(): void;
  /** Says hello anew: what it tells has changed. */
  greet(): void;
}

/** A client that has not been started. */
export function createClient(options: ClientOptions, around: Surroundings = BROWSER): Client {
  const { store } = options;
  const clock = createServerClock(() => around.steadyMs());
  let identity = store.read();
  let state: ChatState = { ...INITIAL_STATE, isReturning: store.isExpected(), site: siteOfNewcomer() };
  /** Whether the browser keeps the identity: only from the first message on. */
  let isKept = identity !== null;
  let isClaiming = false;
  /** Whether it is to be found out who writes before anything goes. */
  let isHeld = false;
  let catchUpId: string | null = null;
  let olderId: string | null = null;
  /** Of a withdrawal that the server has not confirmed yet. */
  let withdrawalId: string | null = null;
  /** Of the newest work that was done. */
  let proof: Proof | null = null;
  let isWorking = false;
  const listeners: ((event: VisitorEvent) => void)[] = [];
  let leaseTimer = 0;
  let flushTimer = 0;
  let deadlineTimer = 0;

  const typing = createTypingNotice((active) => {
    const { conversation } = state;
    if (conversation && !isAsked()) connection.send({ type: "set_typing", conversation_id: conversation.id, active });
  }, around);
  const connection = createConnection<VisitorCommand, VisitorEvent>(
    {
      url: `${options.origin.replace(/^http/, "ws")}/ws/visitor`,
      ping: { type: "ping" },
      hello: () => ({
        type: "hello",
        protocol: PROTOCOL,
        site: options.site,
        token: identity?.token ?? null,
        locale: options.getLocale(),
        page: options.getPage(),
        // A conversation of which nothing is held is not resumed but fetched: its latest entries, not its first.
        conversation_id: lastSeqOf(state.timeline) ? (state.conversation?.id ?? null) : null,
        after_seq: lastSeqOf(state.timeline),
        proof,
      }),
      onEvent: hear,
      onStatus(status, closeCode) {
        if (status !== "online") {
          catchUpId = olderId = null;
          for (const timer of [leaseTimer, flushTimer, deadlineTimer]) around.clearTimer(timer);
          typing.forget();
          update({ isCaughtUp: false, isLoadingOlder: false, typing: null, outbox: requeue(state.outbox) });
        }
        const isCutOff = status === "offline" || (status === "connecting" && state.isCutOff);
        update({ status, isCutOff, closeCode });
        if (status === "online") void store.adoptOutboxes(adopt);
      },
      onClose(code) {
        if (code !== 4401) return;
        if (identity) store.forget(identity.token);
        // Another tab may have been given a new identity already.
        identity = store.read();
        isKept = identity !== null;
        update({ conversation: null, timeline: emptyTimeline() });
      },
    },
    around,
  );

  function siteOfNewcomer(): SiteState | null {
    return store.isExpected() ? null : options.getSite();
  }

  /** Nobody hears of who has still to agree: there is no socket, and so no name for them. */
  function connect(): void {
    if (identity || !isHeldBack(state)) connection.start();
  }

  function update(change: Partial<ChatState>): void {
    const before = state;
    state = { ...state, ...change };
    // Of a newcomer nothing is stored before the server has said what is to be agreed to, and it is.
    const mayKeep = isKept || (state.site && !isHeldBack(state));
    if (state.outbox !== before.outbox && mayKeep) store.keepOutbox(state.outbox);
    options.onChange(state);
  }

  /** Whether the server would refuse whatever tells of the visitor. */
  function isAsked(): boolean {
    return askedConsents(state).length > 0;
  }

  function hear(event: VisitorEvent): void {
    update(reduce(state, event));
    switch (event.type) {
      case "welcome":
        meet(event);
        break;
      case "pong":
        clock.observe(event.server_time, connection.pingedAtMs);
        break;
      case "typing":
        around.clearTimer(leaseTimer);
        leaseTimer = around.setTimer(() => update({ typing: null }), event.expires_in_s * 1000);
        break;
      case "history":
        noteAnswer(event);
        break;
      case "consents_changed":
        if (!event.consents.some((document) => document.is_agreed)) withdrawalId = null;
        break;
      case "error":
        noteError(event);
        break;
    }
    if (event.type !== "history" && event.type !== "welcome") catchUp();
    flush();
    for (const listener of listeners) listener(event);
  }

  function meet(welcome: Welcome): void {
    clock.observe(welcome.server_time);
    identity = { token: welcome.token, visitorId: welcome.visitor_id };
    if (isKept) isKept = store.renew(identity);
    withdraw();
  }

  /** Said at each welcome until it is confirmed; the server notes it once. */
  function withdraw(): void {
    if (withdrawalId) connection.send({ type: "withdraw_consent", echo_id: withdrawalId });
  }

  function noteAnswer(history: History): void {
    if (olderId && history.request_id === olderId) {
      olderId = null;
      update({ isLoadingOlder: false });
      return;
    }
    const wasAsked = catchUpId !== null && history.request_id === catchUpId;
    if (wasAsked) catchUpId = null;
    // An answer that brings nothing, though something is said to be missing, would be the same next time.
    if (wasAsked && !history.entries.length) update({ isCaughtUp: true });
    else catchUp();
  }

  /** What waits for it stays under way meanwhile, and goes with the connection that shows the proof. */
  async function work(asked: Work): Promise<void> {
    if (isWorking) return;
    isWorking = true;
    try {
      proof = await options.doWork(asked);
      greet();
    } catch {
      // What can't be done now is asked for once more when the message is sent again.
    }
    isWorking = false;
  }

  function noteError({ code, echo_id, request_id, retry_after_s, work: asked }: ErrorEvent): void {
    if (asked) void work(asked);
    else if (echo_id) {
      // A consent that is missing is asked for: until it is given the message waits.
      const retryAfterS = code.startsWith("consent_") ? 0 : (retry_after_s ?? null);
      const refusal = { code, retryAfterS };
      update({ outbox: refuse(state.outbox, echo_id, refusal, around.steadyMs()), refusedId: echo_id });
    }
    if (code === "visitor_erased") {
      // What was said is gone at the visitor's wish: what a lost acknowledgement left here must not bring it back.
      update({ outbox: [] });
      store.keepDraft(null);
      void store.adoptOutboxes(() => undefined);
    }
    if (request_id && request_id === olderId) {
      olderId = null;
      update({ isLoadingOlder: false });
      // Who is at the very top can't scroll there once more.
      if (retry_after_s) around.setTimer(loadOlder, retry_after_s * 1000);
    }
    if (request_id && request_id === catchUpId) {
      // What can't be had must not hold back what is to be sent; what can be had later is asked for later.
      if (!retry_after_s) update({ isCaughtUp: true });
      around.setTimer(
        () => {
          if (catchUpId === request_id) catchUpId = null;
          catchUp();
        },
        (retry_after_s ?? DEFAULT_RETRY_S) * 1000,
      );
    }
    if (code === "seq_ahead" && state.conversation) {
      // The server's database is older than what we hold: its word counts.
      update({ timeline: emptyTimeline() });
      ask({ after_seq: null });
    }
  }

  function catchUp(): void {
    const missing = missingFrom(state.timeline);
    if (missing && !catchUpId) ask(missing);
  }

  function ask({ after_seq }: { readonly after_seq: number | null }): void {
    const limit = after_seq === null ? OLDER_ENTRIES : CATCH_UP_ENTRIES;
    catchUpId = fetchHistory({ after_seq, limit });
  }

  function loadOlder(): void {
    if (olderId || !state.timeline.hasBefore) return;
    olderId = fetchHistory({ before_seq: firstSeqOf(state.timeline), limit: OLDER_ENTRIES });
    if (olderId) update({ isLoadingOlder: true });
  }

  function fetchHistory(range: { after_seq?: number | null; before_seq?: number; limit: number }): string | null {
    if (!state.conversation) return null;
    const request_id = randomUuid();
    const question = { type: "fetch_history", request_id, conversation_id: state.conversation.id, ...range } as const;
    return connection.send(question) ? request_id : null;
  }

  /** Sends the next message, if it is its turn. */
  function flush(): void {
    around.clearTimer(flushTimer);
    if (state.status !== "online" || !state.isCaughtUp || isClaiming || isHeld || isHeldBack(state)) return;
    const nowMs = around.steadyMs();
    const next = nextToSend(state.outbox, nowMs);
    if (next && !isKept && identity) {
      void claim(identity);
    } else if (next) {
      // No conversation is named: the server's current one is meant, whatever another tab has begun meanwhile.
      const { body, about = null, files = [] } = next.payload;
      const agree_to = state.ticked as string[];
      const { department } = state;
      const file_ids = files.map(({ id }) => id);
      const message = { echo_id: next.echoId, body, conversation_id: null, agree_to, about, department, file_ids };
      connection.send({ type: "send_message", ...message });
      update({ outbox: markSending(state.outbox, next.echoId) });
      around.clearTimer(deadlineTimer);
      deadlineTimer = around.setTimer(resend, ACKNOWLEDGEMENT_DEADLINE_MS);
    } else {
      const delayMs = retryDelayMs(state.outbox, nowMs);
      if (delayMs !== null) flushTimer = around.setTimer(flush, delayMs);
    }
  }

  function resend(): void {
    update({ outbox: requeue(state.outbox) });
    flush();
  }

  /** The first message is about to go: from here on the browser remembers who wrote it. */
  async function claim(mine: Identity): Promise<void> {
    isClaiming = true;
    const kept = await store.claim(mine);
    // Meanwhile the page has said that somebody else is before it.
    if (!isClaiming) return store.forget(kept.token);
    isClaiming = false;
    isKept = true;
    if (kept.visitorId !== identity?.visitorId) {
      identity = kept;
      connection.restart();
    }
    flush();
  }

  function adopt(outbox: Outbox<Letter>): void {
    const adopted = requeue(outbox).map((message) => ({ ...message, retryAtMs: 0 }));
    const known = new Set(state.outbox.map((message) => message.echoId));
    // Older than anything written here: their tab was closed before this one reached the server.
    update({ outbox: [...adopted.filter((message) => !known.has(message.echoId)), ...state.outbox] });
    flush();
  }

  /** Another tab has begun a conversation, or a new one after a refused token: there is one visitor in this browser. */
  function followKept(): void {
    const kept = store.read();
    if (!kept || kept.visitorId === identity?.visitorId) return;
    identity = kept;
    isKept = true;
    greet();
  }

  function greet(): void {
    if (connection.status !== "stopped") connection.restart();
    else if (!identity) update({ site: siteOfNewcomer() });
  }

  function tell(
    deed: { type: "end_conversation"; echo_id: string } | ({ type: "rate_conversation" } & Rating),
  ): boolean {
    const { conversation } = state;
    return conversation !== null && connection.send({ ...deed, conversation_id: conversation.id });
  }

  return {
    get state() {
      return state;
    },
    get identity() {
      return identity;
    },
    nowMs: clock.nowMs,
    start() {
      followKept();
      connect();
      void store.adoptOutboxes(adopt);
    },
    stop: () => connection.stop(),
    wake() {
      followKept();
      connection.wake();
      if (state.status === "online") void store.adoptOutboxes(adopt);
    },
    send(body, about, files) {
      const letter = { body, atMs: clock.nowMs(), ...(about && { about }), ...(files && { files }) };
      update({ outbox: enqueue(state.outbox, randomUuid(), letter) });
      connect();
      flush();
    },
    retry(echoId) {
      update({ outbox: retry(state.outbox, echoId) });
      flush();
    },
    withdraw: (echoId) => update({ outbox: state.outbox.filter((message) => message.echoId !== echoId) }),
    chooseDepartment: (department) => update({ department: String(department) }),
    tick(documentId, isTicked) {
      const { ticked } = state;
      update({ ticked: isTicked ? [...ticked, documentId] : ticked.filter((id) => id !== documentId) });
      connect();
      flush();
    },
    end: () => void tell({ type: "end_conversation", echo_id: randomUuid() }),
    rate: (rating) => tell({ type: "rate_conversation", ...rating }),
    withdrawConsents() {
      // Nobody is known here who could have agreed.
      if (!identity) return;
      withdrawalId = randomUuid();
      connection.start();
      withdraw();
    },
    loadOlder,
    markRead() {
      const { conversation, timeline } = state;
      const seq = lastSeqOf(timeline);
      if (!conversation || !unreadCount(state) || isAsked()) return;
      if (!connection.send({ type: "mark_read", conversation_id: conversation.id, seq })) return;
      // Where the mark is lost on its way, the next welcome brings the old one back, and this is called again.
      update({ conversation: { ...conversation, visitor_read_seq: seq } });
    },
    type: typing.note,
    visitPage() {
      // The page of who has not agreed is told by a hello alone, which stores nothing.
      if (isAsked() && connection.status === "online") connection.restart();
      else connection.send({ type: "visit_page", page: options.getPage() });
    },
    command: connection.send,
    speakAs(whom) {
      isHeld = !whom;
      identity = whom ?? identity;
      if (whom) isKept = store.renew(whom);
      flush();
    },
    listen: (listener) => void listeners.push(listener),
    reset() {
      const wasStarted = connection.status !== "stopped";
      connection.stop();
      identity = withdrawalId = null;
      isKept = isClaiming = isHeld = false;
      update({ ...INITIAL_STATE, site: siteOfNewcomer() });
      store.keepOutbox([]);
      if (wasStarted) connect();
    },
    greet,
  };
}
