// A desk for tests: what is done on it is written down.
import type { Status } from "../../operator.gen";
import { DEFAULT_PREFERENCES } from "../../preferences";
import { ME, ServerModel } from "../../state/server_model";
import type { Desk } from "./desk";

export interface DeskOptions {
  readonly status?: Status;
  readonly canAct?: boolean;
  readonly isCovered?: boolean;
  readonly departments?: Desk["departments"];
  /** What else differs. */
  readonly desk?: Partial<Desk>;
}

export function deskOf({
  status = "open",
  canAct = true,
  isCovered = false,
  departments = [],
  desk: other = {},
}: DeskOptions = {}) {
  const server = new ServerModel(50);
  server.start("здравствуйте");
  const [conversation] = server.folder("all");
  if (!conversation) throw new Error("The model has lost its conversation");
  const done: string[] = [];
  const note =
    (name: string) =>
    (...values: readonly unknown[]) =>
      void done.push(
        [name, ...values.map((value) => (typeof value === "object" ? JSON.stringify(value) : value))].join(" "),
      );
  const desk: Desk = {
    isCovered,
    folder: "waiting",
    conversation: { ...conversation, status },
    isMine: false,
    hasDepartment: false,
    canSelect: true,
    hasSelected: false,
    canAct,
    canAnswer: true,
    isOnline: true,
    isAway: false,
    me: ME.id,
    departments,
    colleagues: [],
    takesFiles: true,
    labels: [],
    thread: undefined,
    amending: {
      me: ME.id,
      windowMs: 60_000,
      canAnswer: true,
      canDeleteAny: false,
      onQuote: note("onQuote"),
      onEdit: note("onEdit"),
      onDelete: note("onDelete"),
      editors: new Map(),
    },
    views: {
      views: [],
      wantedOf: ({ filter }) => ({ filter, unansweredMin: null }),
      save: async () => true,
      onDropped: note("onDropped"),
    },
    wanted: null,
    outgoing: new Map(),
    lastDone: null,
    preferences: DEFAULT_PREFERENCES,
    rights: ["read_conversations", "answer_visitors", "lead_conversations"],
    move: note("move"),
    reply: note("reply"),
    note: note("note"),
    offerReplies: note("offerReplies"),
    assign: note("assign"),
    handOver: note("handOver"),
    setStatus: note("setStatus"),
    step: note("step"),
    stepAll: note("stepAll"),
    read: note("read"),
    readAll: note("readAll"),
    undo: note("undo"),
    toUnread: { current: note("toUnread") },
    markUnread: note("markUnread"),
    retry: note("retry"),
    discard: note("discard"),
    mergeInto: note("mergeInto"),
    showCard: note("showCard"),
    tell: note("tell"),
    sendToCrm: note("sendToCrm"),
    showActions: note("showActions"),
    showFilter: note("showFilter"),
    openWanted: note("openWanted"),
    select: note("select"),
    selectAll: note("selectAll"),
    search: note("search"),
    goBack: note("goBack"),
    openFolder: note("openFolder"),
    openNothing: note("openNothing"),
    openFirstWaiting: note("openFirstWaiting"),
    openDialog: note("openDialog"),
    prefer: note("prefer"),
    setAway: note("setAway"),
    reconnect: note("reconnect"),
    signOut: note("signOut"),
    ...other,
  };
  return { desk, done, conversation };
}
