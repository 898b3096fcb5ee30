// The inbox's one reducer: every event, answer and choice goes through it, the view is a function of what comes out.
import type { Error as ErrorEvent, Filter, OperatorEvent, UnreadMarked } from "../operator.gen";
import { startOver, takeCounts, takeList, takeRow, takeStarted } from "./answers";
import { hide, show } from "./blocking";
import { doubt } from "./doubts";
import { forgetWords } from "./erasure";
import { isNarrowed, isSnoozed, UNKNOWN_FOLDER } from "./folders";
import { withKey, withoutKey } from "./hash_trie";
import { takeCall, takeCalls, takeSeen } from "./mentions";
import type { Action, Asked, Inbox, Session } from "./model";
import { EMPTY_INBOX } from "./model";
import { forgetPassing, takePassing } from "./passing";
import type { Entry, Row } from "./rows";
import { applyEntry, unreachable } from "./rows";
import {
  emptyThread,
  leavePast,
  outdated,
  seek,
  type Thread,
  takeEntry,
  takeHistory,
  wantNewer,
  wantOlder,
} from "./threads";
import { endLeases, takeTyping } from "./typing";
import { takeWaking } from "./waking";

/** More rows in doubt than this are not fetched one by one: reading the folders again is cheaper. */
const MAX_DOUBTS = 20;

/** The inbox after an action. Pure: the same inbox and action give the same result. */
export function reduce(inbox: Inbox, action: Action): Inbox {
  switch (action.type) {
    case "event":
      return takeEvent({ ...inbox, tick: inbox.tick + 1 }, action.event, action.nowMs);
    case "disconnected":
      return { ...inbox, connected: false, asked: new Map(), passing: [], typing: new Map() };
    case "asked": {
      const asked: Asked = { ...action.question, sentTick: inbox.tick };
      return { ...inbox, asked: withKey(inbox.asked, action.requestId, asked) };
    }
    case "folder_opened":
      return openFolder(inbox, action.folder, action.filter);
    case "conversation_opened":
      return openConversation(inbox, action.conversationId);
    case "more_rows_wanted": {
      const state = inbox.folders[action.folder];
      if (state.wantsMore || state.cursor === null) return inbox;
      return { ...inbox, folders: { ...inbox.folders, [action.folder]: { ...state, wantsMore: true } } };
    }
    case "older_entries_wanted":
      return withThread(inbox, action.conversationId, wantOlder);
    case "newer_entries_wanted":
      return withThread(inbox, action.conversationId, wantNewer);
    case "entry_sought":
      return withThread(inbox, action.conversationId, (thread) => seek(thread, action.seq));
    case "past_left":
      return withThread(inbox, action.conversationId, leavePast);
    case "mentions_looked": {
      const { conversationId: conversation_id, seq } = action;
      return takeSeen(inbox, { conversation_id, operator_id: inbox.session?.me.id ?? "", seq });
    }
    case "unread_marked":
      return takeMark(inbox, action);
    case "rows_doubted":
      return action.ids.reduce((state, id) => doubt(state, id, 0), inbox);
    case "leases_checked":
      return endLeases(inbox, action.nowMs);
    default:
      return unreachable(action);
  }
}

function takeEvent(inbox: Inbox, event: OperatorEvent, nowMs: number): Inbox {
  switch (event.type) {
    case "welcome":
      return takeWelcome(inbox, event);
    case "conversation_list":
    case "conversation_fetched":
    case "counts_fetched":
    case "history":
      return takeAnswer(inbox, event);
    case "conversation_hidden":
      return hide(inbox, event.conversation_id);
    case "conversation_shown":
      return show(inbox, event.conversation_id);
    case "conversation_started":
      // Overtaken by its own hiding, it is only asked for.
      if (inbox.hidden.has(event.conversation.id)) return show(inbox, event.conversation.id);
      return takeStarted(inbox, event.conversation);
    case "conversation_assigned":
      // Whoever leads it now knows of it by that
      return takeLiveEntry({ ...inbox, woken: withoutKey(inbox.woken, event.conversation_id) }, event);
    case "message_posted":
    case "status_changed":
    case "message_edited":
    case "message_deleted":
    case "conversation_rated":
    case "conversation_tagged":
    case "conversation_merged":
      return takeLiveEntry(inbox, event);
    case "conversation_snoozed":
      return takeLiveEntry(takeWaking(inbox, event), event);
    case "labels_changed": {
      const { controller_id, labels } = event.changed;
      return withSession(inbox, (session) => ({ labels: withKey(session.labels, controller_id, labels) }));
    }
    case "site_changed":
      return withSession(inbox, ({ sites }) => ({
        sites: sites.map((site) => (site.id === event.site.id ? { ...site, ...event.site } : site)),
      }));
    case "shared_views_changed":
      return { ...inbox, viewsTick: inbox.tick };
    case "note_added":
      return takeCall(takeLiveEntry(inbox, event), event);
    case "mentions_seen":
      return takeSeen(inbox, event);
    case "unread_marked":
      return takeMark(inbox, event);
    case "away_changed":
      if (inbox.session?.me.id !== event.operator_id) return inbox;
      return withSession(inbox, () => ({ isAway: event.away }));
    case "read_marked":
    case "page_visited":
    case "visitor_presence_changed":
      return takePassing(inbox, event);
    case "signs_missed":
      // Also that a conversation was hidden, which no entry tells of.
      return { ...startOver(inbox), countsDoubt: inbox.tick, viewsTick: inbox.tick };
    case "conversation_erased":
      return takeErasure(inbox, event.conversation_id);
    case "typing":
      return takeTyping(inbox, event, nowMs);
    case "error":
      return takeError(inbox, event);
    default:
      // Pong and goodbye say nothing of it, and a newer server may say what this panel does not know yet.
      return inbox;
  }
}

/** A new connection: everything held may be old, so the open folder, its thread and the counts are read again. */
function takeWelcome(inbox: Inbox, welcome: Extract<OperatorEvent, { type: "welcome" }>): Inbox {
  const threads = new Map([...inbox.threads].map(([id, thread]) => [id, outdated(thread)]));
  const welcomed = startOver({
    ...takeCalls(inbox, welcome.mentions ?? []),
    session: {
      me: welcome.operator,
      email: welcome.email,
      sites: welcome.sites,
      editWindowS: welcome.edit_window_s ?? 0,
      isAway: welcome.away ?? false,
      departmentIds: new Set(welcome.sites.flatMap((site) => site.own_department_ids ?? [])),
      labels: new Map((welcome.labels ?? []).map(({ controller_id, labels }) => [controller_id, labels])),
    },
    connected: true,
    marks: new Set(welcome.unread_marks),
    counts: welcome.counts,
    countsDoubt: null,
    asked: new Map(),
    passing: [],
    missing: new Set(),
    hidden: new Map(),
    threads,
  });
  return openFolder(welcomed);
}

type Answer = Extract<OperatorEvent, { request_id: string | null }>;

function takeAnswer(inbox: Inbox, answer: Exclude<Answer, ErrorEvent>): Inbox {
  const asked = inbox.asked.get(answer.request_id ?? "");
  if (!asked) return inbox;
  const answered = withAnswered(inbox, answer.request_id ?? "", (state) => {
    if (answer.type === "conversation_list" && asked.kind === "list") return takeList(state, answer, asked);
    if (answer.type === "conversation_fetched") return takeRow(state, answer.conversation, asked.sentTick);
    if (answer.type === "counts_fetched") return takeCounts(state, answer, asked);
    if (answer.type === "history" && asked.kind === "history") {
      const thread = takeHistory(state.threads.get(answer.conversation_id) ?? emptyThread(), answer, asked);
      return { ...state, threads: withKey(state.threads, answer.conversation_id, thread) };
    }
    return state;
  });
  return answered;
}

/** Takes the question off the list. */
function withAnswered(inbox: Inbox, requestId: string, take: (inbox: Inbox) => Inbox): Inbox {
  return forgetPassing(take({ ...inbox, asked: withoutKey(inbox.asked, requestId) }));
}

function takeLiveEntry(inbox: Inbox, entry: Entry): Inbox {
  const id = entry.conversation_id;
  const held = inbox.rows.get(id);
  let state = inbox;
  if (held) {
    const { row, doubtful } = applyEntry(held, entry, inbox.tick);
    if (row !== held) state = { ...state, rows: withKey(state.rows, id, row) };
    // Of a row from before the last reset, what carries no seq may have been missed; now that it moves, it will be seen.
    if (doubtful || row.confirmedTick < inbox.resetTick) state = doubt(state, id, entry.seq);
  } else {
    state = doubt(state, id, entry.seq);
  }
  const thread = state.threads.get(id);
  if (thread) state = { ...state, threads: withKey(state.threads, id, takeEntry(thread, entry)) };
  if (movesBetweenFolders(entry, held)) state = { ...state, countsDoubt: state.tick };
  if (entry.type === "message_posted") {
    state = endLeases(state, 0, { conversationId: id, authorId: entry.author.id });
  }
  return state.doubts.size > MAX_DOUBTS ? { ...startOver(state), countsDoubt: state.tick } : state;
}

/** Whether the sizes of folders may be others. */
function movesBetweenFolders(entry: Entry, held: Row | undefined): boolean {
  if (entry.type === "message_posted")
    return entry.author.kind === "visitor" && (!held || isSnoozed(held.conversation));
  return ["conversation_assigned", "status_changed", "conversation_snoozed", "conversation_merged"].includes(
    entry.type,
  );
}

function withSession(inbox: Inbox, change: (session: Session) => Partial<Session>): Inbox {
  const { session } = inbox;
  return session ? { ...inbox, session: { ...session, ...change(session) } } : inbox;
}

function takeErasure(inbox: Inbox, id: string): Inbox {
  return doubt(forgetWords(inbox, id), id, inbox.rows.get(id)?.conversation.last_seq ?? 0);
}

function takeError(inbox: Inbox, error: ErrorEvent): Inbox {
  const asked = inbox.asked.get(error.request_id ?? "");
  if (!asked) return inbox;
  // Another database: nothing held here is of it.
  if (error.code === "seq_ahead") return withoutAllRows(inbox);
  const isOlder = isFromOlder(inbox, error);
  return withAnswered(inbox, error.request_id ?? "", (state) => {
    if (isOlder) return openFolder(withSession(state, () => ({ isOlder })));
    if (error.code !== "conversation_unknown" || !("conversationId" in asked)) return state;
    const id = asked.conversationId;
    // It may have come back since it was asked for.
    if ((state.doubts.get(id)?.tick ?? -1) > asked.sentTick) return state;
    const doubts = withoutKey(state.doubts, id);
    const threads = withoutKey(state.threads, id);
    const [rows, mentions] = [withoutKey(state.rows, id), withoutKey(state.mentions, id)];
    return { ...state, rows, doubts, threads, mentions, missing: new Set([...state.missing, id]) };
  });
}

/** Whether it says that the server has no list of those who wait yet. */
export function isFromOlder({ asked }: Inbox, { code, request_id }: ErrorEvent): boolean {
  const question = asked.get(request_id ?? "");
  return code === "bad_frame" && question?.kind === "list" && question.folder === "unanswered";
}

function withoutAllRows(inbox: Inbox): Inbox {
  const { tick, session, connected, openFolder, filter, marks } = inbox;
  const state = { ...EMPTY_INBOX, tick, session, connected, openFolder, filter, marks, countsDoubt: tick };
  const folders = { ...state.folders, [openFolder]: UNKNOWN_FOLDER };
  return openConversation({ ...state, folders }, inbox.openId);
}

/** As the server has it. The folder that is left keeps what has been verified: nobody looks at the rest any more. */
function openFolder(inbox: Inbox, asked = inbox.openFolder, wanted = inbox.filter): Inbox {
  const filter = isNarrowed(asked) && !isSameFilter(wanted, inbox.filter) ? wanted : inbox.filter;
  // Whoever asks for those who wait means those first who have waited longest
  const waits = inbox.session?.isOlder ? "filtered" : "unanswered";
  const folder = isNarrowed(asked) && filter.is_unanswered ? waits : asked;
  if (folder === inbox.openFolder && filter === inbox.filter) return inbox;
  const left = inbox.folders[inbox.openFolder];
  const folders = { ...inbox.folders, [inbox.openFolder]: { ...left, shown: left.verified, wantsMore: false } };
  if (filter !== inbox.filter) folders.filtered = folders.unanswered = UNKNOWN_FOLDER;
  return { ...inbox, openFolder: folder, filter, folders };
}

function isSameFilter(a: Filter, b: Filter): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function takeMark(inbox: Inbox, { conversation_id, unread }: UnreadMarked): Inbox {
  const marks = new Set(inbox.marks);
  marks[unread ? "add" : "delete"](conversation_id);
  return { ...inbox, marks };
}

function withThread(inbox: Inbox, id: string | null, change: (thread: Thread) => Thread): Inbox {
  const thread = id === null ? undefined : inbox.threads.get(id);
  if (id === null || !thread) return inbox;
  const changed = change(thread);
  return changed === thread ? inbox : { ...inbox, threads: withKey(inbox.threads, id, changed) };
}

/** Whoever comes back to the one that is left begins at its end. */
function openConversation(before: Inbox, id: string | null): Inbox {
  const inbox = before.openId === id ? before : withThread(before, before.openId, leavePast);
  if (id === null) return { ...inbox, openId: null };
  const row = inbox.rows.get(id);
  // Of a row from before the last reset nobody knows what it has missed; it is on the screen from now on.
  const isOld = row !== undefined && row.confirmedTick < inbox.resetTick;
  const state = isOld ? doubt(inbox, id, row.conversation.last_seq) : inbox;
  const threads = state.threads.has(id) ? state.threads : withKey(state.threads, id, emptyThread());
  return { ...state, openId: id, threads, woken: withoutKey(state.woken, id) };
}
