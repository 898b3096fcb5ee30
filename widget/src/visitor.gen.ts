// Generated from backend/ryadom/protocol by scripts/build. Do not edit.

export type VisitorCommand =
  | Hello
  | SendMessage
  | FetchHistory
  | MarkRead
  | SetTyping
  | PreviewDraft
  | VisitPage
  | SetClientId
  | EndConversation
  | RateConversation
  | Agree
  | WithdrawConsent
  | AskErasure
  | SendCopy
  | Identify
  | SetAttributes
  | Track
  | DismissInvitation
  | Ping;
/**
 * What a consent is for: one document each. Only `processing` is a condition for writing.
 */
export type Purpose = "advertising" | "cross_border" | "draft_preview" | "processing";
export type VisitorEvent =
  | Welcome
  | History
  | MessagePosted
  | ConversationAssigned
  | StatusChanged
  | MessageEdited
  | MessageDeleted
  | ConversationRated
  | ReadMarked
  | Typing
  | AvailabilityChanged
  | DepartmentAvailabilityChanged
  | QueueMoved
  | Invited
  | ConsentsChanged
  | ErasureAsked
  | CopySent
  | Identified
  | Noted
  | Pong
  | Goodbye
  | Error;
/**
 * Whether a conversation is being held.
 */
export type Status = "closed" | "open";
/**
 * Which side of the counter somebody is on.
 */
export type AuthorKind = "operator" | "visitor";

/**
 * Frames of /ws/visitor, protocol version 1.
 */
export interface VisitorProtocol {
  VisitorCommand: VisitorCommand;
  VisitorEvent: VisitorEvent;
}
/**
 * The first frame, once per socket.
 *
 * Without a token the server names a new visitor, of whom nothing is stored until the first message. A client that
 * already holds a conversation's entries up to `after_seq` names both and gets only what it missed. `proof` is of the
 * visitor whom the token names; one that is worth nothing is passed over.
 */
export interface Hello {
  type: "hello";
  protocol: number;
  /**
   * The embed key from the script tag.
   */
  site: string;
  token?: string | null;
  locale?: string;
  page?: Page | null;
  conversation_id?: string | null;
  /**
   * Place in a conversation's timeline: 1, 2, 3 …, no gaps.
   */
  after_seq?: number;
  proof?: Proof | null;
}
/**
 * The page a visitor is on, as the browser tells it: never trusted, always shown as text.
 */
export interface Page {
  url: string;
  title?: string;
  referrer?: string;
}
/**
 * The work that `work_required` asked for, done: the challenge as it came, and the number that answers it.
 */
export interface Proof {
  challenge: string;
  salt: string;
  signature: string;
  number: number;
}
/**
 * Posts a message. Sent again with the same `echo_id`, it is stored once and acknowledged again.
 *
 * `conversation_id` may be null: the visitor's current conversation, or a new one. `agree_to` names the documents
 * whose boxes the visitor has ticked: they are agreed to before the message is looked at, as by `agree`.
 * `department`: whom it is for, where the message begins a conversation or opens a closed one again: the id or the
 * name of a department. What the site does not offer, or no more, is passed over: no message is lost for it.
 * What `about` says becomes the first lines of the message, and its name the visitor's. `file_ids`: files that the
 * visitor has uploaded and sent with no message yet; with them the body may be empty.
 */
export interface SendMessage {
  type: "send_message";
  echo_id: string;
  body: string;
  conversation_id?: string | null;
  /**
   * @maxItems 8
   */
  agree_to?: string[];
  /**
   * Files that were uploaded before, in order.
   *
   * @maxItems 10
   */
  file_ids?: string[];
  about?: About | null;
  department?: string | null;
}
/**
 * What a visitor says of themselves in the form before the first message; what is empty was not said.
 *
 * `call`: when they want to be called back, in their words. `website`: a field that people neither see nor reach, so
 * whoever fills it in is a program, as a rule.
 */
export interface About {
  name?: string;
  phone?: string;
  email?: string;
  call?: string;
  website?: string;
}
/**
 * Asks for entries: after a seq (catch up), before a seq (scroll back), or, with neither, the latest.
 */
export interface FetchHistory {
  type: "fetch_history";
  /**
   * Chosen by the client; the answer carries it back.
   */
  request_id: string;
  conversation_id: string;
  after_seq?: number | null;
  before_seq?: number | null;
  limit?: number;
}
/**
 * Everything up to `seq` has been seen. Marks only move forward.
 */
export interface MarkRead {
  type: "mark_read";
  conversation_id: string;
  /**
   * Place in a conversation's timeline: 1, 2, 3 …, no gaps.
   */
  seq: number;
}
/**
 * The writer has begun, goes on (repeat every 4 s) or has stopped. Carries no text, takes no disk.
 */
export interface SetTyping {
  type: "set_typing";
  conversation_id: string;
  active: boolean;
}
/**
 * What the visitor writes and has not sent, for operators to read along; empty: nothing any more. Takes no disk.
 *
 * Refused without their consent of purpose `draft_preview`. Told once a second at most, and anew every 5 s while there
 * is something: operators forget it by themselves. Of a longer text it is the end, after a "…".
 */
export interface PreviewDraft {
  type: "preview_draft";
  conversation_id: string;
  draft: string;
}
/**
 * The visitor went to another page. Kept only where a conversation exists.
 */
export interface VisitPage {
  type: "visit_page";
  page: Page;
}
/**
 * What the page's counter of Yandex Metrica calls this browser. Kept only where a conversation exists.
 */
export interface SetClientId {
  type: "set_client_id";
  client_id: string;
}
/**
 * The visitor closes their conversation; whatever they write afterwards opens it again.
 *
 * `status_changed` with this `echo_id` acknowledges it. A conversation that is closed already stays as it is.
 */
export interface EndConversation {
  type: "end_conversation";
  echo_id: string;
  conversation_id: string;
}
/**
 * The visitor rates their closed conversation; until it is opened again they may change their mind.
 *
 * `conversation_rated` with this `echo_id` acknowledges it. `comment` is a text like a message's, or empty.
 */
export interface RateConversation {
  type: "rate_conversation";
  echo_id: string;
  conversation_id: string;
  /**
   * From 1, bad, to 5, good.
   */
  score: number;
  comment?: string;
}
/**
 * The visitor has ticked the boxes of these documents. Sent again with the same `echo_id`, it is noted once.
 */
export interface Agree {
  type: "agree";
  echo_id: string;
  /**
   * @maxItems 8
   */
  document_ids: string[];
}
/**
 * The visitor takes consents back: all, or those of one purpose. What needs them is refused from then on.
 */
export interface WithdrawConsent {
  type: "withdraw_consent";
  echo_id: string;
  purpose?: Purpose | null;
}
/**
 * The visitor wants what is held on them erased: an officer is asked, by law within a term.
 *
 * `erasure_asked` acknowledges it. Asked again while the first request is open, it is that request.
 */
export interface AskErasure {
  type: "ask_erasure";
  echo_id: string;
}
/**
 * The visitor wants the conversation, as they see it, at this e-mail address.
 *
 * `copy_sent` acknowledges it. Sent again with the same `echo_id`, it is mailed once.
 */
export interface SendCopy {
  type: "send_copy";
  echo_id: string;
  email: string;
}
/**
 * The page says who the visitor is, by the word of the site's own server: docs/identify.md.
 *
 * Either `token`, a JWT by HS256 of which all is signed; or `id` with `hash`, its HMAC-SHA256 in hexadecimal: then
 * name, e-mail and phone are what the page alone says. `identified` acknowledges it.
 */
export interface Identify {
  type: "identify";
  echo_id: string;
  token?: string | null;
  id?: string | null;
  hash?: string | null;
  name?: string;
  email?: string;
  phone?: string;
}
/**
 * What the page tells of the visitor, over what it told before; null takes a key away.
 *
 * Never trusted, shown as told. `noted` acknowledges it. Taken where a conversation exists.
 */
export interface SetAttributes {
  type: "set_attributes";
  echo_id: string;
  attributes: {
    [k: string]: string | number | boolean | null;
  };
}
/**
 * Something happened on the page. Sent again with the same `echo_id`, it is noted once; `noted` acknowledges it.
 *
 * Never trusted, shown as told; the newest 100 are kept. Taken where a conversation exists.
 */
export interface Track {
  type: "track";
  echo_id: string;
  name: string;
  properties?: {
    [k: string]: string | number | boolean | null;
  };
}
/**
 * The visitor does not want to be asked in: this invitation is shown no more, and no other for the day.
 */
export interface DismissInvitation {
  type: "dismiss_invitation";
  invitation_id: string;
}
/**
 * Is anybody there? Browsers do not show the socket's own pings to scripts.
 */
export interface Ping {
  type: "ping";
}
/**
 * The answer to `hello`; a `history` follows where there is a conversation.
 *
 * `token` is new with every welcome and replaces the one before.
 */
export interface Welcome {
  type: "welcome";
  protocol: number;
  server_time: string;
  visitor_id: string;
  token: string;
  site: SiteState;
  conversation: ConversationState | null;
}
/**
 * What a visitor may know of the site; `consents` is empty where its basis is another one.
 *
 * `departments`: to choose from, in their order; empty where there is no choice. `department_required`: the owner
 * wants one to be chosen before the first message; the server takes a message without one all the same.
 * `answers_in_s`: half of the newest conversations, or more, were answered within so many seconds; it is one of a few
 * round numbers, and null where too few were held, or answers take longer than a day.
 */
export interface SiteState {
  name: string;
  operators_online: boolean;
  consents?: ConsentDocument[];
  departments?: OfferedDepartment[];
  department_required?: boolean;
  answers_in_s?: number | null;
}
/**
 * A document of consent in force on the site.
 *
 * `label` stands at the box, which must be empty until the visitor ticks it; `url`, a path on the server, is the page
 * of this version, and `sha256` (hexadecimal) of its text. `is_agreed`: whether this visitor agrees to this version.
 * `is_required`: nothing is taken from who does not.
 */
export interface ConsentDocument {
  id: string;
  purpose: Purpose;
  version: number;
  url: string;
  sha256: string;
  label: string;
  is_required: boolean;
  is_agreed: boolean;
}
/**
 * A department that the visitor may choose, by its name in their language. `online`: somebody of it is here.
 */
export interface OfferedDepartment {
  id: string;
  name: string;
  online: boolean;
}
/**
 * A visitor's conversation: its newest visible `seq` and how far either side has read.
 */
export interface ConversationState {
  id: string;
  status: Status;
  /**
   * Place in a conversation's timeline: 1, 2, 3 …, no gaps.
   */
  last_seq: number;
  /**
   * Place in a conversation's timeline: 1, 2, 3 …, no gaps.
   */
  visitor_read_seq: number;
  /**
   * Place in a conversation's timeline: 1, 2, 3 …, no gaps.
   */
  operator_read_seq: number;
  operator: Author | null;
}
/**
 * Who did something. `name` is empty for a visitor who has not given one.
 *
 * `avatar`: an operator's picture is at `/avatars/{avatar}` on the server; empty where there is none. `public_name`:
 * the name that visitors see, where it is another than colleagues see; visitors are told it as `name`, and no other.
 * `bot`: it is a program, which stands on the operators' side and answers in nobody's place: whoever waits waits on.
 */
export interface Author {
  kind: AuthorKind;
  id: string;
  name: string;
  public_name?: string;
  avatar?: string;
  bot?: boolean;
}
/**
 * Entries, oldest first.
 *
 * `has_before` / `has_after` say whether more lie on that side of this page; `last_seq` is the newest this audience
 * may see. `request_id` is null where the server sends it unasked, after `hello`.
 */
export interface History {
  type: "history";
  request_id: string | null;
  conversation_id: string;
  entries: (
    | MessagePosted
    | ConversationAssigned
    | StatusChanged
    | MessageEdited
    | MessageDeleted
    | ConversationRated
    | ConversationTagged
    | ConversationSnoozed
    | ConversationMerged
    | NoteAdded
  )[];
  has_before: boolean;
  has_after: boolean;
  /**
   * Place in a conversation's timeline: 1, 2, 3 …, no gaps.
   */
  last_seq: number;
}
/**
 * Somebody wrote. To its sender this event is the acknowledgement: it is on disk.
 *
 * `body` are the words as they are now, edited or not; it is empty where the message was deleted or erased since:
 * nobody can post one that is. `masked`: the pieces of it that a site masks on display, in order; only for operators
 * who may not see them, and only where there are any. `choices`: answers that an operator offers the visitor, to be
 * sent by one press as an ordinary message; only where there are any.
 *
 * `files`, where there are any: `body` ends with their names then, one a line, so that a client who knows of no files
 * shows them too; who shows the files leaves that end out. `reply_to_seq`: the message that this one answers, where
 * its writer says so; it may have been edited or deleted since.
 */
export interface MessagePosted {
  type: "message_posted";
  conversation_id: string;
  /**
   * Place in a conversation's timeline: 1, 2, 3 …, no gaps.
   */
  seq: number;
  /**
   * Place in a conversation's timeline: 1, 2, 3 …, no gaps.
   */
  prev_seq: number;
  created_at: string;
  author: Author;
  echo_id: string | null;
  body: string;
  masked?: MaskedPiece[];
  /**
   * @maxItems 8
   */
  choices?: string[];
  files?: FileRef[];
  /**
   * The `seq` of a `message_posted` of the conversation.
   */
  reply_to_seq?: number;
}
/**
 * `body[start:end]` stands for something that this operator does not see, counted as JavaScript counts (UTF-16).
 */
export interface MaskedPiece {
  start: number;
  end: number;
  kind: string;
}
/**
 * A file of a message. `type`: its media type, by its content; `size` in bytes; `width`, `height` of an image.
 */
export interface FileRef {
  id: string;
  name: string;
  size: number;
  type: string;
  width?: number | null;
  height?: number | null;
}
/**
 * An operator took the conversation, was given it, or (null) it went back to the queue.
 *
 * `department`: it was given to this one; null where it stays in the one that it is in. Only for operators, and only
 * where there are such: `automatic`: the server gave it, in the name of whom it gave it to, or took it back from an
 * operator who is gone, in that one's name; `comment`: what whoever handed it over says to colleagues; `masked`: as
 * in `message_posted`, of the comment; `rule`: the rule of the site that gave it to the department, as it was called
 * then, in the name of the visitor, or of the bot that took it at once; `left`: it was taken back because its operator
 * may not answer on the site any more.
 */
export interface ConversationAssigned {
  type: "conversation_assigned";
  conversation_id: string;
  /**
   * Place in a conversation's timeline: 1, 2, 3 …, no gaps.
   */
  seq: number;
  /**
   * Place in a conversation's timeline: 1, 2, 3 …, no gaps.
   */
  prev_seq: number;
  created_at: string;
  author: Author;
  echo_id: string | null;
  operator: Author | null;
  department?: Department | null;
  automatic?: boolean;
  comment?: string;
  masked?: MaskedPiece[];
  rule?: string;
  left?: boolean;
}
/**
 * A department of a site, which a conversation may be in.
 */
export interface Department {
  id: string;
  name: string;
}
/**
 * The conversation was closed or opened again.
 *
 * `result_id`: the label with which it was closed; `merged_into`: the conversation of the same person in which it
 * goes on; only for operators, and only where there is one. `asks_rating`: only for visitors, and only false: this
 * closing is not to be rated.
 */
export interface StatusChanged {
  type: "status_changed";
  conversation_id: string;
  /**
   * Place in a conversation's timeline: 1, 2, 3 …, no gaps.
   */
  seq: number;
  /**
   * Place in a conversation's timeline: 1, 2, 3 …, no gaps.
   */
  prev_seq: number;
  created_at: string;
  author: Author;
  echo_id: string | null;
  status: Status;
  result_id?: string;
  merged_into?: string;
  asks_rating?: boolean;
}
/**
 * The author of a message has changed its words. `body` and `masked` are as in `message_posted`.
 *
 * Read later, `body` is what the message says by then: one that was edited again, or deleted, has no other words.
 */
export interface MessageEdited {
  type: "message_edited";
  conversation_id: string;
  /**
   * Place in a conversation's timeline: 1, 2, 3 …, no gaps.
   */
  seq: number;
  /**
   * Place in a conversation's timeline: 1, 2, 3 …, no gaps.
   */
  prev_seq: number;
  created_at: string;
  author: Author;
  echo_id: string | null;
  /**
   * Place in a conversation's timeline: 1, 2, 3 …, no gaps.
   */
  message_seq: number;
  body: string;
  masked?: MaskedPiece[];
}
/**
 * A message was deleted: nobody has its words any more.
 */
export interface MessageDeleted {
  type: "message_deleted";
  conversation_id: string;
  /**
   * Place in a conversation's timeline: 1, 2, 3 …, no gaps.
   */
  seq: number;
  /**
   * Place in a conversation's timeline: 1, 2, 3 …, no gaps.
   */
  prev_seq: number;
  created_at: string;
  author: Author;
  echo_id: string | null;
  /**
   * Place in a conversation's timeline: 1, 2, 3 …, no gaps.
   */
  message_seq: number;
}
/**
 * The visitor has rated the conversation that was closed; the newest rating since then counts.
 *
 * `comment` may be empty. `masked`: as in `message_posted`, of the comment.
 */
export interface ConversationRated {
  type: "conversation_rated";
  conversation_id: string;
  /**
   * Place in a conversation's timeline: 1, 2, 3 …, no gaps.
   */
  seq: number;
  /**
   * Place in a conversation's timeline: 1, 2, 3 …, no gaps.
   */
  prev_seq: number;
  created_at: string;
  author: Author;
  echo_id: string | null;
  /**
   * From 1, bad, to 5, good.
   */
  score: number;
  comment: string;
  masked?: MaskedPiece[];
}
/**
 * An operator has put tags on the conversation, or taken some off. Visitors are not told.
 *
 * `rule`, where there is one: no operator did, but this rule of the site, by the name that it had then; its author is
 * the visitor whose message it heeded.
 */
export interface ConversationTagged {
  type: "conversation_tagged";
  conversation_id: string;
  /**
   * Place in a conversation's timeline: 1, 2, 3 …, no gaps.
   */
  seq: number;
  /**
   * Place in a conversation's timeline: 1, 2, 3 …, no gaps.
   */
  prev_seq: number;
  created_at: string;
  author: Author;
  echo_id: string | null;
  added_ids: string[];
  removed_ids: string[];
  rule?: string;
}
/**
 * An operator has put the conversation out of the way until then, or (null) that is over. Visitors are not told.
 *
 * Null with an `echo_id`: its author has ended it; without one its time has come. A visitor's message ends it too,
 * and is the entry that says so; so does whatever closes the conversation.
 */
export interface ConversationSnoozed {
  type: "conversation_snoozed";
  conversation_id: string;
  /**
   * Place in a conversation's timeline: 1, 2, 3 …, no gaps.
   */
  seq: number;
  /**
   * Place in a conversation's timeline: 1, 2, 3 …, no gaps.
   */
  prev_seq: number;
  created_at: string;
  author: Author;
  echo_id: string | null;
  until: string | null;
}
/**
 * An operator has merged another conversation of the same person into this one: that one was closed.
 *
 * Its messages stay where they are. Visitors are not told. `from_id`: null where the reader does not see that one.
 */
export interface ConversationMerged {
  type: "conversation_merged";
  conversation_id: string;
  /**
   * Place in a conversation's timeline: 1, 2, 3 …, no gaps.
   */
  seq: number;
  /**
   * Place in a conversation's timeline: 1, 2, 3 …, no gaps.
   */
  prev_seq: number;
  created_at: string;
  author: Author;
  echo_id: string | null;
  from_id: string | null;
}
/**
 * An operator has noted something for colleagues: no visitor is ever told it, nor its edits and its deletion.
 *
 * `body` and `masked` are as in `message_posted`; `message_edited` and `message_deleted` are of notes too. `mentions`:
 * the operators whom it calls.
 */
export interface NoteAdded {
  type: "note_added";
  conversation_id: string;
  /**
   * Place in a conversation's timeline: 1, 2, 3 …, no gaps.
   */
  seq: number;
  /**
   * Place in a conversation's timeline: 1, 2, 3 …, no gaps.
   */
  prev_seq: number;
  created_at: string;
  author: Author;
  echo_id: string | null;
  body: string;
  mentions?: string[];
  masked?: MaskedPiece[];
}
/**
 * One side has seen everything up to `seq`.
 */
export interface ReadMarked {
  type: "read_marked";
  conversation_id: string;
  reader: AuthorKind;
  /**
   * Place in a conversation's timeline: 1, 2, 3 …, no gaps.
   */
  seq: number;
}
/**
 * Somebody types. A lease: it ends by itself `expires_in_s` seconds after it came.
 *
 * With a `draft`, to operators only, it says what a visitor is writing who has agreed to that, and is a lease of its
 * own. Digits and mail addresses in it are covered until they are sent.
 */
export interface Typing {
  type: "typing";
  conversation_id: string;
  author: Author;
  active: boolean;
  expires_in_s: number;
  draft?: string | null;
}
/**
 * The first operator came, or the last one left.
 */
export interface AvailabilityChanged {
  type: "availability_changed";
  operators_online: boolean;
}
/**
 * The first operator of a department came, or the last one left.
 */
export interface DepartmentAvailabilityChanged {
  type: "department_availability_changed";
  department_id: string;
  online: boolean;
}
/**
 * Which place the conversation has among those that wait for an operator, from 1 on.
 *
 * Null: it does not wait, nobody is there to take it, or its place is past 100.
 */
export interface QueueMoved {
  type: "queue_moved";
  conversation_id: string;
  place: number | null;
}
/**
 * An operator asks the visitor in. Nothing of it is in the conversation before they answer, within `expires_in_s`.
 *
 * Whatever message the visitor sends by then is the answer: `body` comes before it, as the operator's own message.
 * Told again at `hello`, with the same id, until it is answered, dismissed or over.
 */
export interface Invited {
  type: "invited";
  invitation_id: string;
  operator: Author;
  body: string;
  expires_in_s: number;
}
/**
 * Something was agreed to or withdrawn, in this tab or another, or a document has a new version: how it stands.
 */
export interface ConsentsChanged {
  type: "consents_changed";
  consents: ConsentDocument[];
}
/**
 * The request was taken. `due_on`, a day in Moscow, is the last one for an answer; null: it is not known yet.
 */
export interface ErasureAsked {
  type: "erasure_asked";
  echo_id: string;
  number: number;
  due_on: string | null;
}
/**
 * A copy of the conversation is on its way to this address.
 */
export interface CopySent {
  type: "copy_sent";
  echo_id: string;
  email: string;
}
/**
 * The site's server has signed who the visitor is.
 *
 * `token`: the client goes on with it as `visitor_id`. Where that is another visitor than before, it is the same
 * person, known by another browser: the client says hello anew, and finds their conversation. Where it is the same
 * one, every other token of theirs is good no more. Null: the client goes on as it was. `is_kept` is false where
 * there is no conversation yet that it could be kept with: the client says it again once there is one.
 */
export interface Identified {
  type: "identified";
  echo_id: string;
  visitor_id: string;
  token: string | null;
  is_kept: boolean;
}
/**
 * What a page has told of the visitor, or of an event, is kept.
 */
export interface Noted {
  type: "noted";
  echo_id: string;
}
/**
 * Yes. `server_time` is the only clock clients reckon with.
 */
export interface Pong {
  type: "pong";
  server_time: string;
}
/**
 * The server stops; come back in `reconnect_in_s` seconds, which differs from client to client.
 */
export interface Goodbye {
  type: "goodbye";
  reconnect_in_s: number;
}
/**
 * A command failed. `code` is stable (docs/protocol.md lists them), `message` is for people who read logs.
 *
 * `consents`, where a consent is missing, names the documents that are to be agreed to; `work`, where a newcomer is to
 * work first, what is to be done.
 */
export interface Error {
  type: "error";
  code: string;
  message: string;
  field?: string | null;
  echo_id?: string | null;
  request_id?: string | null;
  retry_after_s?: number | null;
  consents?: ConsentRef[] | null;
  work?: Work | null;
}
/**
 * Names a document of consent that is to be agreed to; `url` is a path on the server.
 */
export interface ConsentRef {
  id: string;
  version: number;
  url: string;
}
/**
 * A challenge: find the `number`, from 0 to `max_number`, for which SHA-256 of `salt` and it, in decimal, is
 * `challenge` (hexadecimal). `signature` is the server's, and goes back with the number. Source: ALTCHA's format v1.
 */
export interface Work {
  challenge: string;
  salt: string;
  max_number: number;
  signature: string;
}
