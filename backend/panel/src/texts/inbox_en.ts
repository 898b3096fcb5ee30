// The English words of the inbox. They come with the rest of the language.
import type { inboxRu } from "./inbox";
import { pluralOf } from "./plural";

const plural = pluralOf("en");

function chatsEn(count: number): string {
  return `${count}\u00a0${plural(count, { one: "conversation", other: "conversations" })}`;
}

export const inboxEn: typeof inboxRu = {
  more: "More",
  moreActions: "Snooze, tag, close with a result",
  merge: "Merge with another conversation…",
  markUnread: "Mark as unread",
  markedUnread: "Marked as unread",
  snoozedUntil: (when) => `snoozed until ${when}`,
  soon: "soon longer than the goal",
  late: "longer than the goal",
  archived: (name) => `${name} (archived)`,

  events: {
    snoozedByMe: (when) => `You have snoozed this until ${when}`,
    snoozed: (name, when) => `${name} has snoozed this until ${when}`,
    woken: "The snoozed conversation is back: it is time",
    unsnoozedByMe: "You have brought this back",
    unsnoozed: (name) => `${name} has brought this back`,
    tagged: (who, added, removed) =>
      [added && `put on: ${added}`, removed && `taken off: ${removed}`]
        .filter(Boolean)
        .join("; ")
        .replace(/^/, `${who}: `),
    mergedInto: (who) => `${who}: closed and merged into:`,
    mergedFrom: (who) => `${who}: merged with:`,
    another: "another conversation",
    me: "You",
    withResult: (line, result) => `${line}. Result: ${result}`,
    unknownLabel: "tag",
  },

  filter: "Filter",

  bulk: {
    select: (name) => `Select: ${name}`,
    failure: (count, reason) => (count === 1 ? reason : `${reason} (${count})`),
    failed: (count, reasons) => `That did not work for ${chatsEn(count)}. ${reasons}`,
  },

  chats: chatsEn,
  did: {
    close: (what) => `Closed: ${what}`,
    reopen: (what) => `Reopened: ${what}`,
    take: (what) => `Taken: ${what}`,
    requeue: (what) => `Returned to the queue: ${what}`,
    assign: (what) => `Handed over: ${what}`,
    snooze: (what) => `Snoozed: ${what}`,
    unsnooze: (what) => `Brought back: ${what}`,
    tag: (what) => `Tags changed: ${what}`,
    merge: (what) => `Merged: ${what}`,
    remove: (what) => `Deleted: ${what}`,
  },

  conflict: {
    closed: "A colleague was quicker: the conversation is closed.",
    snoozed: (when) => `A colleague was quicker: it is snoozed until ${when}.`,
    taken: (name) => `A colleague was quicker: ${name} has the conversation.`,
    queued: "A colleague was quicker: the conversation is in the queue.",
    written: "The visitor has written meanwhile.",
    repeat: "Do it anyway",
  },
};
