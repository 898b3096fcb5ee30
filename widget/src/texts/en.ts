// English.
import { pluralOf } from "./plural";
import type { Texts } from "./texts";

const newMessages = pluralOf("en", { one: "new message", other: "new messages" });
const chars = pluralOf("en", { one: "character", other: "characters" });

export const EN: Texts = {
  language: "en-GB",
  open: "Open chat",
  openWithUnread: (count) => `Open chat: ${newMessages(count)}`,
  chatWith: (name) => `Chat: ${name}`,
  chat: "Chat",
  close: "Close chat",
  connecting: "Connecting…",
  online: "Here now",
  offline: "Away right now",
  messages: "Messages",
  greeting: "Hello",
  greetingOnline: "Write what you would like to know. We reply right here.",
  greetingOffline: "Write now, and we reply right here as soon as we are back.",
  compose: "Message",
  placeholder: "Write a message",
  send: "Send",
  charsLeft: (count) => `${chars(count)} left`,
  charsOver: (count) => `Too long by ${chars(count)}`,
  you: "You",
  operator: "Operator",
  sending: "sending…",
  waiting: "waiting",
  sent: "sent",
  read: "read",
  failed: (code) => (code === "bad_body" ? "Not sent: this text can’t be stored." : "Not sent."),
  retry: "Try again",
  joined: (name) => `${name} joined the chat`,
  closed: "The conversation has ended.",
  closedNow: "The conversation has ended. Write to go on.",
  typing: (name) => `${name} is typing…`,
  newMessages,
  loading: "Loading messages…",
  noConnection: "No connection. Messages will be sent once it is back.",
  stopped: (closeCode) =>
    closeCode === 4426
      ? "The chat has been updated. Reload the page to go on."
      : "The chat is not set up for this page. Please reach us another way.",
  today: "Today",
  yesterday: "Yesterday",
};
