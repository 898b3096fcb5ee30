// The panel's one state object: what is known of the inbox, and what has been asked but not answered.
import type { Author, Counts, Filter, Folder, Label, OperatorEvent, SiteRef, UnreadMarked } from "../operator.gen";
import { NO_FILTER } from "./filters";
import type { Eyes, FolderState } from "./folders";
import { UNKNOWN_FOLDER } from "./folders";
import type { Row } from "./rows";
import type { Thread } from "./threads";

/** Who is signed in, as the server's welcome said. */
export interface Session {
  readonly me: Author;
  readonly email: string;
  readonly sites: readonly SiteRef[];
  /** For how long one's own message can be changed. */
  readonly editWindowS: number;
  /** They have stepped away: the server gives them nothing. */
  readonly isAway: boolean;
  /** While a server is upgraded: this one has no list of those who wait yet. They are among what a filter lets through. */
  readonly isOlder?: boolean;
  /** The operator's own. */
  readonly departmentIds: ReadonlySet<string>;
  /** By the controller whose they are. */
  readonly labels: ReadonlyMap<string, readonly Label[]>;
}

/** A question to the server; `sentTick` tells answers that an event has overtaken from those that are newer. */
export type Question =
  | {
      readonly kind: "list";
      readonly folder: Folder;
      /** Of what is narrowed by one; null of the others. */
      readonly filter: Filter | null;
      readonly cursor: string | null;
      readonly limit: number;
    }
  | { readonly kind: "row"; readonly conversationId: string }
  | { readonly kind: "counts" }
  | {
      readonly kind: "history";
      readonly conversationId: string;
      readonly afterSeq: number | null;
      readonly beforeSeq: number | null;
      /** Of which stretch of the past; null: of the timeline. */
      readonly soughtSeq: number | null;
    };

export type Asked = Question & { readonly sentTick: number };

/** Somebody types until `untilMs` on the page's own steady clock. */
export interface TypingLease {
  readonly author: Author;
  /** What is being written, of a visitor who has agreed to show it. */
  readonly draft: string | null;
  readonly untilMs: number;
}

/** A row that must be fetched: it has to come at least at `seq`, asked for after `tick`. */
export interface Doubt {
  readonly seq: number;
  readonly tick: number;
}

export type Passing = Extract<
  OperatorEvent,
  { type: "read_marked" } | { type: "page_visited" } | { type: "visitor_presence_changed" }
>;

export interface Inbox {
  /** Counts live frames: orders events against the questions whose answers they overtake. */
  readonly tick: number;
  /** The tick since which folders are read anew: pages that were asked for before it say nothing. */
  readonly resetTick: number;
  readonly session: Session | null;
  readonly connected: boolean;
  readonly rows: ReadonlyMap<string, Row>;
  readonly doubts: ReadonlyMap<string, Doubt>;
  /** Conversations the server does not know, or does not show this operator. */
  readonly missing: ReadonlySet<string>;
  /** When conversations were hidden whose visitors are blocked: answers to questions from before say nothing of them. */
  readonly hidden: ReadonlyMap<string, number>;
  /** Events without a version about conversations not held yet, and when they came: what brings the row may be older. */
  readonly passing: readonly { readonly event: Passing; readonly tick: number }[];
  readonly folders: Readonly<Record<Folder, FolderState>>;
  readonly counts: Counts | null;
  /** The tick at which counts became doubtful, or null. */
  readonly countsDoubt: number | null;
  readonly threads: ReadonlyMap<string, Thread>;
  readonly typing: ReadonlyMap<string, readonly TypingLease[]>;
  /** The newest note of each conversation that calls this operator, who has not looked yet. */
  readonly mentions: ReadonlyMap<string, number>;
  /** The newest note of each conversation of which it is known here that it calls, looked at or not. */
  readonly heardCalls: ReadonlyMap<string, number>;
  /** Which the operator has marked unread for themselves. */
  readonly marks: ReadonlySet<string>;
  /** Where a snooze is over that was not opened since, and by which entry. */
  readonly woken: ReadonlyMap<string, number>;
  readonly asked: ReadonlyMap<string, Asked>;
  /** The tick at which colleagues last changed shared views. */
  readonly viewsTick: number;
  readonly openFolder: Folder;
  /** What `filtered` and `unanswered` let through. It stays the same object while it does. */
  readonly filter: Filter;
  readonly openId: string | null;
}

/** The state before the first welcome. */
export const EMPTY_INBOX: Inbox = {
  tick: 0,
  resetTick: 0,
  session: null,
  connected: false,
  rows: new Map(),
  doubts: new Map(),
  missing: new Set(),
  hidden: new Map(),
  passing: [],
  folders: {
    waiting: UNKNOWN_FOLDER,
    mine: UNKNOWN_FOLDER,
    department: UNKNOWN_FOLDER,
    all: UNKNOWN_FOLDER,
    snoozed: UNKNOWN_FOLDER,
    closed: UNKNOWN_FOLDER,
    filtered: UNKNOWN_FOLDER,
    unanswered: UNKNOWN_FOLDER,
  },
  counts: null,
  countsDoubt: null,
  threads: new Map(),
  typing: new Map(),
  mentions: new Map(),
  heardCalls: new Map(),
  marks: new Set(),
  woken: new Map(),
  asked: new Map(),
  viewsTick: 0,
  openFolder: "waiting",
  filter: NO_FILTER,
  openId: null,
};

export type Action =
  | { readonly type: "event"; readonly event: OperatorEvent; readonly nowMs: number }
  | { readonly type: "disconnected" }
  | { readonly type: "asked"; readonly requestId: string; readonly question: Question }
  | { readonly type: "folder_opened"; readonly folder: Folder; readonly filter: Filter }
  | { readonly type: "conversation_opened"; readonly conversationId: string | null }
  | { readonly type: "more_rows_wanted"; readonly folder: Folder }
  | { readonly type: "older_entries_wanted"; readonly conversationId: string }
  | { readonly type: "newer_entries_wanted"; readonly conversationId: string }
  | { readonly type: "entry_sought"; readonly conversationId: string; readonly seq: number }
  | { readonly type: "past_left"; readonly conversationId: string }
  | { readonly type: "mentions_looked"; readonly conversationId: string; readonly seq: number }
  | UnreadMarked
  | { readonly type: "rows_doubted"; readonly ids: readonly string[] }
  | { readonly type: "leases_checked"; readonly nowMs: number };

/** Whose eyes look at the inbox. */
export function eyesOf({ session, filter }: Pick<Inbox, "session" | "filter">): Eyes {
  return { me: session?.me.id ?? "", departmentIds: session?.departmentIds ?? NOBODYS, filter };
}

const NOBODYS: ReadonlySet<string> = new Set();
