// How it goes with a connector and with a push, in words. Pure: the time is given.
import type { Connector, Push, Rules, Words } from "../../../live/connector_requests";
import type { StateWords } from "../outgoing/state_line";
import { whenComing, whenPast } from "../webhooks/state_words";
import type { PrivacyTexts } from "../words";

const MOST_COUNTED = 10_000;

/** What the server says in both languages, in the reader's. */
export function inLanguage(texts: PrivacyTexts, words: Words): string {
  return texts.language === "en" ? words.en : words.ru;
}

export function stateOf(texts: PrivacyTexts, connector: Connector, now: Date): StateWords {
  const words = texts.connectors;
  const { disabled_at, stopped_at, failing_since, paused_until, trouble } = connector;
  if (connector.is_sealed) return { tone: "warn", text: words.sealed, notes: [words.wrong.sealed] };
  if (disabled_at !== null) return { tone: "off", text: words.disabled(whenPast(texts, disabled_at, now)), notes: [] };
  if (stopped_at !== null) {
    const text = words.stopped(whenPast(texts, stopped_at, now));
    return { tone: "warn", text, notes: [trouble, words.stoppedHint].filter(Boolean) };
  }
  // What the register closes fails whatever the CRM does, and is mended elsewhere
  if (!connector.is_allowed) return { tone: "warn", text: words.closed, notes: [] };
  const pause = paused_until ? words.pausedUntil(whenComing(texts, paused_until, now)) : "";
  if (failing_since !== null) {
    const text = words.failing(whenPast(texts, failing_since, now), connector.failures);
    return { tone: "warn", text, notes: [trouble, pause].filter(Boolean) };
  }
  const isIdle = connector.without_basis.length > 0 && connector.without_basis.length === connector.sites.length;
  return { tone: isIdle ? "warn" : "good", text: isIdle ? words.idle : words.good, notes: pause ? [pause] : [] };
}

/** How much waits; a dash where nothing does. */
export function waitingOf(texts: PrivacyTexts, { waiting }: Connector): string {
  if (waiting === 0) return texts.connectors.none;
  const count = waiting.toLocaleString(texts.language);
  return waiting >= MOST_COUNTED ? texts.connectors.moreThan(count) : count;
}

/** By which rules it sends. */
export function rulesOf(texts: PrivacyTexts, rules: Rules): string {
  const words = texts.connectors;
  const named = [
    rules.contacts && words.causes.contacts,
    rules.closed && words.causes.closed,
    rules.tag_ids.length > 0 && words.tagsOf(rules.tag_ids.length),
    rules.most_score > 0 && words.ratedOf(rules.most_score),
  ].filter((one): one is string => typeof one === "string");
  return named.length > 0 ? named.join(", ") : words.byHand;
}

export function outcomeOf(texts: PrivacyTexts, push: Push, now: Date): string {
  const words = texts.connectors;
  if (push.status !== "pending" || push.attempts === 0 || push.due_at === null) {
    return words.outcomes[push.status] ?? push.status;
  }
  return words.retryAt(whenComing(texts, push.due_at, now));
}
