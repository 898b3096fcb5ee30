// The words of the widget: what a file of `languages/` must hold, and dates in the reader's language.
import type { Look } from "../host";
import type { RefusalTexts } from "../live/file_refusals";

/** What the server sends with the looks: `ryadom.core.widget_look.Look`. */
export interface LauncherTexts {
  readonly label: string;
  /** The chat's file did not come. */
  readonly failure: string;
}

/** Of the bubble by which a rule invites. */
export interface InvitationTexts {
  readonly close: string;
}

/** Of what newcomers are asked. */
export interface FormTexts {
  readonly name: string;
  readonly phone: string;
  /** What is said of a number that can't be one. */
  readonly phoneHint: string;
  readonly email: string;
  readonly call: string;
  readonly callHint: string;
}

/** Of the menu in the chat's header. */
export interface MenuTexts {
  /** What dates follow. */
  readonly language: string;
  readonly forget: string;
  readonly forgetAsk: string;
  readonly forgetYes: string;
  readonly forgetNo: string;
  readonly forgetting: string;
  /** `day`: the last one for an answer; empty or null where it is not known yet. */
  forgetTaken(number: number, day: string | null): string;
  /** The button of the menu. */
  readonly more: string;
  readonly mute: string;
  readonly unmute: string;
  readonly download: string;
  /** To have it mailed. */
  readonly copy: string;
  readonly end: string;
  /** The name of the file that the conversation is kept in. */
  readonly file: string;
}

/** Of a copy of the conversation by mail. */
export interface CopyTexts {
  readonly email: string;
  readonly send: string;
  readonly sending: string;
  sent(email: string): string;
  /** Not an address. */
  readonly wrong: string;
  /** As many as one may have. */
  readonly tooMany: string;
  /** The address wants no mail from here, or nobody has answered yet. */
  readonly refused: string;
  /** The site mails no copies any more. */
  readonly off: string;
  readonly offline: string;
  readonly failed: string;
}

/** Of what is said to who has nobody yet. */
export interface ReceptionTexts {
  readonly choose: string;
  /** No department in particular. */
  readonly any: string;
  readonly away: string;
  place(place: number): string;
  /** In how many seconds answers come, and how that is said. */
  readonly answersIn: Readonly<Record<number, string>>;
}

/** Of what can be answered by a press: choices, and a rating. */
export interface AnswersTexts {
  readonly choices: string;
  readonly question: string;
  /** What 1 to 5 mean. */
  readonly scores: readonly string[];
  readonly comment: string;
  readonly submit: string;
  readonly sending: string;
  readonly skip: string;
  readonly refused: string;
  thanks(score: number, meaning: string): string;
  readonly change: string;
}

/** Of the message that another one answers. */
/** Where what is being written is shown to the operator. */
export interface PreviewTexts {
  readonly seen: string;
  /** Shows it no more. */
  readonly hide: string;
}

export interface QuoteTexts {
  /** What stands before it, for screen readers. */
  readonly to: string;
  /** One that is not loaded. */
  readonly earlier: string;
}

/** Of files: what may be sent, what became of it, and what came. */
export interface FilesTexts extends RefusalTexts {
  readonly attach: string;
  /** The list of what goes with the next message. */
  readonly chosen: string;
  readonly drop: string;
  remove(name: string): string;
  cancel(name: string): string;
  again(name: string): string;
  download(name: string): string;
  image(name: string): string;
  readonly ready: string;
  readonly waiting: string;
  /** Until the visitor has agreed. */
  readonly held: string;
  size(bytes: number): string;
  /** It can't be had: its link, or the file itself. */
  readonly gone: string;
}

/** Of the chat. What is said to nobody but a screen reader is here too. */
export interface Texts {
  /** What dates and plurals follow. */
  readonly language: string;
  readonly open: string;
  readonly chat: string;
  readonly close: string;
  readonly connecting: string;
  readonly online: string;
  readonly offline: string;
  /** Nobody is there, and somebody will be. */
  backAt(day: string, time: string): string;
  readonly messages: string;
  readonly greeting: string;
  readonly greetingOnline: string;
  readonly greetingOffline: string;
  readonly compose: string;
  readonly placeholder: string;
  readonly send: string;
  /** The link to what is agreed to. */
  readonly document: string;
  readonly withdrawConsent: string;
  charsLeft(count: number): string;
  charsOver(count: number): string;
  readonly you: string;
  readonly operator: string;
  readonly sending: string;
  readonly waiting: string;
  readonly sent: string;
  readonly read: string;
  /** In the place of a message that was erased. */
  readonly erased: string;
  /** Behind a message that was edited. */
  readonly edited: string;
  readonly notSent: string;
  /** Not sent, and it would not be the next time. */
  /** What a failed message is said to be, by the error's code; `notSent` for all others. */
  readonly refusals: Readonly<Record<string, string>>;
  readonly retry: string;
  readonly edit: string;
  joined(name: string): string;
  readonly closed: string;
  readonly closedNow: string;
  typing(name: string): string;
  newMessages(count: number): string;
  readonly loading: string;
  readonly noConnection: string;
  /** The server wants a newer widget. */
  readonly outdated: string;
  /** The server does not want this page. */
  readonly unwelcome: string;
  readonly reload: string;
  readonly today: string;
  readonly yesterday: string;
  readonly tomorrow: string;
}

/** The same with the words that the site's owner has chosen. */
export function wordsOf(texts: Texts, { greeting, offline }: Look): Texts {
  return {
    ...texts,
    greetingOnline: greeting || texts.greetingOnline,
    greetingOffline: offline || texts.greetingOffline,
  };
}

/** Hours and minutes where the reader is. */
export function timeOf(texts: Texts, atMs: number): string {
  return new Date(atMs).toLocaleTimeString(texts.language, { timeStyle: "short" });
}

/** Today, yesterday, tomorrow, or the date; the year only where it is another. */
export function dayOf(texts: Texts, atMs: number, nowMs: number): string {
  const day = new Date(atMs);
  const now = new Date(nowMs);
  const days = [texts.yesterday, texts.today, texts.tomorrow];
  const name = days.find((_, place) => {
    const other = new Date(nowMs);
    other.setDate(now.getDate() + place - 1);
    return day.toDateString() === other.toDateString();
  });
  if (name) return name;
  const year = day.getFullYear() === now.getFullYear() ? {} : { year: "numeric" as const };
  return day.toLocaleDateString(texts.language, { day: "numeric", month: "long", ...year });
}
