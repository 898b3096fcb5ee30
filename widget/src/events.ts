// What the page may hear of the chat, by `ryadom.on`, and the goals that a counter of Yandex Metrica is told of.
import { askedConsents } from "./consents";
import { lastSeqOf } from "./live/timeline";
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

/** In a step of its own: what a listener throws is the page's error, and stops nothing here. */
export function tell(listener: Listener, detail?: unknown): void {
  queueMicrotask(() => listener(detail));
}

/** `counter`: the number of a counter that the page may have; it hears of nothing before the visitor has agreed. */
export function createEvents(counter: number | undefined): Events {
  const listeners = new Map<string, Set<Listener>>();
  let goals: string[] = [];

  function emit(name: string, detail?: unknown): void {
    for (const listener of listeners.get(name) ?? []) tell(listener, detail);
  }

  function reach(goal: string | null, state: ChatState): void {
    if (goal) goals.push(goal);
    if (!state.site || askedConsents(state).length) return;
    const { ym } = window as { ym?: unknown };
    for (const goal of goals) if (counter && typeof ym === "function") tell(() => ym(counter, "reachGoal", goal));
    goals = [];
  }

  return {
    on(name, listener) {
      listeners.set(name, (listeners.get(name) ?? new Set()).add(listener));
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
