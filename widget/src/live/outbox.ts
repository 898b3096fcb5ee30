// What has been written but not acknowledged: kept in order, sent one at a time, sent again until the server has it.
//
// One at a time, because a second message on the wire could be stored while the first is refused with "later": then
// they would change places. A person does not type faster than a round trip.

/** `waiting`: for a connection, its turn or its retry; `sending`: on the wire; `failed`: for the writer to decide. */
export type OutboxState = "waiting" | "sending" | "failed";

export interface OutboxMessage<P> {
  readonly echoId: string;
  /** Whatever the sender needs to make the frame. */
  readonly payload: P;
  readonly state: OutboxState;
  /** Why it failed or has to wait: the error's code. */
  readonly code: string | null;
  /** Not before this time, on the caller's steady clock, in ms. */
  readonly retryAtMs: number;
}

/** Oldest first. */
export type Outbox<P> = readonly OutboxMessage<P>[];

/** Adds a message at the end; one that is there already (by `echoId`) is not added again. */
export function enqueue<P>(outbox: Outbox<P>, echoId: string, payload: P): Outbox<P> {
  if (outbox.some((message) => message.echoId === echoId)) return outbox;
  return [...outbox, { echoId, payload, state: "waiting", code: null, retryAtMs: 0 }];
}

/** The message to put on the wire now; null while one is under way, or the first in line has to wait. */
export function nextToSend<P>(outbox: Outbox<P>, nowMs: number): OutboxMessage<P> | null {
  const first = firstInLine(outbox);
  return first?.state === "waiting" && first.retryAtMs <= nowMs ? first : null;
}

/** In how many ms `nextToSend` is worth asking again though nothing has happened; null: only when something has. */
export function retryDelayMs<P>(outbox: Outbox<P>, nowMs: number): number | null {
  const first = firstInLine(outbox);
  return first?.state === "waiting" && first.retryAtMs > nowMs ? first.retryAtMs - nowMs : null;
}

/** Notes that a message has been put on the wire. */
export function markSending<P>(outbox: Outbox<P>, echoId: string): Outbox<P> {
  return changed(outbox, echoId, { state: "sending", code: null });
}

/** Takes out a message that the server has stored. The very same outbox where it is not there. */
export function acknowledge<P>(outbox: Outbox<P>, echoId: string | null): Outbox<P> {
  const rest = outbox.filter((message) => message.echoId !== echoId);
  return rest.length === outbox.length ? outbox : rest;
}

/** Notes a refusal: with `retryAfterS` the message waits and goes again by itself, without (null) it has failed. */
export function refuse<P>(
  outbox: Outbox<P>,
  echoId: string,
  refusal: { readonly code: string; readonly retryAfterS: number | null },
  nowMs: number,
): Outbox<P> {
  const { code, retryAfterS } = refusal;
  if (retryAfterS === null) return changed(outbox, echoId, { state: "failed", code });
  return changed(outbox, echoId, { state: "waiting", code, retryAtMs: nowMs + retryAfterS * 1000 });
}

/** After a reconnect: what was on the wire may or may not have arrived, so it waits to be sent again. */
export function requeue<P>(outbox: Outbox<P>): Outbox<P> {
  if (!outbox.some((message) => message.state === "sending")) return outbox;
  return outbox.map((message) => (message.state === "sending" ? { ...message, state: "waiting" } : message));
}

/** Sends a failed message again, after those that have gone meanwhile. */
export function retry<P>(outbox: Outbox<P>, echoId: string): Outbox<P> {
  const failed = outbox.find((message) => message.echoId === echoId && message.state === "failed");
  if (!failed) return outbox;
  return [...acknowledge(outbox, echoId), { ...failed, state: "waiting", code: null, retryAtMs: 0 }];
}

function firstInLine<P>(outbox: Outbox<P>): OutboxMessage<P> | undefined {
  return outbox.find((message) => message.state !== "failed");
}

function changed<P>(outbox: Outbox<P>, echoId: string, change: Partial<OutboxMessage<P>>): Outbox<P> {
  return outbox.map((message) => (message.echoId === echoId ? { ...message, ...change } : message));
}
