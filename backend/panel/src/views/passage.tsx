// One passage of the thread: a day, a system line, the mark before what is new, or a group of messages.
import type { ComponentChildren } from "preact";
import { writtenOf } from "../../../../widget/src/live/uploads";
import type { MessagePosted } from "../operator.gen";
import type { DeliveryMarks, Passage } from "../state/passages";
import type { Entry } from "../state/rows";
import { unreachable } from "../state/rows";
import type { Texts } from "../texts/ru";
import { clockTime, dayHeading, fullWhen } from "../texts/time";
import { useTexts, visitorName } from "./context";
import { MaskedText } from "./masked_text";
import { MessageFiles } from "./message_files";
import { MessageText } from "./message_text";

export interface PassageProps {
  readonly passage: Passage;
  readonly me: string;
  readonly now: Date;
  /** What to say under a group, by the seq of its last message. */
  readonly delivery: DeliveryMarks;
}

export function PassageView({ passage, me, now, delivery }: PassageProps) {
  const texts = useTexts();
  switch (passage.kind) {
    case "day":
      return (
        <li class="passage passage--day">
          <time dateTime={passage.at.toISOString()}>{dayHeading(texts, passage.at, now)}</time>
        </li>
      );
    case "unread":
      return <li class="passage passage--unread">{texts.thread.newMessages}</li>;
    case "system": {
      const at = new Date(passage.entry.created_at);
      return (
        <li class="passage passage--system">
          {systemLine(texts, passage.entry, me)}{" "}
          <time dateTime={at.toISOString()} title={fullWhen(texts, at)}>
            {clockTime(texts, at)}
          </time>
        </li>
      );
    }
    case "group": {
      const own = passage.author.kind === "operator";
      const last = passage.messages.at(-1);
      const name = passage.author.kind === "visitor" ? visitorName(texts, passage.author) : passage.author.name;
      return (
        <GroupFrame own={own} name={passage.author.id === me ? texts.thread.you : name} at={passage.at}>
          {passage.messages.map((message) => (
            <Bubble key={message.seq} message={message} />
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

function Bubble({ message }: { readonly message: MessagePosted }) {
  const texts = useTexts();
  const { files } = message;
  if (!files) {
    return (
      <p class="bubble" dir="auto">
        {wordsOf(texts, message)}
      </p>
    );
  }
  const body = writtenOf(message.body, files);
  // Of what is masked, what stands in the names is the files' own.
  const masked = message.masked?.filter(({ end }) => end <= body.length) ?? [];
  const written = { ...message, body, ...(message.masked && { masked }) };
  return (
    <div class="bubble" dir="auto">
      {body && <p>{wordsOf(texts, written)}</p>}
      <MessageFiles files={files} />
    </div>
  );
}

function wordsOf(texts: Texts, message: MessagePosted): ComponentChildren {
  if (!message.body) return <em>{texts.thread.erased}</em>;
  return message.masked ? <MaskedText message={message} /> : <MessageText body={message.body} />;
}

/** The frame of a group: whose words these are, and when; `at` is null while they are not on the server. */
export function GroupFrame(props: { own: boolean; name: string; at: Date | null; children: ComponentChildren }) {
  const texts = useTexts();
  return (
    <li class={props.own ? "passage group group--own" : "passage group"}>
      <p class="group__head">
        <span class="group__name">{props.name}</span>
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

function systemLine(texts: Texts, entry: Exclude<Entry, { type: "message_posted" }>, me: string): string {
  const byMe = entry.author.id === me;
  if (entry.type === "status_changed") {
    // Of the server's own accord, in the visitor's name: their data are erased.
    if (entry.status === "closed" && entry.author.kind === "visitor") {
      return entry.echo_id === null ? texts.events.closedByErasure : texts.events.closedByVisitor;
    }
    if (entry.status === "closed") return byMe ? texts.events.closedByMe : texts.events.closedBy(entry.author.name);
    if (entry.author.kind === "visitor") return texts.events.reopenedByVisitor;
    return byMe ? texts.events.reopenedByMe : texts.events.reopenedBy(entry.author.name);
  }
  const { operator } = entry;
  if (!operator) return byMe ? texts.events.requeuedByMe : texts.events.requeued;
  if (operator.id === entry.author.id) return byMe ? texts.events.takenByMe : texts.events.takenBy(operator.name);
  return texts.events.givenTo(entry.author.name, operator.name);
}
