// A row of the list: who, the last words, when, and how long somebody has been waiting.
import type { RefCallback } from "preact";
import type { Conversation } from "../operator.gen";
import { isWaiting } from "../state/attention";
import { fullWhen, shortDuration, shortWhen } from "../texts/time";
import { useTexts, visitorName } from "./context";

const MINUTE_S = 60;

export interface RowProps {
  readonly conversation: Conversation;
  readonly href: string;
  readonly me: string;
  readonly isOpen: boolean;
  readonly isTyping: boolean;
  /** Whether a note there calls this operator, who has not looked yet. */
  readonly isCalling: boolean;
  /** Whether presence is known: not while the link is down. */
  readonly connected: boolean;
  readonly now: Date;
  readonly onFocus: () => void;
  readonly linkRef: RefCallback<HTMLAnchorElement>;
}

export function ConversationRow(props: RowProps) {
  const { conversation, href, me, isOpen, isTyping, isCalling, connected, now, onFocus, linkRef } = props;
  const texts = useTexts();
  const unread = conversation.unread_count;
  const at = new Date(conversation.last_message?.created_at ?? conversation.active_at);
  const isOnline = connected && conversation.visitor_online;
  const waitS = isWaiting(conversation) ? secondsSince(conversation.waiting_since, now) : null;
  const waited = waitS === null || waitS < MINUTE_S ? null : shortDuration(texts, waitS);
  const when = shortWhen(texts, at, now);
  // Said twice it would only take room from the words.
  const isSaidOnce = waitS !== null && when === (waited ?? texts.time.now);
  const waiting = waitS !== null && <span class="row__waiting">{texts.list.waiting(waited)}</span>;
  return (
    <a
      class={unread > 0 ? "row row--unread" : "row"}
      href={href}
      ref={linkRef}
      onFocus={onFocus}
      data-conversation={conversation.id}
      aria-current={isOpen ? "true" : undefined}
    >
      <span class="row__line">
        <span class={isOnline ? "dot dot--online" : "dot"} />
        <span class="row__name">{visitorName(texts, conversation.visitor)}</span>
        {connected && <span class="unseen">{isOnline ? texts.list.online : texts.list.offline}</span>}
        <time class="row__time" dateTime={at.toISOString()} title={fullWhen(texts, at)}>
          {isSaidOnce ? waiting : when}
        </time>
      </span>
      <span class="row__line row__line--second">
        {conversation.department && <span class="row__department">{conversation.department.name}</span>}
        <span class="row__text">
          {isTyping ? <em>{texts.list.typing}</em> : <LastWords {...{ conversation, me }} />}
        </span>
        {!isSaidOnce && waiting}
        {conversation.score && <span class="row__score">{texts.messages.rated(conversation.score)}</span>}
        {isCalling && (
          <span class="row__call" title={texts.notes.mentioned}>
            <span aria-hidden="true">@</span>
            <span class="unseen">{texts.notes.mentioned}</span>
          </span>
        )}
        {unread > 0 && (
          <>
            <span class="row__unread" aria-hidden="true">
              {unread >= 100 ? "99+" : unread}
            </span>
            <span class="unseen">{texts.list.unread(unread)}</span>
          </>
        )}
      </span>
    </a>
  );
}

function LastWords({ conversation, me }: { conversation: Conversation; me: string }) {
  const texts = useTexts();
  const last = conversation.last_message;
  if (!last) return <>{texts.list.noMessages}</>;
  if (!last.body) return <em>{texts.thread.erased}</em>;
  const body = last.body.replace(/\s+/g, " ");
  if (last.author.kind === "visitor") return <>{body}</>;
  return (
    <>
      <span class="row__author">{last.author.id === me ? texts.list.you : `${firstName(last.author.name)}:`}</span>{" "}
      {body}
    </>
  );
}

/** A row has no room for a colleague's whole name. */
function firstName(name: string): string {
  return name.trim().split(/\s+/)[0] ?? name;
}

function secondsSince(iso: string | null, now: Date): number {
  return iso === null ? 0 : (now.getTime() - Date.parse(iso)) / 1_000;
}
