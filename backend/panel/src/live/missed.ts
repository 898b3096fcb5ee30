// What came while the link was down: one call for all of it. No part of the first load, as what notifications say.
import type { Conversation } from "../operator.gen";
import { type AlertKind, kindOfMessage } from "../state/alerts";
import { listFolder } from "../state/listing";
import { eyesOf, type Inbox } from "../state/model";
import { isOwnQueue } from "../state/serving";
import { alertsEn, alertsRu } from "../texts/alerts";
import type { Texts } from "../texts/ru";
import type { Alerts, AlertWishes } from "./alerts";
import type { Notice } from "./notices";

/** The link is back, and the queue and the operator's own conversations are read again. */
export interface Back {
  /** What was held when the link broke. */
  readonly before: Inbox;
  readonly now: Inbox;
  /** When the server was heard last before that, by its clock. */
  readonly heardAtMs: number;
  /** The newest entry of a conversation that was told by itself; 0 where none was. */
  readonly toldSeq: (conversationId: string) => number;
}

export interface Missed {
  readonly kind: AlertKind;
  readonly conversation: Conversation;
  /** Messages that are unread, and were not known before. */
  readonly count: number;
}

/** Of the queue and of the operator's own, as far down as they have been read again. What was read meanwhile is not missed. */
export function missedOf({ before, now, heardAtMs, toldSeq }: Back): Missed[] {
  const me = now.session?.me.id ?? "";
  const listed = (["waiting", "mine"] as const).flatMap(
    (folder) => listFolder(now.rows, folder, now.folders[folder].verified, eyesOf(now)).conversations,
  );
  return listed.flatMap((conversation) => {
    const held = before.rows.get(conversation.id)?.conversation;
    if (toldSeq(conversation.id) > (held?.last_seq ?? 0)) return [];
    const count = held ? newSince(held, conversation, me) : newAfter(heardAtMs, conversation);
    return count > 0 ? [{ kind: kindOfMessage(conversation, me), conversation, count }] : [];
  });
}

/** One tone and one notification for all that is not looked at in any tab. `seenId`: what is looked at in this one. */
export async function callForMissed(
  alerts: Alerts,
  texts: Texts,
  back: Back,
  wishes: AlertWishes,
  seenId: string | null,
): Promise<void> {
  const missed = missedOf(back).filter(
    ({ kind, conversation }) =>
      conversation.id !== seenId &&
      (kind !== "waiting" || !wishes.isOwnOnly || isOwnQueue(back.now.session, conversation)),
  );
  const looks = await Promise.all(missed.map(({ conversation }) => alerts.tabs.looksAt(conversation.id)));
  const isLookedAt = looks.some(({ any }) => any);
  if (isLookedAt && wishes.isQuietInFocus) return;
  const unseen = missed.filter((_, index) => !looks[index]?.conversation);
  const loud = unseen.find(({ kind }) => wishes.tones[kind] !== "off");
  if (loud && wishes.sound && alerts.tabs.does("speaker")) {
    alerts.speaker.play(wishes.tones[loud.kind], wishes.volume, performance.now());
  }
  const told = unseen.filter(({ kind }) => wishes.notifies[kind]);
  // Who looks at the panel sees the news in it
  if (told.length > 0 && !isLookedAt && alerts.tabs.does("notifier")) alerts.showNotice(noticeOfMissed(texts, told));
}

/** It says nobody's name or words, whatever was chosen: there may be many. */
function noticeOfMissed(texts: Texts, told: readonly Missed[]): Notice {
  const words = texts.language === "en" ? alertsEn : alertsRu;
  const count = told.reduce((sum, one) => sum + one.count, 0);
  const folder = told.some(({ kind }) => kind === "waiting") ? "waiting" : "mine";
  const [only] = told.length === 1 ? told : [];
  return {
    title: words.missed(texts.thread.jumpNew(count)),
    body: words.hidden,
    tag: "missed",
    hash: only ? `#${folder}/${only.conversation.id}` : `#${folder}`,
  };
}

function newSince(held: Conversation, now: Conversation, me: string): number {
  if (now.last_seq <= held.last_seq) return 0;
  // A colleague or a bot led it: all of it is new to this operator
  if (kindOfMessage(held, me) === "others") return now.unread_count;
  if (now.operator_read_seq === held.operator_read_seq) return now.unread_count - held.unread_count;
  return Math.min(now.unread_count, now.last_seq - held.last_seq);
}

/** Of a conversation that was not held: of one that had begun before it is only known that something is new. */
function newAfter(heardAtMs: number, { created_at, last_message, unread_count }: Conversation): number {
  if (Date.parse(created_at) > heardAtMs) return unread_count;
  const isNew = last_message?.author.kind === "visitor" && Date.parse(last_message.created_at) > heardAtMs;
  return isNew ? Math.min(1, unread_count) : 0;
}
