// One passage of the thread: a day, a system line, the mark before what is new, or a group of messages.
import { type ComponentChildren, Fragment } from "preact";
import { useContext } from "preact/hooks";
import type {
  Author,
  ConversationAssigned,
  ConversationRated,
  ConversationSnoozed,
  Label,
  StatusChanged,
} from "../operator.gen";
import type { DeliveryMarks, PageSteps, Passage, SystemLine } from "../state/passages";
import { amidWords } from "../state/plain_words";
import { unreachable } from "../state/rows";
import type { Texts } from "../texts/ru";
import { clockTime, dayHeading, fullWhen, timeToCome } from "../texts/time";
import { asShown, OthersContext, useTexts, VisitorContext, visitorName } from "./context";
import { Avatar } from "./face/avatar";
import { LabelsContext } from "./inbox/labels";
import { MaskedText } from "./masked_text";
import { MessageBubble } from "./message_bubble";
import { PageAddress, readable } from "./page_address";

/** Of more in a row the newest stand for all. */
const SHOWN_STEPS = 3;

export interface PassageProps {
  readonly passage: Passage;
  readonly me: string;
  readonly now: Date;
  /** What to say under a group, by the seq of its last message. */
  readonly delivery: DeliveryMarks;
  /** Its messages are still without their menus. */
  readonly isBare: boolean;
}

export function PassageView({ passage, me, now, delivery, isBare }: PassageProps) {
  const texts = useTexts();
  const labels = useContext(LabelsContext);
  const visitor = useContext(VisitorContext);
  switch (passage.kind) {
    case "day":
      return (
        <li class="passage passage--day">
          <time dateTime={passage.at.toISOString()}>{dayHeading(texts, passage.at, now)}</time>
        </li>
      );
    case "unread":
      return (
        <li class="passage passage--unread" tabIndex={-1}>
          {texts.thread.newMessages}
        </li>
      );
    case "system": {
      const at = new Date(passage.entry.created_at);
      return (
        <li class="passage passage--system">
          {systemLine(texts, withNamesAmidWords(texts, passage.entry), { me, now, labels })}{" "}
          <OtherLink entry={passage.entry} />
          <time dateTime={at.toISOString()} title={fullWhen(texts, at)}>
            {clockTime(texts, at)}
          </time>
          {passage.entry.type === "conversation_assigned" && <Words entry={passage.entry} />}
        </li>
      );
    }
    case "pages":
      return <StepsView steps={passage.steps} />;
    case "rating":
      return <RatingView rating={passage.entry} />;
    case "group": {
      const own = passage.author.kind === "operator";
      const isMine = passage.author.id === me;
      const last = passage.messages.at(-1);
      const { author } = passage;
      const called = author.bot ? texts.thread.bot(amidWords(author.name)) : author.name;
      const name = author.kind === "visitor" ? visitorName(texts, asShown(author, visitor)) : called;
      return (
        <GroupFrame
          own={own}
          isNote={passage.isNote}
          name={isMine ? texts.thread.you : name}
          at={passage.at}
          author={own ? passage.author : null}
        >
          {passage.messages.map((message) => (
            <MessageBubble key={message.seq} message={message} now={now} isBare={isBare} />
          ))}
          {last && last.seq === delivery.readSeq && <p class="group__state">{texts.delivery.read}</p>}
          {last && last.seq === delivery.sentSeq && <p class="group__state">{texts.delivery.sent}</p>}
        </GroupFrame>
      );
    }
    default:
      return unreachable(passage);
  }
}

/** The other one of two that were merged. */
function OtherLink({ entry }: Pick<SystemLine, "entry">) {
  const texts = useTexts();
  const otherOf = useContext(OthersContext);
  const id = "from_id" in entry ? entry.from_id : "merged_into" in entry && entry.merged_into;
  if (!id) return id === null ? texts.inbox.events.another : null;
  const { href, visitor } = otherOf(id);
  return (
    <>
      <a href={href} dir="auto">
        {visitor ? visitorName(texts, visitor) : texts.inbox.events.another}
      </a>{" "}
    </>
  );
}

function StepsView({ steps }: { readonly steps: PageSteps["steps"] }) {
  const texts = useTexts();
  const at = new Date(steps.at(-1)?.at ?? "");
  // Asked for when the thread is open: it comes late, and is no news
  return (
    <li class="passage passage--system" aria-live="off">
      {texts.thread.pages(steps.length)} {steps.length > SHOWN_STEPS && "… → "}
      {steps.slice(-SHOWN_STEPS).map(({ at, url, title }, index) => (
        <Fragment key={at}>
          {index > 0 && " → "}
          <PageAddress url={url}>{title || readable(url)}</PageAddress>
        </Fragment>
      ))}{" "}
      <time dateTime={at.toISOString()} title={fullWhen(texts, at)}>
        {clockTime(texts, at)}
      </time>
    </li>
  );
}

function RatingView({ rating }: { readonly rating: ConversationRated }) {
  const texts = useTexts();
  const { score } = rating;
  const at = new Date(rating.created_at);
  return (
    <li class="passage passage--rating">
      <p>
        {texts.messages.ratedBy(score, texts.messages.scores[score - 1] ?? "")}{" "}
        <time class="rating__when" dateTime={at.toISOString()} title={fullWhen(texts, at)}>
          {clockTime(texts, at)}
        </time>
      </p>
      <Words entry={rating} />
    </li>
  );
}

/** The words of a rating, or of whoever handed the conversation over. */
function Words({ entry: { seq, comment, masked } }: { readonly entry: ConversationRated | ConversationAssigned }) {
  if (!comment) return null;
  return (
    <p class="rating__words" dir="auto">
      <MaskedText message={{ seq, body: comment, ...(masked && { masked }) }} />
    </p>
  );
}

/** The frame of a group: whose words these are, and when; `at` is null while they are not on the server. */
export function GroupFrame(props: {
  readonly own: boolean;
  /** Whether the visitor never sees what is in it. */
  readonly isNote?: boolean;
  readonly name: string;
  readonly at: Date | null;
  /** Whose picture stands there. */
  readonly author?: Author | null;
  readonly children: ComponentChildren;
}) {
  const texts = useTexts();
  return (
    <li class={`passage group${props.own ? " group--own" : ""}${props.isNote ? " group--note" : ""}`}>
      <p class="group__head">
        {props.isNote && <span class="group__kind">{texts.notes.head}</span>}
        {props.author && <Avatar {...props.author} avatar={props.author.avatar} />}
        <bdi class="group__name">{props.name}</bdi>
        {props.at && (
          <time class="group__time" dateTime={props.at.toISOString()} title={fullWhen(texts, props.at)}>
            {clockTime(texts, props.at)}
          </time>
        )}
      </p>
      {props.children}
    </li>
  );
}

interface Known {
  readonly me: string;
  readonly now: Date;
  readonly labels: ReadonlyMap<string, Label>;
}

/** The same entry, whose names may stand in a sentence; what a rule did is done in its name. */
function withNamesAmidWords({ events }: Texts, entry: SystemLine["entry"]): SystemLine["entry"] {
  const named = <N extends { readonly name: string }>(one: N) => ({ ...one, name: amidWords(one.name) });
  const rule = "rule" in entry && entry.rule;
  const who = { ...entry, author: named(rule ? { ...entry.author, name: events.rule(rule) } : entry.author) };
  if (who.type !== "conversation_assigned") return who;
  const { operator, department } = who;
  return { ...who, operator: operator && named(operator), department: department ? named(department) : null };
}

function systemLine(texts: Texts, entry: SystemLine["entry"], known: Known): string {
  const byMe = entry.author.id === known.me;
  const { events } = texts.inbox;
  const name = (id: string) => amidWords(known.labels.get(id)?.name ?? events.unknownLabel);
  if (entry.type === "conversation_tagged") {
    const lists = [entry.added_ids, entry.removed_ids].map((ids) => ids.map(name).join(", "));
    return events.tagged(byMe ? events.me : entry.author.name, lists[0] ?? "", lists[1] ?? "");
  }
  if (entry.type === "conversation_snoozed") return snoozeLine(texts, entry, byMe, known.now);
  if (entry.type === "conversation_merged") return events.mergedFrom(byMe ? events.me : entry.author.name);
  if (entry.type === "status_changed" && entry.merged_into) {
    return events.mergedInto(byMe ? events.me : entry.author.name);
  }
  if (entry.type === "status_changed" && entry.result_id) {
    return events.withResult(statusLine(texts, entry, byMe), name(entry.result_id));
  }
  if (entry.type === "status_changed") return statusLine(texts, entry, byMe);
  return assignmentLine(texts, entry, byMe);
}

function snoozeLine(texts: Texts, entry: ConversationSnoozed, byMe: boolean, now: Date): string {
  const { events } = texts.inbox;
  const { name } = entry.author;
  if (entry.until !== null) {
    const when = timeToCome(texts, new Date(entry.until), now);
    return byMe ? events.snoozedByMe(when) : events.snoozed(name, when);
  }
  if (entry.echo_id === null) return events.woken;
  return byMe ? events.unsnoozedByMe : events.unsnoozed(name);
}

function statusLine(texts: Texts, entry: StatusChanged, byMe: boolean): string {
  // Of the server's own accord, in the visitor's name: their data are erased.
  if (entry.status === "closed" && entry.author.kind === "visitor") {
    return entry.echo_id === null ? texts.events.closedByErasure : texts.events.closedByVisitor;
  }
  if (entry.status === "closed") return byMe ? texts.events.closedByMe : texts.events.closedBy(entry.author.name);
  if (entry.author.kind === "visitor") return texts.events.reopenedByVisitor;
  return byMe ? texts.events.reopenedByMe : texts.events.reopenedBy(entry.author.name);
}

function assignmentLine(texts: Texts, entry: ConversationAssigned, byMe: boolean): string {
  const { operator, department, rule } = entry;
  // What a bot takes at once a rule hands to its department by the same entry: the bot is seen by its answers.
  if (entry.automatic && !rule) return automaticLine(texts, entry);
  if (department && entry.author.kind === "visitor" && !rule) return texts.events.chosenDepartment(department.name);
  if (department) {
    return byMe
      ? texts.events.handedOverByMe(department.name)
      : texts.events.handedOver(entry.author.name, department.name);
  }
  if (!operator) return byMe ? texts.events.requeuedByMe : texts.events.requeued;
  if (operator.id === entry.author.id) return byMe ? texts.events.takenByMe : texts.events.takenBy(operator.name);
  return texts.events.givenTo(entry.author.name, operator.name);
}

/** The server gave it, or took it back from who is gone or has left; in the name of whom it concerns. */
function automaticLine({ events, list }: Texts, { operator, author, left }: ConversationAssigned): string {
  return operator
    ? `${events.takenBy(operator.name)}, ${events.automatic}`
    : `${author.name}: ${left ? events.left : list.offline}. ${events.requeued}`;
}
