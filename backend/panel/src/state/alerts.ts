// What calls an operator away from whatever they do, and how loudly: kinds of news, and what is chosen for each.
import type { Conversation } from "../operator.gen";

/** `called`: a colleague has handed a conversation over to this operator or calls them in a note, or one of theirs wakes. */
export const ALERT_KINDS = ["waiting", "mine", "others", "called"] as const;
export type AlertKind = (typeof ALERT_KINDS)[number];

export const TONES = ["off", "drop", "bell", "knock", "chord"] as const;
export type Tone = (typeof TONES)[number];

export interface AlertChoices {
  readonly tones: Readonly<Record<AlertKind, Tone>>;
  readonly notifies: Readonly<Record<AlertKind, boolean>>;
  /** New in the queue is only what is of this operator's own departments, or of none. */
  readonly isOwnOnly: boolean;
  /** From 0 to 1. */
  readonly volume: number;
  /** Nothing sounds or is shown while a tab of the panel has the focus. */
  readonly isQuietInFocus: boolean;
  /** Notifications say who wrote and what; others may see the screen. */
  readonly showsWords: boolean;
}

export const DEFAULT_ALERTS: AlertChoices = {
  tones: { waiting: "bell", mine: "drop", others: "off", called: "chord" },
  notifies: { waiting: true, mine: true, others: false, called: true },
  // Whoever is in a department answers there, and others in theirs; who is in none is called to all
  isOwnOnly: true,
  volume: 0.6,
  isQuietInFocus: false,
  showsWords: false,
};

/** The kind of a visitor's message, by who leads the conversation. */
export function kindOfMessage({ assignee }: Conversation, me: string): AlertKind {
  if (assignee === null) return "waiting";
  return assignee.id === me ? "mine" : "others";
}

/** The choices as they were kept; what is no choice is as it is by default. */
export function readAlerts(kept: unknown): AlertChoices {
  const all = asRecord(kept);
  const [tones, notifies] = [asRecord(all.tones), asRecord(all.notifies)];
  const volume = Number(all.volume ?? Number.NaN);
  return {
    tones: eachKind((kind) => TONES.find((tone) => tone === tones[kind]) ?? DEFAULT_ALERTS.tones[kind]),
    notifies: eachKind((kind) => asBoolean(notifies[kind], DEFAULT_ALERTS.notifies[kind])),
    isOwnOnly: asBoolean(all.isOwnOnly, DEFAULT_ALERTS.isOwnOnly),
    volume: volume >= 0 && volume <= 1 ? volume : DEFAULT_ALERTS.volume,
    isQuietInFocus: asBoolean(all.isQuietInFocus, DEFAULT_ALERTS.isQuietInFocus),
    showsWords: asBoolean(all.showsWords, DEFAULT_ALERTS.showsWords),
  };
}

function eachKind<T>(of: (kind: AlertKind) => T): Readonly<Record<AlertKind, T>> {
  return { waiting: of("waiting"), mine: of("mine"), others: of("others"), called: of("called") };
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

function asBoolean(value: unknown, otherwise: boolean): boolean {
  return typeof value === "boolean" ? value : otherwise;
}
