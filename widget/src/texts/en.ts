// English.
import { pluralOf } from "./plural";
import type { Texts } from "./texts";

const newMessages = pluralOf("en", { one: "new message", other: "new messages" });
const chars = pluralOf("en", { one: "character", other: "characters" });

export const EN: Texts = {
  language: "en-GB",
  open: "Open chat",
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
  erased: "Message deleted",
  notSent: "Not sent.",
  refused: "Not sent: the text was not accepted.",
  retry: "Try again",
  edit: "Edit",
  joined: (name) => `${name} joined the chat`,
  closed: "The conversation is closed.",
  closedNow: "The conversation is closed. Write to go on.",
  typing: (name) => `${name} is typing…`,
  newMessages,
  loading: "Loading messages…",
  noConnection: "No connection. Messages will be sent once it is back.",
  outdated: "The chat has been updated.",
  unwelcome: "The chat is not set up here. Please reach us another way.",
  reload: "Reload the page",
  today: "Today",
  yesterday: "Yesterday",
};
