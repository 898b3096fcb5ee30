// A model of the server for tests: conversations changed as store/*.sql changes them, events published after the commit,
// answers read at some moment between the question and its delivery.
//
// That the panel converges on the real server is for tests/converge to show; what this one is for are moments that hardly
// ever come about there, tried by the thousand in a second: an answer that is older than all that has been heard since.
import type { Author, Conversation, Counts, Department, Filter, Folder, History, OperatorEvent } from "../operator.gen";
import { belongs, comparePlaces, type Eyes, FOLDERS, placeOf } from "./folders";
import type { Question } from "./model";
import type { Entry } from "./rows";

export const ME: Author = { kind: "operator", id: "00000000-0000-7000-8000-00000000000a", name: "Анна" };
export const OTHER: Author = { kind: "operator", id: "00000000-0000-7000-8000-00000000000b", name: "Борис" };
/** A program, which has read nothing. What it leads waits in no queue. */
export const BOT: Author = {
  kind: "operator",
  id: "00000000-0000-7000-8000-00000000000c",
  name: "Помощник",
  bot: true,
};
export const DEPARTMENTS: readonly Department[] = [
  { id: "00000000-0000-7000-d000-000000000001", name: "Продажи" },
  { id: "00000000-0000-7000-d000-000000000002", name: "Сервис" },
];

export const TAGS: readonly string[] = [1, 2, 3].map((number) => `00000000-0000-7000-e000-00000000000${number}`);
/** Whose eyes the server's answers are for. */
const EYES: Omit<Eyes, "filter"> = { me: ME.id, departmentIds: new Set(DEPARTMENTS.slice(0, 1).map(({ id }) => id)) };

type Content =
  | { readonly type: "message_posted"; readonly body: string }
  | { readonly type: "conversation_assigned"; readonly operator: Author | null; readonly department?: Department }
  | { readonly type: "status_changed"; readonly status: Conversation["status"]; readonly merged_into?: string }
  | { readonly type: "conversation_merged"; readonly from_id: string }
  | { readonly type: "conversation_tagged"; readonly added_ids: string[]; readonly removed_ids: string[] }
  | { readonly type: "conversation_snoozed"; readonly until: string | null }
  | { readonly type: "message_edited"; readonly message_seq: number; readonly body: string }
  | { readonly type: "message_deleted"; readonly message_seq: number }
  | { readonly type: "conversation_rated"; readonly score: number; readonly comment: string }
  | { readonly type: "note_added"; readonly body: string };

interface Stored {
  row: Conversation;
  entries: Entry[];
  isErased?: boolean;
  isBlocked?: boolean;
}

/** The database and the feed of events; `published` is emptied by whoever delivers them. */
export class ServerModel {
  readonly published: OperatorEvent[] = [];
  private readonly stored = new Map<string, Stored>();
  private clockUs = 1_800_000_000_000_000;

  constructor(private readonly pageRows: number) {}

  get ids(): string[] {
    return [...this.stored.keys()];
  }

  /** A visitor's first message. */
  start(body: string): void {
    const number = (this.stored.size + 1).toString(16).padStart(12, "0");
    const visitor: Author = { kind: "visitor", id: `00000000-0000-7000-9000-${number}`, name: "" };
    const at = this.nextInstant();
    const row: Conversation = {
      id: `00000000-0000-7000-a000-${number}`,
      site_id: "00000000-0000-7000-b000-000000000001",
      visitor,
      visitor_online: true,
      ...{ status: "open", assignee: null, last_seq: 0, visitor_read_seq: 0, operator_read_seq: 0, unread_count: 0 },
      ...{ last_message: null, page: null, waiting_since: null },
      ...{ queued_at: at, active_at: at, created_at: at, score: null },
      ...{ snoozed_until: null, tag_ids: [], result_id: null, merged_into: null },
    };
    this.stored.set(row.id, { row, entries: [] });
    const place = this.published.length;
    this.append(row.id, visitor, { type: "message_posted", body });
    this.published.splice(place, 0, { type: "conversation_started", conversation: this.get(row.id).row });
  }

  /** Erases what was said, closes the conversation in the visitor's name, and tells who is there. */
  erase(id: string): void {
    const { row } = this.get(id);
    if (row.status === "open") this.append(id, row.visitor, { type: "status_changed", status: "closed" });
    this.markRead(id, "operator", this.get(id).row.last_seq);
    const stored = this.get(id);
    const last = stored.row.last_message;
    stored.row = { ...stored.row, page: null, last_message: last && { ...last, body: "" } };
    stored.isErased = true;
    stored.entries = stored.entries.map((entry) => {
      if (entry.type === "conversation_rated") return { ...entry, comment: "" };
      return "body" in entry ? { ...entry, body: "" } : entry;
    });
    this.published.push({ type: "conversation_erased", conversation_id: id });
  }

  /** Hides a visitor's conversation, or shows it again, as it was. */
  setBlocked(id: string, isBlocked: boolean): void {
    const stored = this.get(id);
    if ((stored.isBlocked ?? false) === isBlocked) return;
    stored.isBlocked = isBlocked;
    this.published.push({ type: isBlocked ? "conversation_hidden" : "conversation_shown", conversation_id: id });
  }

  /** Posts as the core does: an operator's reply takes what is nobody's, either side's reopens what is closed. */
  post(id: string, from: "visitor" | Author, body: string): void {
    const { row, isErased, isBlocked } = this.get(id);
    if (isErased || isBlocked) return;
    const author = from === "visitor" ? row.visitor : from;
    if (row.status === "closed") {
      if (from === "visitor" && row.assignee) {
        this.append(id, author, { type: "conversation_assigned", operator: null });
      }
      this.append(id, author, { type: "status_changed", status: "open" });
    }
    if (from !== "visitor" && !from.bot && !this.get(id).row.assignee) {
      this.append(id, author, { type: "conversation_assigned", operator: from });
    }
    this.append(id, author, { type: "message_posted", body });
  }

  /** A note for colleagues, in an open conversation or a closed one. */
  note(id: string, by: Author, body: string): void {
    const { isErased, isBlocked } = this.get(id);
    if (!isErased && !isBlocked) this.append(id, by, { type: "note_added", body });
  }

  /** Gives a message other words; a seq of no message, or of one that says nothing any more, changes nothing. */
  edit(id: string, by: Author, message_seq: number, body: string): void {
    if (this.canAmend(id, message_seq)) this.append(id, by, { type: "message_edited", message_seq, body });
  }

  delete(id: string, by: Author, message_seq: number): void {
    if (this.canAmend(id, message_seq)) this.append(id, by, { type: "message_deleted", message_seq });
  }

  rate(id: string, score: number): void {
    const { row, isErased, isBlocked } = this.get(id);
    if (isErased || isBlocked || row.status === "open") return;
    this.append(id, row.visitor, { type: "conversation_rated", score, comment: "спасибо" });
  }

  assign(id: string, by: Author, operator: Author | null, department?: Department): void {
    if (this.get(id).isBlocked) return;
    this.append(id, by, { type: "conversation_assigned", operator, ...(department && { department }) });
  }

  setStatus(id: string, by: Author, status: Conversation["status"]): void {
    if (this.get(id).isBlocked) return;
    this.append(id, by, { type: "status_changed", status });
  }

  /** Merges as the core does: the other one gets the tags, and the operator where none leads it. */
  merge(id: string, by: Author, intoId: string): void {
    const { row, isBlocked } = this.get(id);
    const { row: into, isBlocked: isOtherBlocked } = this.get(intoId);
    if (id === intoId || isBlocked || isOtherBlocked || row.status === "closed" || into.status === "closed") return;
    const leader = row.assignee && !row.assignee.bot ? row.assignee : null;
    const isLeft = Boolean(into.assignee?.bot) && this.waitedSince(row) !== null;
    if (((!into.assignee || into.assignee.bot) && leader) || isLeft) {
      this.append(intoId, by, { type: "conversation_assigned", operator: leader });
    }
    const added_ids = (row.tag_ids ?? []).filter((tag) => !into.tag_ids?.includes(tag));
    if (added_ids.length > 0) this.append(intoId, by, { type: "conversation_tagged", added_ids, removed_ids: [] });
    this.append(intoId, by, { type: "conversation_merged", from_id: id });
    this.append(id, by, { type: "status_changed", status: "closed", merged_into: intoId });
  }

  snooze(id: string, by: Author, until: string | null): void {
    const { row, isBlocked } = this.get(id);
    if (!isBlocked && row.status === "open") this.append(id, by, { type: "conversation_snoozed", until });
  }

  tag(id: string, by: Author, add: readonly string[], remove: readonly string[]): void {
    const { row, isBlocked } = this.get(id);
    const held = row.tag_ids ?? [];
    const added_ids = add.filter((one) => !held.includes(one) && !remove.includes(one));
    const removed_ids = held.filter((one) => remove.includes(one));
    if (!isBlocked) this.append(id, by, { type: "conversation_tagged", added_ids, removed_ids });
  }

  markRead(id: string, reader: "visitor" | "operator", seq: number): void {
    const stored = this.get(id);
    const key = reader === "visitor" ? "visitor_read_seq" : "operator_read_seq";
    const to = Math.min(seq, stored.row.last_seq);
    if (stored.isBlocked || to <= stored.row[key]) return;
    stored.row = { ...stored.row, [key]: to };
    this.recount(stored);
    this.published.push({ type: "read_marked", conversation_id: id, reader, seq: to });
  }

  visit(id: string, url: string): void {
    const stored = this.get(id);
    if (stored.isBlocked) return;
    stored.row = { ...stored.row, page: { url, title: "", referrer: "" } };
    this.published.push({ type: "page_visited", conversation_id: id, page: { url, title: "", referrer: "" } });
  }

  setOnline(id: string, online: boolean): void {
    const stored = this.get(id);
    stored.row = { ...stored.row, visitor_online: online };
    this.published.push({ type: "visitor_presence_changed", conversation_id: id, visitor_online: online });
  }

  welcome(): OperatorEvent {
    const own_department_ids = [...EYES.departmentIds];
    const sites = [{ id: "00000000-0000-7000-b000-000000000001", name: "Лавка", own_department_ids }];
    const who = { operator: ME, email: "anna@example.com", sites };
    const marks = { unread_marks: [] };
    return { type: "welcome", protocol: 1, server_time: this.instant(), ...who, ...marks, counts: this.counts() };
  }

  /** What the server would answer if it read now. */
  answer(requestId: string, question: Question): OperatorEvent {
    if ("conversationId" in question && this.get(question.conversationId).isBlocked) {
      return { type: "error", code: "conversation_unknown", message: "", request_id: requestId };
    }
    switch (question.kind) {
      case "counts":
        return { type: "counts_fetched", request_id: requestId, counts: this.counts() };
      case "row":
        return {
          type: "conversation_fetched",
          request_id: requestId,
          conversation: this.get(question.conversationId).row,
        };
      case "list":
        return this.list(requestId, question);
      case "history":
        return this.history(requestId, question);
    }
  }

  /** The whole folder in its order. */
  folder(folder: Folder, filter: Filter = {}): Conversation[] {
    const shown = [...this.stored.values()].filter(({ isBlocked }) => !isBlocked);
    const rows = shown.map(({ row }) => row).filter((row) => belongs(row, folder, { ...EYES, filter }));
    return rows.sort((a, b) => comparePlaces(folder, placeOf(a, folder), placeOf(b, folder)));
  }

  entries(id: string): readonly Entry[] {
    const { entries, isBlocked } = this.get(id);
    return isBlocked ? [] : entries;
  }

  counts(): Counts {
    const sizes = FOLDERS.map((folder) => [folder, this.folder(folder).length]);
    return Object.fromEntries(sizes) as Required<Counts>;
  }

  private list(requestId: string, { folder, filter, cursor }: Extract<Question, { kind: "list" }>): OperatorEvent {
    const after = cursor === null ? null : (JSON.parse(cursor) as { us: number; id: string });
    const rest = this.folder(folder, filter ?? {}).filter(
      (row) => after === null || comparePlaces(folder, placeOf(row, folder), after) > 0,
    );
    const page = rest.slice(0, this.pageRows);
    const last = page.at(-1);
    const next = rest.length > page.length && last ? JSON.stringify(placeOf(last, folder)) : null;
    return { type: "conversation_list", request_id: requestId, folder, conversations: page, next_cursor: next };
  }

  private history(requestId: string, question: Extract<Question, { kind: "history" }>): History {
    const all = this.get(question.conversationId).entries;
    const { afterSeq, beforeSeq } = question;
    const rest = all.filter(({ seq }) => seq > (afterSeq ?? 0) && seq < (beforeSeq ?? Number.POSITIVE_INFINITY));
    const entries = afterSeq === null ? rest.slice(-this.pageRows) : rest.slice(0, this.pageRows);
    const isCut = rest.length > entries.length;
    const place = { request_id: requestId, conversation_id: question.conversationId, last_seq: all.length };
    const has_before = afterSeq === null ? isCut : afterSeq > 0;
    return { type: "history", ...place, entries: [...entries], has_before, has_after: afterSeq !== null && isCut };
  }

  private append(id: string, author: Author, content: Content): void {
    const stored = this.get(id);
    const at = this.nextInstant();
    const seq = stored.row.last_seq + 1;
    const place = { conversation_id: id, seq, prev_seq: seq - 1, created_at: at, author, echo_id: crypto.randomUUID() };
    const entry: Entry = { ...place, ...content };
    // A message has its words as they are now, and so have its edits.
    const now = content.type === "message_edited" ? content.body : "";
    const amended = "message_seq" in content ? content.message_seq : 0;
    stored.entries = stored.entries.map((held) =>
      ((held.type === "message_posted" || held.type === "note_added") && held.seq === amended) ||
      (held.type === "message_edited" && held.message_seq === amended)
        ? { ...held, body: now }
        : held,
    );
    stored.entries = [...stored.entries, entry];
    stored.row = { ...stored.row, last_seq: seq, ...this.headAfter(stored.row, entry) };
    if (amended) stored.row = { ...stored.row, last_message: this.lastMessage(stored.entries) };
    this.recount(stored);
    this.published.push(entry);
  }

  private headAfter(row: Conversation, entry: Entry): Partial<Conversation> {
    const { seq, created_at: at } = entry;
    if (entry.type === "message_edited" || entry.type === "message_deleted") return {};
    if (entry.type === "conversation_rated") return { active_at: at, score: entry.score };
    if (entry.type === "conversation_snoozed") return { active_at: at, snoozed_until: entry.until };
    if (entry.type === "conversation_tagged") {
      const kept = (row.tag_ids ?? []).filter((id) => !entry.removed_ids.includes(id));
      return { tag_ids: [...kept, ...entry.added_ids] };
    }
    if (entry.type === "note_added") return { active_at: at };
    if (entry.type === "conversation_merged")
      return { active_at: at, ...(entry.from_id ? this.waitAfter(row, entry.from_id) : {}) };
    if (entry.type === "message_posted") {
      const last_message = { author: entry.author, body: entry.body, created_at: at, seq };
      if (entry.author.bot) return { active_at: at, last_message };
      return entry.author.kind === "visitor"
        ? {
            active_at: at,
            last_message,
            visitor_read_seq: seq,
            waiting_since: row.waiting_since ?? at,
            snoozed_until: null,
          }
        : { active_at: at, last_message, operator_read_seq: seq, waiting_since: null };
    }
    if (entry.type === "conversation_assigned") {
      const isQueued = row.status === "open" && entry.operator === null;
      const department = entry.department ?? row.department ?? null;
      const waiting_since = row.assignee?.bot && !entry.operator?.bot ? this.unansweredSince(row) : row.waiting_since;
      const queued_at = isQueued ? (row.queued_at ?? waiting_since ?? at) : null;
      return { active_at: at, assignee: entry.operator, department, queued_at, waiting_since };
    }
    const isOpen = entry.status === "open";
    const waiting_since = entry.author.kind === "operator" ? row.waiting_since : null;
    const queued_at = isOpen && row.assignee === null ? (row.queued_at ?? waiting_since ?? at) : null;
    const score = isOpen ? null : (row.score ?? null);
    const result_id = isOpen ? null : (entry.result_id ?? null);
    const merged_into = isOpen ? null : (entry.merged_into ?? row.merged_into ?? null);
    const marks = { score, result_id, merged_into, snoozed_until: null };
    return { active_at: at, status: entry.status, waiting_since, queued_at, ...marks };
  }

  /** Whoever waited in the conversation that was merged waits in the other one, unless a bot has answered. */
  private waitAfter(row: Conversation, fromId: string): Partial<Conversation> {
    const waited = this.waitedSince(this.get(fromId).row);
    if (waited === null) return {};
    const least = (since: string | null) => (since !== null && since < waited ? since : waited);
    const queued_at = row.queued_at && least(row.queued_at);
    return { waiting_since: least(row.waiting_since), queued_at, snoozed_until: null };
  }

  private waitedSince(row: Conversation): string | null {
    return row.assignee?.bot ? this.unansweredSince(row) : row.waiting_since;
  }

  /** Since when what is let go by the bot that leads it has waited: what the bot has answered, nobody waits for. */
  private unansweredSince({ id, waiting_since }: Conversation): string | null {
    const said = this.get(id).entries.filter((entry) => entry.type === "message_posted");
    const answered = said.filter(({ author }) => author.bot).at(-1)?.seq ?? 0;
    const left = said.find(
      ({ author, seq, created_at }) =>
        author.kind === "visitor" && seq > answered && waiting_since !== null && created_at >= waiting_since,
    );
    return left?.created_at ?? null;
  }

  private canAmend(id: string, seq: number): boolean {
    const { entries, isErased, isBlocked } = this.get(id);
    const message = entries.find((entry) => entry.seq === seq);
    const isSaid = message?.type === "message_posted" || message?.type === "note_added";
    return !isErased && !isBlocked && isSaid && message.body !== "";
  }

  /** The newest message that was not deleted. */
  private lastMessage(entries: readonly Entry[]): Conversation["last_message"] {
    const last = entries.filter((entry) => entry.type === "message_posted" && entry.body !== "").at(-1);
    if (last?.type !== "message_posted") return null;
    return { author: last.author, body: last.body, created_at: last.created_at, seq: last.seq };
  }

  private recount(stored: Stored): void {
    const isUnread = (entry: Entry) =>
      entry.type === "message_posted" && entry.author.kind === "visitor" && entry.seq > stored.row.operator_read_seq;
    stored.row = { ...stored.row, unread_count: Math.min(100, stored.entries.filter(isUnread).length) };
  }

  private get(id: string): Stored {
    const stored = this.stored.get(id);
    if (!stored) throw new RangeError(`No conversation ${id} in the model`);
    return stored;
  }

  private nextInstant(): string {
    this.clockUs += 250_001;
    return this.instant();
  }

  private instant(): string {
    const iso = new Date(Math.floor(this.clockUs / 1_000)).toISOString();
    return iso.replace("Z", `${String(this.clockUs % 1_000).padStart(3, "0")}Z`);
  }
}
