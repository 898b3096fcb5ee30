// What the page may hear of the chat, by `ryadom.on`, and the goals that a counter of Yandex Metrica is told of: a file of its
// own, fetched once anybody listens.
import { askedConsents } from "./consents";
import { lastSeqOf } from "./live/timeline";
import type { Stage } from "./parts";
import { type ChatState, unreadCount } from "./state";

export type Listener = (detail: unknown) => void;

export interface Events {
  on(name: string, listener: Listener): void;
  off(name: string, listener: Listener): void;
  emit(name: string, detail?: unknown): void;
  /** Tells the counter of a goal: now, or once the visitor has agreed. */
  reach(goal: string | null, state: ChatState): void;
  /** Tells of whatever has changed from one state to the next. */
  watch(before: ChatState, after: ChatState): void;
}

/** Asks for something once the file is there. Where nobody listens it is not fetched, and nothing is asked. */
export type Hear = (deed: (events: Events) => void) => void;

/** In a step of its own: what a listener throws is the page's error, and stops nothing here. */
function tell(listener: Listener, detail?: unknown): void {
  queueMicrotask(() => listener(detail));
}

/** The counter of the site's, which the page may have, hears of nothing before the visitor has agreed. */
export function create({ host, client }: Stage): Events {
  const { metrica: counter } = host.look;
  /** What the counter calls this browser; empty: it has been asked. */
  let clientId: string | undefined;
  /** The conversation that has it. */
  let countedId: string | undefined;
  const listeners = new Map<string, Set<Listener>>();
  let goals: string[] = [];

  function emit(name: string, detail?: unknown): void {
    for (const listener of listeners.get(name) ?? []) tell(listener, detail);
  }

  function reach(goal: string | null, state: ChatState): void {
    if (goal) goals.push(goal);
    if (!state.site || askedConsents(state).length) return;
    const { ym } = window as { ym?: unknown };
    const told = goals;
    goals = [];
    if (!counter || typeof ym !== "function") return;
    for (const goal of told) tell(() => ym(counter, "reachGoal", goal));
    count(state, (take) => tell(() => ym(counter, "getClientID", take)));
  }

  /** Tells the server what the counter calls this browser, once a conversation can have it. */
  function count({ conversation }: ChatState, ask: (take: (id: unknown) => void) => void): void {
    if (!conversation || countedId === conversation.id) return;
    if (clientId === undefined) {
      clientId = "";
      ask((id) => {
        clientId = String(id);
        count(client.state, ask);
      });
    } else if (clientId && client.command({ type: "set_client_id", client_id: clientId })) countedId = conversation.id;
  }

  return {
    on(name, listener) {
      listeners.set(name, (listeners.get(name) ?? new Set()).add(listener));
      // Whoever asks for it has missed it.
      if (name === "ready") tell(listener);
    },
    off: (name, listener) => void listeners.get(name)?.delete(listener),
    emit,
    reach,
    watch(before, after) {
      // Every tab hears of a message; the one that sent it had it in its outbox.
      const ours = (echoId: string | null) => before.outbox.find((sent) => sent.echoId === echoId);
      // A welcome brings another object of the site; a conversation that it tells of was there before.
      const isStarted = !before.conversation && after.conversation && before.site === after.site;
      const lastSeq = lastSeqOf(before.timeline);
      if (isStarted) {
        emit("chatStarted", { conversation: after.conversation?.id });
        if (before.outbox.length) goals.push("chat_started");
      }
      if (lastSeq || isStarted) {
        for (const entry of after.timeline.entries) {
          if (entry.seq <= lastSeq || entry.type !== "message_posted") continue;
          const sent = ours(entry.echo_id);
          if (sent) goals.push("message_sent");
          const about = sent?.payload.about;
          if (about) {
            emit("formSubmit", about);
            if (about.phone || about.email) goals.push("contacts_left");
            if (!before.site?.operators_online) goals.push("offline_form_sent");
          }
          emit("message", { author: entry.author.kind, name: entry.author.name, body: entry.body });
        }
      }
      const { conversation } = after;
      if (before.conversation?.status === "open" && conversation?.status === "closed") {
        emit("chatEnded", { conversation: conversation.id });
      }
      const unread = unreadCount(after);
      if (unread !== unreadCount(before)) emit("unread", unread);
      if (before.site && after.site) {
        const isAgreed = !askedConsents(after).length;
        if (isAgreed !== !askedConsents(before).length) emit("consent", isAgreed);
      }
      if (after.closeCode !== before.closeCode && after.status === "stopped" && after.closeCode !== null) {
        emit("error", { code: after.closeCode });
      }
      reach(null, after);
    },
  };
}
