// English.
import { pluralOf } from "../texts/plural";
import type {
  AnswersTexts,
  CopyTexts,
  FilesTexts,
  FormTexts,
  InvitationTexts,
  LauncherTexts,
  MenuTexts,
  PreviewTexts,
  QuoteTexts,
  ReceptionTexts,
  Texts,
} from "../texts/texts";

const newMessages = pluralOf("en", { one: "new message", other: "new messages" });
const chars = pluralOf("en", { one: "character", other: "characters" });

/** Before the chat is there. */
export const LAUNCHER: LauncherTexts = {
  label: "Open chat",
  failure: "The chat did not load. Press again.",
};

export const INVITATION: InvitationTexts = {
  close: "Close the invitation",
};

export const FORM: FormTexts = {
  name: "Name",
  phone: "Telephone",
  phoneHint: "The number with its code: +7 912 345-67-89",
  email: "E-mail",
  call: "When to call",
  callHint: "After 6",
};

export const MENU: MenuTexts = {
  language: "en-GB",
  forget: "Erase my data",
  forgetAsk: "Ask for your conversation and data to be erased? The officer in charge of data decides on it.",
  forgetYes: "Ask",
  forgetNo: "No",
  forgetting: "Sending…",
  forgetTaken: (number, day) => `Request no. ${number} was taken.${day ? ` You have an answer by ${day}.` : ""}`,
  more: "More",
  mute: "Turn sound off",
  unmute: "Turn sound on",
  download: "Download the conversation",
  copy: "Mail me a\u00a0copy",
  end: "End the conversation",
  file: "Conversation.txt",
};

export const PREVIEW: PreviewTexts = {
  seen: "The operator sees what you are writing.",
  hide: "Do not show",
};

export const COPY: CopyTexts = {
  email: "Your e-mail",
  send: "Mail me a\u00a0copy",
  sending: "Sending…",
  sent: (email) => `Sent to ${email}.`,
  wrong: "Look at the address: something is wrong.",
  tooMany: "That’s as many copies as we mail. Download the conversation, or try later.",
  refused: "A\u00a0copy can’t be mailed to this address. Download the conversation.",
  off: "Copies are not mailed here any more. Download the conversation.",
  offline: "There is no connection. Try a\u00a0little later.",
  failed: "That didn’t work. Try a\u00a0little later.",
};

export const RECEPTION: ReceptionTexts = {
  choose: "Who are you writing to",
  any: "Anybody",
  away: "away",
  place: (place) => `You are number ${place} in the queue.`,
  answersIn: {
    60: "We usually answer in a minute.",
    300: "We usually answer in 5\u00a0minutes.",
    900: "We usually answer in 15\u00a0minutes.",
    3600: "We usually answer within an hour.",
    86400: "We usually answer within a day.",
  },
};

export const ANSWERS: AnswersTexts = {
  choices: "Quick replies",
  question: "How well did we help you?",
  scores: ["very badly", "badly", "fairly", "well", "very well"],
  comment: "What went well, and what did not? You may leave this empty.",
  submit: "Send the rating",
  sending: "Sending…",
  skip: "Not now",
  refused: "The rating was not accepted.",
  thanks: (score, meaning) => `Thank you. Your rating: ${score}, ${meaning}.`,
  change: "Change",
};

const megabytes = new Intl.NumberFormat("en", { maximumFractionDigits: 1 });

export const FILES: FilesTexts = {
  attach: "Attach a file",
  chosen: "Files of the message",
  drop: "Drop to attach",
  remove: (name) => `Remove: ${name}`,
  cancel: (name) => `Cancel the upload: ${name}`,
  again: (name) => `Upload again: ${name}`,
  download: (name) => `Download: ${name}`,
  image: (name) => `Image: ${name}`,
  ready: "uploaded",
  waiting: "waits for its turn",
  held: "uploads once you agree",
  size: (bytes) => (bytes < 1e6 ? `${Math.ceil(bytes / 1000)}\u00a0kB` : `${megabytes.format(bytes / 1e6)}\u00a0MB`),
  tooLarge: (maxMb) => `Over ${maxMb}\u00a0MB: make the file smaller.`,
  empty: "The file is empty: choose another.",
  wrongKind: (kinds) => `Such files are not taken. These are: ${kinds}.`,
  lies: "Its name does not fit its content: save the file anew.",
  broken: "The file is damaged: save it anew.",
  tooManyPixels: "The image is too large: make it smaller.",
  tooMany: "So many files at once can’t be sent.",
  later: "Not uploaded. Try again a little later.",
  off: "Files are not taken here.",
  full: "The server is out of space. Put it in words.",
  offline: "No connection: the file was not uploaded.",
  gone: "The file can’t be opened now.",
};

export const CHAT: Texts = {
  language: "en-GB",
  open: "Open chat",
  chat: "Chat",
  close: "Close chat",
  connecting: "Connecting…",
  online: "Here now",
  offline: "Away right now",
  backAt: (day, time) => `We will be here: ${day}, ${time}`,
  messages: "Messages",
  greeting: "Hello",
  greetingOnline: "Ask us anything. We reply here.",
  greetingOffline: "Write now. We reply here when we are back.",
  compose: "Message",
  placeholder: "Write a message",
  send: "Send",
  document: "(text)",
  withdrawConsent: "Withdraw consent",
  charsLeft: (count) => `${chars(count)} left`,
  charsOver: (count) => `Too long by ${chars(count)}`,
  you: "You",
  operator: "Operator",
  sending: "sending…",
  waiting: "waiting",
  sent: "sent",
  read: "read",
  edited: "edited",
  erased: "Message deleted",
  notSent: "Message not accepted.",
  refusals: {
    visitor_banned: "You can’t write in this chat.",
  },
  retry: "Try again",
  edit: "Edit",
  joined: (name) => `${name} joined the chat`,
  closed: "The conversation is closed.",
  closedNow: "The conversation is closed. Write to go on.",
  typing: (name) => `${name} is typing…`,
  newMessages,
  loading: "Loading messages…",
  noConnection: "No connection. Messages go once it is back.",
  outdated: "The chat has been updated.",
  unwelcome: "The chat is not set up here. Reach us another way.",
  reload: "Reload the page",
  today: "Today",
  yesterday: "Yesterday",
  tomorrow: "Tomorrow",
};

/** Of the message that another one answers. */
export const QUOTE: QuoteTexts = {
  to: "Answer to the message:",
  earlier: "An earlier message",
};
