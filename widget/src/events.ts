// What the page may hear of the chat, by `ryadom.on`, and the goals that a counter of Yandex Metrica is told of.
import { askedConsents } from "./consents";
import { lastSeqOf } from "./live/timeline";
import { type ChatState, unreadCount } from "./state";

export type Listener = (detail: unknown) => void;

/** What a counter is told, by event. */
const GOALS: Readonly<Record<string, string>> = { open: "chat_opened", chatStarted: "chat_started" };

export interface Events {
  on(name: string, listener: Listener): void;
  off(name: string, listener: Listener): void;
  emit(name: string, detail?: unknown): void;
  /** Tells of whatever has changed from one state to the next. */
  watch(before: ChatState, after: ChatState): void;
}

/** `counter`: the number of a counter that the page may have; it hears of nothing before the visitor has agreed. */
export function createEvents(counter: number | undefined): Events {
  const listeners = new Map<string, Set<Listener>>();
  let goals: string[] = [];

  function emit(name: string, detail?: unknown): void {
    const goal = GOALS[name];
    if (goal) goals.push(goal);
    // In a step of their own: what a listener throws is the page's error, and stops nothing here.
    for (const listener of listeners.get(name) ?? []) queueMicrotask(() => listener(detail));
  }

  function reach(state: ChatState): void {
    if (!state.site || askedConsents(state).length) return;
    const { ym } = window as { ym?: unknown };
    for (const goal of goals)
      if (counter && typeof ym === "function") queueMicrotask(() => ym(counter, "reachGoal", goal));
    goals = [];
  }

  return {
    on(name, listener) {
      listeners.set(name, (listeners.get(name) ?? new Set()).add(listener));
    },
    off: (name, listener) => void listeners.get(name)?.delete(listener),
    emit,
    watch(before, after) {
      // A welcome brings another object of the site; a conversation that it tells of was there before.
      const isStarted = !before.conversation && after.conversation && before.site === after.site;
      const lastSeq = lastSeqOf(before.timeline);
      if (isStarted) emit("chatStarted", { conversation: after.conversation?.id });
      if (lastSeq || isStarted) {
        for (const entry of after.timeline.entries) {
          if (entry.seq <= lastSeq || entry.type !== "message_posted") continue;
          if (entry.author.kind === "visitor") goals.push("message_sent");
          emit("message", { author: entry.author.kind, name: entry.author.name, body: entry.body });
        }
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
      reach(after);
    },
  };
}
