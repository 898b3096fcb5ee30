// How it goes with a webhook and with a delivery, in words. Pure: the time is given.
import type { Delivery, Webhook } from "../../../live/webhook_requests";
import { duration, timeToCome } from "../../../texts/time";
import type { StateWords } from "../outgoing/state_line";
import type { PrivacyTexts } from "../words";

const MINUTE_S = 60;
const HOUR_S = 3_600;
const MOST_COUNTED = 10_000;

/** "just now", "5 min ago", "14:05", "28 November, 14:05". */
export function whenPast(texts: PrivacyTexts, at: string, now: Date): string {
  const agoS = (now.getTime() - Date.parse(at)) / 1_000;
  if (agoS < MINUTE_S) return texts.webhooks.justNow;
  if (agoS < HOUR_S) return texts.webhooks.ago(duration(texts, agoS));
  return timeToCome(texts, new Date(at), now);
}

/** "in a few seconds", "in 5 min", "18:00", "1 December, 09:00". */
export function whenComing(texts: PrivacyTexts, at: string, now: Date): string {
  const inS = (Date.parse(at) - now.getTime()) / 1_000;
  if (inS < MINUTE_S) return texts.webhooks.soon;
  if (inS < HOUR_S) return texts.webhooks.inTime(duration(texts, inS));
  return timeToCome(texts, new Date(at), now);
}

export function stateOf(texts: PrivacyTexts, webhook: Webhook, now: Date): StateWords {
  const words = texts.webhooks;
  if (webhook.disabled_at !== null) {
    const { disabled_because: because } = webhook;
    return {
      tone: because === "by_hand" ? "off" : "warn",
      text: words.disabled(whenPast(texts, webhook.disabled_at, now)),
      notes: [words.because[because] ?? because],
    };
  }
  // What the register closes fails whatever the program does, and is mended elsewhere
  if (webhook.most_data === null) return { tone: "warn", text: words.closed, notes: [] };
  const notes = webhook.paused_until ? [words.pausedUntil(whenComing(texts, webhook.paused_until, now))] : [];
  if (webhook.failing_since !== null) {
    return {
      tone: "warn",
      text: words.failing(whenPast(texts, webhook.failing_since, now), webhook.failures),
      notes,
    };
  }
  const isFresh = webhook.succeeded_at === null && webhook.waiting === 0;
  return { tone: "good", text: isFresh ? words.fresh : words.good, notes };
}

/** How much waits, and since when; a dash where nothing does. */
export function waitingOf(texts: PrivacyTexts, { waiting, waiting_since }: Webhook, now: Date): string {
  const words = texts.webhooks;
  if (waiting === 0 || waiting_since === null) return words.none;
  const count = Math.min(waiting, MOST_COUNTED).toLocaleString(texts.language);
  return words.waitingOf(waiting > MOST_COUNTED ? words.moreThan(count) : count, whenPast(texts, waiting_since, now));
}

/** The key that it ends with; empty where somebody of the house looks after it. */
export function keeperOf(texts: PrivacyTexts, { looked_after_by: key }: Webhook, now: Date): string {
  const words = texts.webhooks;
  if (key === null) return "";
  if (key.ends_at === null) return words.keptByKey(key.name, "");
  const end = new Date(key.ends_at);
  return end > now ? words.keptByKey(key.name, timeToCome(texts, end, now)) : words.keptByOver(key.name);
}

/** Of what it is told: all there is, or how many of it. */
export function eventsOf(texts: PrivacyTexts, events: readonly string[], known: readonly string[]): string {
  const [only] = events;
  if (known.every((one) => events.includes(one))) return texts.webhooks.allEvents;
  if (events.length === 1 && only) return texts.webhooks.eventNames[only] ?? only;
  return texts.webhooks.eventsOf(events.length);
}

export function outcomeOf(texts: PrivacyTexts, delivery: Delivery, now: Date): string {
  const words = texts.webhooks;
  if (delivery.outcome !== null) return words.outcomes[delivery.outcome] ?? delivery.outcome;
  if (delivery.attempts === 0 || delivery.due_at === null) return words.queued;
  return words.retryAt(whenComing(texts, delivery.due_at, now));
}

/** What the receiver answered, or why it did not; a dash before the first attempt. */
export function answerOf(texts: PrivacyTexts, { status, took_ms, failure }: Delivery): string {
  if (status !== null) return texts.webhooks.status(status, (took_ms ?? 0).toLocaleString(texts.language));
  const { why } = formerOf(failure);
  return why === "" ? texts.webhooks.none : failureOf(texts, why);
}

/** Where the last attempt went if the URL was changed meanwhile ("moved: https://host: why"), and why it failed. */
export function formerOf(failure: string): { readonly origin: string | null; readonly why: string } {
  const [mark, origin, ...why] = failure.split(": ");
  return mark === "moved" && origin ? { origin, why: why.join(": ") } : { origin: null, why: failure };
}

/**
 * Where the last attempt was made, or, where there is none yet, where the first one goes. Null: nothing was to be sent, or
 * a server of an older version has not written it down.
 */
export function originOf({ attempts, origin, failure }: Delivery, now: string): string | null {
  return origin || formerOf(failure).origin || (attempts === 0 ? now : null);
}

/** What a receiver said, on as many lines as it takes: it may be nothing but ends of lines. */
export function saidOf(answer: string): string {
  return answer.split(/\s+/).join(" ").trim();
}

/** Why nothing came of an attempt: the code before the colon in words, or as it is where it is newer than the page. */
export function failureOf(texts: PrivacyTexts, failure: string): string {
  const [code = ""] = failure.split(":", 1);
  return texts.webhooks.failures[code] ?? failure;
}
