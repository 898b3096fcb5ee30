// Generated from backend/ryadom/protocol by scripts/build. Do not edit.

export type OperatorCommand =
  | Hello
  | ListConversations
  | FetchConversation
  | FetchCounts
  | FetchHistory
  | SendMessage
  | AddNote
  | SeeMentions
  | MarkUnread
  | EditMessage
  | DeleteMessage
  | AssignConversation
  | SetStatus
  | MergeConversations
  | SnoozeConversation
  | TagConversation
  | SetAway
  | MarkRead
  | SetTyping
  | Ping;
/**
 * A view of the inbox.
 *
 * `waiting`: open and nobody's, longest wait first; `mine`, `department` (of a department that this operator was in at
 * the `hello`), `all`: open, newest activity first; none of these holds what is snoozed. `snoozed`: open, soonest to
 * wake first; `closed`: closed, newest activity first. `filtered`: what a filter lets through, newest activity first;
 * `unanswered`: those of it whose visitors wait for an answer, longest wait first.
 */
export type Folder = "all" | "closed" | "department" | "filtered" | "mine" | "snoozed" | "unanswered" | "waiting";
/**
 * In which of three states a conversation is; `open` is open and not snoozed.
 */
export type State = "closed" | "open" | "snoozed";
/**
 * Whether a conversation is being held.
 */
export type Status = "closed" | "open";
export type OperatorEvent =
  | Welcome
  | ConversationList
  | ConversationFetched
  | CountsFetched
  | ConversationStarted
  | History
  | MessagePosted
  | ConversationAssigned
  | StatusChanged
  | MessageEdited
  | MessageDeleted
  | ConversationRated
  | ConversationTagged
  | ConversationSnoozed
  | ConversationMerged
  | LabelsChanged
  | SiteChanged
  | SharedViewsChanged
  | NoteAdded
  | MentionsSeen
  | UnreadMarked
  | AwayChanged
  | ReadMarked
  | Typing
  | PageVisited
  | VisitorPresenceChanged
  | SignsMissed
  | ConversationErased
  | ConversationHidden
  | ConversationShown
  | Pong
  | Goodbye
  | Error;
/**
 * Which side of the counter somebody is on.
 */
export type AuthorKind = "operator" | "visitor";
/**
 * A tag, of which a conversation may have several; or a result, with one of which it is closed.
 */
export type LabelKind = "result" | "tag";
/**
 * Of a label; each has enough contrast in the light and in the dark.
 */
export type Colour = "amber" | "blue" | "green" | "grey" | "pink" | "red" | "teal" | "violet";

/**
 * Frames of /ws/operator, protocol version 1.
 */
export interface OperatorProtocol {
  OperatorCommand: OperatorCommand;
  OperatorEvent: OperatorEvent;
}
/**
 * The first frame, once per socket.
 */
export interface Hello {
  type: "hello";
  protocol: number;
}
/**
 * Asks for a page of a folder; `cursor` is the `next_cursor` of the page before.
 *
 * `filter`: what `filtered` and `unanswered` let through, which is everything without one; other folders have none.
 */
export interface ListConversations {
  type: "list_conversations";
  /**
   * Chosen by the client; the answer carries it back.
   */
  request_id: string;
  folder: Folder;
  filter?: Filter | null;
  cursor?: string | null;
  limit?: number;
}
/**
 * What `filtered` and `unanswered` show: the conversations of these sites that meet every condition there is.
 *
 * `since` (included) and `until` (not): when something happened in it last. For how long its visitor has waited for an
 * answer the panel reckons, for it goes on by itself: whoever has waited for longer comes first in `unanswered`.
 */
export interface Filter {
  /**
   * @maxItems 50
   */
  department_ids?: string[];
  /**
   * @maxItems 50
   */
  operator_ids?: string[];
  /**
   * @maxItems 50
   */
  tag_ids?: string[];
  /**
   * @maxItems 3
   */
  states?: State[];
  /**
   * @maxItems 5
   *
   * Items: From 1, bad, to 5, good.
   */
  scores?: number[];
  is_unanswered?: boolean;
  /**
   * @maxItems 50
   */
  site_ids?: string[];
  since?: string | null;
  until?: string | null;
}
/**
 * Asks for one conversation's row, e.g. of an event about one that is not loaded.
 */
export interface FetchConversation {
  type: "fetch_conversation";
  /**
   * Chosen by the client; the answer carries it back.
   */
  request_id: string;
  conversation_id: string;
}
/**
 * Asks how many conversations wait and how many are mine.
 */
export interface FetchCounts {
  type: "fetch_counts";
  /**
   * Chosen by the client; the answer carries it back.
   */
  request_id: string;
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
 * Answers the visitor. A conversation that is nobody's becomes the writer's; a closed one is opened again.
 *
 * `choices`: answers that the visitor may give with one press, each once. The body must make sense without them: an
 * older widget does not show them. `file_ids`: files that the operator has uploaded for this conversation; with them
 * the body may be empty. `reply_to_seq`: the message that it answers, of either side, deleted since or not.
 */
export interface SendMessage {
  type: "send_message";
  echo_id: string;
  conversation_id: string;
  body: string;
  /**
   * @maxItems 8
   */
  choices?: string[];
  /**
   * Files that were uploaded before, in order.
   *
   * @maxItems 10
   */
  file_ids?: string[];
  reply_to_seq?: number | null;
}
/**
 * Notes something for colleagues, which the visitor never sees. `note_added` acknowledges it.
 *
 * It answers nobody: the conversation stays whose it is, open or closed. `mentions`: operators of its site whom it
 * calls; who is none of them (any more) is passed over.
 */
export interface AddNote {
  type: "add_note";
  echo_id: string;
  conversation_id: string;
  body: string;
  /**
   * @maxItems 20
   */
  mentions?: string[];
}
/**
 * This operator has looked at what calls them in a conversation, up to `seq`. `mentions_seen` answers.
 */
export interface SeeMentions {
  type: "see_mentions";
  conversation_id: string;
  /**
   * Place in a conversation's timeline: 1, 2, 3 …, no gaps.
   */
  seq: number;
}
/**
 * Marks a conversation unread for this operator alone, to be looked at again; or takes that back.
 *
 * It is no read mark. `unread_marked` answers. Answering takes the mark away as well, and so does a `mark_read` that
 * moves the read mark.
 */
export interface MarkUnread {
  type: "mark_unread";
  conversation_id: string;
  unread: boolean;
  request_id?: string | null;
}
/**
 * Changes the words of a message or note of one's own, within `edit_window_s`. `message_edited` acknowledges it.
 *
 * Whom a note calls stays as it was.
 */
export interface EditMessage {
  type: "edit_message";
  echo_id: string;
  conversation_id: string;
  /**
   * The `seq` of a `message_posted` of the conversation.
   */
  message_seq: number;
  body: string;
}
/**
 * Deletes a message or note of one's own within `edit_window_s`, or, with the right to, any.
 *
 * `message_deleted` acknowledges. One that somebody else has deleted already is refused with `message_unknown`.
 */
export interface DeleteMessage {
  type: "delete_message";
  echo_id: string;
  conversation_id: string;
  /**
   * The `seq` of a `message_posted` of the conversation.
   */
  message_seq: number;
}
/**
 * Gives the conversation to an operator of its site, or (null) back to the queue.
 *
 * `department_id`: and to this department of its site; null leaves it in the one that it is in. `over_seq`: see
 * `SetStatus`. `comment`: what colleagues should know, at most 1,000 characters; visitors never see it.
 */
export interface AssignConversation {
  type: "assign_conversation";
  echo_id: string;
  conversation_id: string;
  operator_id: string | null;
  department_id?: string | null;
  over_seq?: number | null;
  comment?: string;
}
/**
 * Closes the conversation or opens it again. `result_id`: the label with which it is closed.
 *
 * `over_seq`: the `last_seq` that the operator saw. Where another operator has assigned, closed, opened or snoozed it
 * since, it is refused with `conversation_changed`. Null: whatever has happened.
 */
export interface SetStatus {
  type: "set_status";
  echo_id: string;
  conversation_id: string;
  status: Status;
  result_id?: string | null;
  over_seq?: number | null;
}
/**
 * Merges an open conversation into another open one (`into_id`) of the same site and person, in which it goes on.
 *
 * No message moves: it is closed, and visitors are told of no more. The other one gets its tags, and its operator
 * where it has none. `status_changed` with `merged_into` acknowledges it, `conversation_merged` tells of it in the
 * other one. Opening it again undoes it. `over_seq`: of the one that is merged; see `SetStatus`.
 */
export interface MergeConversations {
  type: "merge_conversations";
  echo_id: string;
  conversation_id: string;
  into_id: string;
  over_seq?: number | null;
}
/**
 * Puts an open conversation out of the way until then, or (null) back. `over_seq`: see `SetStatus`.
 *
 * It comes back by itself at that time, or as soon as its visitor writes.
 */
export interface SnoozeConversation {
  type: "snooze_conversation";
  echo_id: string;
  conversation_id: string;
  until: string | null;
  over_seq?: number | null;
}
/**
 * Puts tags on a conversation and takes others off. Nobody is in another's way here.
 */
export interface TagConversation {
  type: "tag_conversation";
  echo_id: string;
  conversation_id: string;
  /**
   * @maxItems 50
   */
  add_ids?: string[];
  /**
   * @maxItems 50
   */
  remove_ids?: string[];
}
/**
 * Steps away, or is back: holds for all of the operator's sockets, until it is taken back.
 *
 * Who is away is given nothing by the server, and counts for visitors as nobody. `away_changed` acknowledges it.
 */
export interface SetAway {
  type: "set_away";
  away: boolean;
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
 * Is anybody there? Browsers do not show the socket's own pings to scripts.
 */
export interface Ping {
  type: "ping";
}
/**
 * The answer to `hello`. `edit_window_s`: for how long one's own message can be edited and deleted, by its
 * `created_at`; 0: not at all. `labels`: of the controllers of the sites. `away`: the operator has stepped away.
 * `mentions`: the newest note of each conversation that calls this operator, who has not looked yet; at most 100,
 * newest conversations first. `unread_marks`: conversations that this operator has marked unread; at most 200, the
 * newest mark first.
 */
export interface Welcome {
  type: "welcome";
  protocol: number;
  server_time: string;
  operator: Author;
  email: string;
  sites: SiteRef[];
  counts: Counts;
  edit_window_s?: number;
  away?: boolean;
  labels?: ControllerLabels[];
  mentions?: Mention[];
  unread_marks?: string[];
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
 * A site this operator works on. Links to `closed_messengers` are refused, so say it while one is written.
 *
 * `departments`: those that conversations may be given to, in their order; `own_department_ids`: those of them that
 * this operator is in. `controller_id`: whose labels are put on its conversations. `colleagues`: who answers there,
 * this operator too. `answer_goal_min`: whoever waits for longer than so many minutes waits too long; null: the site
 * has no such goal. `archived_departments`, `former_colleagues`: what filters may name too, though nothing is given to
 * them: who works there, answers nobody any more, and leads or led something. `openings`: of the time that counts
 * towards the goal, when the site opens and closes by turns, oldest first, in seconds since 1970; before that it was
 * open for as long as the goal is. Null: it has no hours, or no goal, and all the time counts.
 */
export interface SiteRef {
  id: string;
  name: string;
  closed_messengers?: ClosedMessenger[];
  departments?: Department[];
  own_department_ids?: string[];
  files?: FilesTaken | null;
  controller_id?: string | null;
  answer_goal_min?: number | null;
  colleagues?: Colleague[];
  archived_departments?: Department[];
  former_colleagues?: Colleague[];
  openings?: number[] | null;
}
/**
 * A messenger that messages may not link to. Its links are on these domains and all below them.
 */
export interface ClosedMessenger {
  name: string;
  domains: string[];
}
/**
 * A department of a site, which a conversation may be in.
 */
export interface Department {
  id: string;
  name: string;
}
/**
 * What files a site takes: endings and media types as an `<input accept>` has them, and bytes at most.
 */
export interface FilesTaken {
  accept: string;
  max_bytes: number;
}
/**
 * Somebody who answers on a site, and may be given its conversations.
 */
export interface Colleague {
  id: string;
  name: string;
}
/**
 * Sizes of the folders: `waiting` and `mine` at most 1,000 (shown as "999+"), the others at most 100 ("99+").
 *
 * `own_waiting`: of `waiting` those that wait for this operator: of their departments or of none, and on a site where
 * they are in none of its departments, all. These are counted among the first 1,000 of each site's queue.
 */
export interface Counts {
  waiting: number;
  mine: number;
  department?: number;
  all?: number;
  snoozed?: number;
  closed?: number;
  own_waiting?: number | null;
}
/**
 * The labels of a controller: the offered ones in their order, then the archived ones.
 */
export interface ControllerLabels {
  controller_id: string;
  labels: Label[];
}
/**
 * A word that a controller's operators put on conversations. One that is archived is shown, and not offered.
 */
export interface Label {
  id: string;
  kind: LabelKind;
  name: string;
  colour: Colour;
  is_archived: boolean;
}
/**
 * A note that calls this operator, who has not looked yet.
 */
export interface Mention {
  conversation_id: string;
  /**
   * Place in a conversation's timeline: 1, 2, 3 …, no gaps.
   */
  seq: number;
}
/**
 * One page of a folder, in the folder's order; `next_cursor` is null on the last.
 */
export interface ConversationList {
  type: "conversation_list";
  /**
   * Chosen by the client; the answer carries it back.
   */
  request_id: string;
  folder: Folder;
  conversations: Conversation[];
  next_cursor: string | null;
}
/**
 * A row of the inbox and the head of a thread.
 *
 * `last_seq` is its version: of two, the one with the higher `last_seq` is the newer. `queued_at`: since when it has
 * been open and nobody's; `waiting_since`: when the visitor wrote what nobody has answered yet (closing
 * does not answer it, so undoing that brings the wait back; a visitor who returns begins anew); `unread_count`:
 * visitor's messages after `operator_read_seq`, at most 100; `score`: how the visitor has rated it since it was
 * closed, 1 to 5; `snoozed_until`: while it is open and out of the way; `result_id`: with which result it was closed;
 * `merged_into`: while it is closed, the conversation of the same person in which it goes on.
 */
export interface Conversation {
  id: string;
  site_id: string;
  visitor: Author;
  visitor_online: boolean;
  status: Status;
  assignee: Author | null;
  department?: Department | null;
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
  unread_count: number;
  last_message: LastMessage | null;
  page: Page | null;
  queued_at: string | null;
  waiting_since: string | null;
  active_at: string;
  created_at: string;
  score?: number | null;
  snoozed_until?: string | null;
  tag_ids?: string[];
  result_id?: string | null;
  merged_into?: string | null;
}
/**
 * The newest message of a conversation that was not deleted, cut to 200 characters, and shorter where it is masked.
 *
 * `body` is empty where it was erased. `seq` is its place.
 */
export interface LastMessage {
  author: Author;
  body: string;
  created_at: string;
  seq?: number;
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
 * One row, as it is now.
 */
export interface ConversationFetched {
  type: "conversation_fetched";
  /**
   * Chosen by the client; the answer carries it back.
   */
  request_id: string;
  conversation: Conversation;
}
/**
 * The counts, as they are now.
 */
export interface CountsFetched {
  type: "counts_fetched";
  /**
   * Chosen by the client; the answer carries it back.
   */
  request_id: string;
  counts: Counts;
}
/**
 * A visitor wrote for the first time; the message itself follows as `message_posted`.
 */
export interface ConversationStarted {
  type: "conversation_started";
  conversation: Conversation;
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
 * A controller's labels are these from now on.
 */
export interface LabelsChanged {
  type: "labels_changed";
  changed: ControllerLabels;
}
/**
 * All this of a site is so from now on; the rest of what `welcome` told of it stays.
 */
export interface SiteChanged {
  type: "site_changed";
  site: ChangedSite;
}
/**
 * What a site is called now, who answers there, and what may be chosen on it; see SiteRef.
 */
export interface ChangedSite {
  id: string;
  name: string;
  departments: Department[];
  files: FilesTaken | null;
  answer_goal_min: number | null;
  colleagues: Colleague[];
  archived_departments: Department[];
  former_colleagues: Colleague[];
  openings?: number[] | null;
}
/**
 * Views that colleagues share on one of the operator's sites have changed, though maybe none of theirs: read them.
 *
 * Rejected: to carry them, for whom a department's are is not known where a site's events are given out.
 */
export interface SharedViewsChanged {
  type: "shared_views_changed";
}
/**
 * An operator has looked at what called them in a conversation, up to `seq`, on whichever screen of theirs.
 */
export interface MentionsSeen {
  type: "mentions_seen";
  conversation_id: string;
  operator_id: string;
  /**
   * Place in a conversation's timeline: 1, 2, 3 …, no gaps.
   */
  seq: number;
}
/**
 * This operator has marked a conversation unread, on whichever screen of theirs, or the mark is gone.
 */
export interface UnreadMarked {
  type: "unread_marked";
  conversation_id: string;
  unread: boolean;
}
/**
 * An operator has stepped away, or is back; it comes once for each site that both work on.
 */
export interface AwayChanged {
  type: "away_changed";
  operator_id: string;
  away: boolean;
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
 * A visitor with a conversation went to another page.
 */
export interface PageVisited {
  type: "page_visited";
  conversation_id: string;
  page: Page;
}
/**
 * A visitor's first socket came, or the last one went.
 */
export interface VisitorPresenceChanged {
  type: "visitor_presence_changed";
  conversation_id: string;
  visitor_online: boolean;
}
/**
 * Read marks, pages and presence may have passed this socket by: read again what you show of them.
 *
 * Entries have not; they carry a `seq`.
 */
export interface SignsMissed {
  type: "signs_missed";
}
/**
 * What was said in a conversation was erased, and its page with it: forget it, and fetch it afresh.
 */
export interface ConversationErased {
  type: "conversation_erased";
  conversation_id: string;
}
/**
 * Its visitor has been blocked: forget all that is held of the conversation. It is as if there were none.
 */
export interface ConversationHidden {
  type: "conversation_hidden";
  conversation_id: string;
}
/**
 * Fetch it: its visitor is blocked no more or has another name, or it has begun and is too long to be told here.
 */
export interface ConversationShown {
  type: "conversation_shown";
  conversation_id: string;
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
