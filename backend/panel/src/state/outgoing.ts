// What this operator does to conversations, one outbox each: messages, assignments and closings keep their order.
import {
  acknowledge,
  enqueue,
  markSending,
  nextToSend,
  type Outbox,
  type OutboxMessage,
  refuse,
  requeue,
  retry,
  retryDelayMs,
} from "../../../../widget/src/live/outbox";
import type {
  AddNote,
  AssignConversation,
  DeleteMessage,
  EditMessage,
  Error as ErrorEvent,
  FileRef,
  MergeConversations,
  SendMessage,
  SetStatus,
  SnoozeConversation,
  TagConversation,
} from "../operator.gen";
import { withKey } from "./hash_trie";

/** A message with what it shows of its files until the server has it. */
export type Message = SendMessage & { readonly files?: readonly FileRef[] };

export type Deed =
  | Message
  | AddNote
  | EditMessage
  | DeleteMessage
  | AssignConversation
  | SetStatus
  | MergeConversations
  | SnoozeConversation
  | TagConversation;

export type Outgoing = ReadonlyMap<string, Outbox<Deed>>;

/** An own message that the server has not acknowledged yet, as the thread shows it. */
export interface Unsent {
  readonly echoId: string;
  readonly body: string;
  readonly isNote: boolean;
  readonly files: readonly FileRef[];
  /** The code of the error that ended its sending, or null while it is on its way. */
  readonly failure: string | null;
}

export function withDeed(outgoing: Outgoing, deed: Deed): Outgoing {
  const outbox = outgoing.get(deed.conversation_id) ?? [];
  return withKey(outgoing, deed.conversation_id, enqueue(outbox, deed.echo_id, deed));
}

/** Without what the server has stored under this `echo_id`; the same object where it is not here. */
export function withoutDeed(outgoing: Outgoing, conversationId: string, echoId: string | null): Outgoing {
  const outbox = outgoing.get(conversationId);
  if (!outbox || echoId === null) return outgoing;
  return replaced(outgoing, conversationId, acknowledge(outbox, echoId));
}

/** With what was taken out of an outbox in its place again, once; it waits, where it was on the wire. */
export function withPutBack(outgoing: Outgoing, message: OutboxMessage<Deed>, at: number): Outgoing {
  const { conversation_id: id } = message.payload;
  const others = acknowledge(outgoing.get(id) ?? [], message.echoId);
  return withKey(outgoing, id, [...others.slice(0, at), ...requeue([message]), ...others.slice(at)]);
}

export function withRetry(outgoing: Outgoing, conversationId: string, echoId: string): Outgoing {
  const outbox = outgoing.get(conversationId) ?? [];
  return replaced(outgoing, conversationId, retry(outbox, echoId));
}

/** After a lost connection: what was on the wire goes again. */
export function requeued(outgoing: Outgoing): Outgoing {
  return new Map([...outgoing].map(([id, outbox]) => [id, requeue(outbox)]));
}

/** After an error about a deed. A refused message stays, for its writer to decide; a refused action is `given up`. */
export function refused(
  outgoing: Outgoing,
  error: ErrorEvent,
  nowMs: number,
): { readonly outgoing: Outgoing; readonly givenUp: Deed | null } {
  const echoId = error.echo_id ?? "";
  for (const [id, outbox] of outgoing) {
    const deed = outbox.find((message) => message.echoId === echoId)?.payload;
    if (!deed) continue;
    const retryAfterS = error.retry_after_s ?? null;
    if (retryAfterS === null && !isSaid(deed)) {
      return { outgoing: withoutDeed(outgoing, id, echoId), givenUp: deed };
    }
    const held = refuse(outbox, echoId, { code: error.code, retryAfterS }, nowMs);
    return { outgoing: replaced(outgoing, id, held), givenUp: null };
  }
  return { outgoing, givenUp: null };
}

/** What to put on the wire now, marked as being on it, and when to look again (ms; null: when something happens). */
export function takeDue(
  outgoing: Outgoing,
  nowMs: number,
): { readonly outgoing: Outgoing; readonly due: readonly Deed[]; readonly againInMs: number | null } {
  let next = outgoing;
  const due: Deed[] = [];
  const waits: number[] = [];
  for (const [id, outbox] of outgoing) {
    const message = nextToSend(outbox, nowMs);
    if (message) {
      due.push(message.payload);
      next = replaced(next, id, markSending(outbox, message.echoId));
    }
    const wait = retryDelayMs(outbox, nowMs);
    if (wait !== null) waits.push(wait);
  }
  return { outgoing: next, due, againInMs: waits.length > 0 ? Math.min(...waits) : null };
}

/** What goes over the wire. */
export function commandOfDeed(deed: Deed): Exclude<Deed, Message> | SendMessage {
  if (deed.type !== "send_message") return deed;
  const { files: _, ...command } = deed;
  return command;
}

/** Messages of a conversation that are not on the server, oldest first. */
export function unsentOf(outgoing: Outgoing, conversationId: string): Unsent[] {
  return (outgoing.get(conversationId) ?? []).flatMap(({ echoId, payload, state, code }) =>
    isSaid(payload)
      ? [
          {
            echoId,
            body: payload.body,
            isNote: payload.type === "add_note",
            files: payload.type === "add_note" ? [] : (payload.files ?? []),
            failure: state === "failed" ? code : null,
          },
        ]
      : [],
  );
}

/** Whether it holds somebody's words, which are not to be lost: a message or a note. */
export function isSaid(deed: Deed): deed is Message | AddNote {
  return deed.type === "send_message" || deed.type === "add_note";
}

/** Whether an assignment, a status, a snooze or a merger of the conversation awaits its confirmation. */
export function isActing(outgoing: Outgoing, conversationId: string): boolean {
  return (outgoing.get(conversationId) ?? []).some(({ payload }) =>
    ["assign_conversation", "set_status", "snooze_conversation", "merge_conversations"].includes(payload.type),
  );
}

/** Whether any message would be lost with this page. */
export function hasUnsent(outgoing: Outgoing): boolean {
  return [...outgoing.keys()].some((id) => unsentOf(outgoing, id).length > 0);
}

function replaced(outgoing: Outgoing, id: string, outbox: Outbox<Deed>): Outgoing {
  if (outgoing.get(id) === outbox) return outgoing;
  const next = new Map(outgoing);
  if (outbox.length > 0) next.set(id, outbox);
  else next.delete(id);
  return next;
}
