// What the thread shows, in order: days, system lines, and messages grouped by author and minute.
import type { VisitedPage } from "../live/card_requests";
import type {
  Author,
  ConversationAssigned,
  ConversationMerged,
  ConversationRated,
  ConversationSnoozed,
  ConversationTagged,
  StatusChanged,
} from "../operator.gen";
import { amend, type Said, type ShownMessage } from "./amendments";
import type { Entry } from "./rows";

/** Messages, or notes, of one author within one minute: one name, one time. */
export interface Group {
  readonly kind: "group";
  /** Whether they are notes, which the visitor never sees. */
  readonly isNote: boolean;
  readonly key: string;
  readonly author: Author;
  readonly at: Date;
  readonly messages: readonly ShownMessage[];
}

export interface DayBreak {
  readonly kind: "day";
  readonly key: string;
  readonly at: Date;
}

export interface SystemLine {
  readonly kind: "system";
  readonly key: string;
  readonly entry: ConversationAssigned | StatusChanged | ConversationTagged | ConversationSnoozed | ConversationMerged;
}

/** What the visitor thought of it. */
export interface Rating {
  readonly kind: "rating";
  readonly key: string;
  readonly entry: ConversationRated;
}

/** Stands before the first message that was unread when the thread was opened. */
export interface UnreadBreak {
  readonly kind: "unread";
  readonly key: string;
}

/** Where the visitor went between what is said, oldest first. */
export interface PageSteps {
  readonly kind: "pages";
  readonly key: string;
  readonly steps: readonly VisitedPage[];
}

export type Passage = Group | DayBreak | SystemLine | Rating | UnreadBreak | PageSteps;

/** The groups that tell how far the visitor has come: said once each, not under every group. */
export interface DeliveryMarks {
  /** The last message of the newest operators' group that has been read, or null. */
  readonly readSeq: number | null;
  /** The last message of the newest operators' group, where it has not been read. */
  readonly sentSeq: number | null;
}

const MINUTE_MS = 60_000;

const SHOWN: readonly Entry["type"][] = [
  "message_posted",
  "conversation_assigned",
  "status_changed",
  "conversation_rated",
  "conversation_tagged",
  "conversation_snoozed",
  "conversation_merged",
  "note_added",
];

/**
 * Passages of a timeline, oldest first; messages after `unreadAfterSeq` (null: none) stand under an unread break.
 * `trail`: pages that the visitor went to, oldest first; those from before the entries are left out. `later`: what else is
 * held that may have changed them.
 */
export function passagesOf(
  entries: readonly Entry[],
  unreadAfterSeq: number | null,
  trail: readonly VisitedPage[] = [],
  later: readonly Entry[] = [],
): Passage[] {
  const passages: Passage[] = [];
  const amended = amend(later.length > 0 ? [...entries, ...later] : entries);
  const bySeq = new Map(entries.map((entry) => [entry.seq, entry]));
  const shown = (said: Said): ShownMessage => {
    if (said.reply_to_seq === undefined) return amended(said);
    const quoted = bySeq.get(said.reply_to_seq);
    return { ...amended(said), quoted: quoted?.type === "message_posted" ? amended(quoted) : null };
  };
  let day = "";
  const openDay = (at: Date): void => {
    const itsDay = `${at.getFullYear()}-${at.getMonth()}-${at.getDate()}`;
    if (itsDay === day) return;
    day = itsDay;
    passages.push({ kind: "day", key: `day-${itsDay}`, at });
  };
  const firstMs = Date.parse(entries[0]?.created_at ?? "");
  const steps = trail.filter(({ at }) => Date.parse(at) >= firstMs);
  const walkUntil = (untilMs: number): void => {
    for (let step = steps[0]; step && Date.parse(step.at) < untilMs; step = steps[0]) {
      steps.shift();
      openDay(new Date(step.at));
      const last = passages.at(-1);
      if (last?.kind === "pages") passages[passages.length - 1] = { ...last, steps: [...last.steps, step] };
      else passages.push({ kind: "pages", key: `pages-${step.at}`, steps: [step] });
    }
  };
  let unreadBreak: number | null = unreadAfterSeq;
  for (const [index, entry] of entries.entries()) {
    // What changes a message is seen on it.
    if (entry.type === "message_edited" || entry.type === "message_deleted") continue;
    // A tag that was there already, or not, is no news; and of what a newer server writes this panel knows no words.
    if (entry.type === "conversation_tagged" && entry.added_ids.length + entry.removed_ids.length === 0) continue;
    if (!SHOWN.includes(entry.type)) continue;
    if (isFolded(entry, entries[index + 1])) continue;
    const at = new Date(entry.created_at);
    walkUntil(at.getTime());
    openDay(at);
    if (entry.type === "conversation_rated") {
      passages.push({ kind: "rating", key: `entry-${entry.seq}`, entry });
      continue;
    }
    if (entry.type !== "message_posted" && entry.type !== "note_added") {
      passages.push({ kind: "system", key: `entry-${entry.seq}`, entry });
      continue;
    }
    if (unreadBreak !== null && entry.author.kind === "visitor" && entry.seq > unreadBreak) {
      // Where everything is new, nothing stands out.
      if (passages.some(({ kind }) => kind === "group")) passages.push({ kind: "unread", key: "unread" });
      unreadBreak = null;
    }
    const last = passages.at(-1);
    if (last?.kind === "group" && continues(last, entry, at)) {
      passages[passages.length - 1] = { ...last, messages: [...last.messages, shown(entry)] };
    } else {
      const isNote = entry.type === "note_added";
      const { author } = entry;
      passages.push({ kind: "group", isNote, key: `group-${entry.seq}`, author, at, messages: [shown(entry)] });
    }
  }
  walkUntil(Number.POSITIVE_INFINITY);
  return passages;
}

/** Whether the next line says it too: a visitor who writes into a closed conversation queues it and opens it at once. */
function isFolded(entry: Entry, next: Entry | undefined): boolean {
  const isQueued =
    entry.type === "conversation_assigned" &&
    entry.operator === null &&
    !entry.department &&
    entry.author.kind === "visitor";
  return isQueued && next?.type === "status_changed" && next.status === "open" && next.author.kind === "visitor";
}

/** Where to say "read" and where "sent", given how far the visitor has read. */
export function deliveryMarks(passages: readonly Passage[], visitorReadSeq: number): DeliveryMarks {
  const ends = passages.flatMap((passage) => {
    const isOurs = passage.kind === "group" && !passage.isNote && passage.author.kind === "operator";
    return isOurs ? [passage.messages.at(-1)?.seq ?? 0] : [];
  });
  const newest = ends.at(-1) ?? null;
  const readSeq = ends.filter((seq) => seq <= visitorReadSeq).at(-1) ?? null;
  return { readSeq, sentSeq: newest === readSeq ? null : newest };
}

function continues(group: Group, entry: Said, at: Date): boolean {
  if (group.isNote !== (entry.type === "note_added")) return false;
  const sameMinute = Math.floor(group.at.getTime() / MINUTE_MS) === Math.floor(at.getTime() / MINUTE_MS);
  return sameMinute && group.author.kind === entry.author.kind && group.author.id === entry.author.id;
}
