// The widget's one state object, and what each event of the server makes of it.
import { ticksLeft } from "./consents";
import type { ConnectionStatus } from "./live/connection";
import type { Outbox } from "./live/outbox";
import { acknowledge } from "./live/outbox";
import type { Timeline } from "./live/timeline";
import { applyEvent, applyHistory, emptyTimeline, lastSeqOf, missingFrom } from "./live/timeline";
import { saidNow } from "./said";
import type {
  About,
  Author,
  ConversationState,
  CopySent,
  ErasureAsked,
  Error as ErrorEvent,
  FileRef,
  Goodbye,
  History,
  Identified,
  Invited,
  Noted,
  Pong,
  SiteState,
  VisitorEvent,
} from "./visitor.gen";

export type Entry = History["entries"][number];

/** A message on its way. `atMs` is the server's time, as well as we knew it, when it was written. */
export interface Letter {
  readonly body: string;
  readonly files?: readonly FileRef[] | undefined;
  readonly atMs: number;
  /** What the visitor said of themselves in the form. */
  readonly about?: About | null;
}

export interface ChatState {
  /** Whether the browser knew this visitor when the page was loaded: then there is a thread to wait for. */
  readonly isReturning: boolean;
  readonly status: ConnectionStatus;
  /** Whether there is no connection where there was one, or should be: trying again does not change it. */
  readonly isCutOff: boolean;
  /** What the last socket was closed with. */
  readonly closeCode: number | null;
  readonly site: SiteState | null;
  /** The id or the name of the department that the visitor or the page has chosen; empty: none. */
  readonly department: string;
  /** The conversation's place in the queue, where there is one to tell. */
  readonly place: number | null;
  /** The ids of the documents whose boxes are ticked, and that are not agreed to yet. */
  readonly ticked: readonly string[];
  /** As of the newest entry held, except for the read marks, which come by themselves. */
  readonly conversation: ConversationState | null;
  readonly timeline: Timeline<Entry>;
  readonly outbox: Outbox<Letter>;
  /** The operator who types, until the lease ends. */
  readonly typing: Author | null;
  readonly isLoadingOlder: boolean;
  /** Whether all that there was to fetch after `welcome` has come. */
  readonly isCaughtUp: boolean;
  /** The `echo_id` of what the server has refused last. */
  readonly refusedId: string | null;
  /** How an operator asked the visitor in last; `parts/invited.tsx` knows whether that is over. */
  readonly invitation: Invited | null;
}

/** Before anything has been heard. */
export const INITIAL_STATE: ChatState = {
  isReturning: false,
  status: "stopped",
  isCutOff: false,
  closeCode: null,
  site: null,
  department: "",
  place: null,
  ticked: [],
  conversation: null,
  timeline: emptyTimeline(),
  outbox: [],
  typing: null,
  isLoadingOlder: false,
  isCaughtUp: false,
  refusedId: null,
  invitation: null,
};

/** The state after an event. Leases, questions and errors are the client's business: they need a clock and a socket. */
export function reduce(state: ChatState, event: VisitorEvent): ChatState {
  switch (event.type) {
    case "welcome": {
      const { conversation, site } = event;
      const goesOn = conversation?.id === state.conversation?.id;
      const timeline = goesOn ? state.timeline : emptyTimeline<Entry>();
      const ticked = ticksLeft(state.ticked, site.consents);
      return { ...state, site, ticked, conversation, timeline, place: null, isCaughtUp: !conversation };
    }
    case "history": {
      if (event.conversation_id !== state.conversation?.id) return state;
      const next = withTimeline(state, applyHistory(state.timeline, event), event.entries);
      return { ...next, isCaughtUp: state.isCaughtUp || !missingFrom(next.timeline) };
    }
    case "read_marked": {
      const { conversation } = state;
      if (event.conversation_id !== conversation?.id) return state;
      const mark = event.reader === "visitor" ? "visitor_read_seq" : "operator_read_seq";
      return { ...state, conversation: { ...conversation, [mark]: Math.max(conversation[mark], event.seq) } };
    }
    case "typing": {
      if (event.author.kind !== "operator" || event.conversation_id !== state.conversation?.id) return state;
      return { ...state, typing: event.active ? event.author : null };
    }
    case "availability_changed":
      return { ...state, site: state.site && { ...state.site, operators_online: event.operators_online } };
    case "invited":
      return { ...state, invitation: event };
    case "queue_moved":
      return { ...state, place: event.place };
    case "department_availability_changed": {
      const { department_id, online } = event;
      const departments = (state.site?.departments ?? []).map((one) =>
        one.id === department_id ? { ...one, online } : one,
      );
      return { ...state, site: state.site && { ...state.site, departments } };
    }
    case "consents_changed": {
      const { consents } = event;
      const ticked = ticksLeft(state.ticked, consents);
      return { ...state, ticked, site: state.site && { ...state.site, consents } };
    }
    default: {
      // A newer server may say what we have not heard of; the compiler sees to it that we know all of today's.
      if (!("prev_seq" in event)) {
        event satisfies Pong | Goodbye | ErasureAsked | CopySent | Identified | Noted | ErrorEvent;
        return state;
      }
      // Whatever entry it is, also of a newer server: it has its place.
      const followed = event.conversation_id === state.conversation?.id ? state : begun(state, event);
      const typing = event.author.kind === "operator" ? null : state.typing;
      return { ...withTimeline(followed, applyEvent(followed.timeline, event), [event]), typing };
    }
  }
}

/** How many messages of operators the visitor has not seen. */
export function unreadCount({ conversation, timeline }: ChatState): number {
  const readSeq = conversation?.visitor_read_seq ?? 0;
  const said = saidNow(timeline.entries);
  return timeline.entries.filter(
    (entry) =>
      entry.type === "message_posted" &&
      entry.author.kind === "operator" &&
      entry.seq > readSeq &&
      said.get(entry.seq) !== "",
  ).length;
}

/** A conversation that begins with this entry: another tab's first message, or our own. */
function begun(state: ChatState, { conversation_id }: Entry): ChatState {
  const conversation: ConversationState = {
    id: conversation_id,
    status: "open",
    last_seq: 0,
    visitor_read_seq: 0,
    operator_read_seq: 0,
    operator: null,
  };
  return { ...state, conversation, timeline: emptyTimeline() };
}

function withTimeline(state: ChatState, timeline: Timeline<Entry>, acknowledging: readonly Entry[]): ChatState {
  let { conversation, outbox } = state;
  for (const { echo_id } of acknowledging) outbox = acknowledge(outbox, echo_id);
  // Entries that `welcome` knew of are in its state already; newer ones count once they are in place, in order.
  const knownSeq = Math.max(conversation?.last_seq ?? 0, lastSeqOf(state.timeline));
  for (const entry of timeline.entries) {
    if (!conversation || entry.seq <= knownSeq) continue;
    if (entry.type === "status_changed") conversation = { ...conversation, status: entry.status };
    if (entry.type === "conversation_assigned") conversation = { ...conversation, operator: entry.operator };
  }
  return { ...state, conversation, timeline, outbox };
}
