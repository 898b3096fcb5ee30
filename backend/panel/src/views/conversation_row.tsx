// A row of the list: who, the last words, when, and how long somebody has been waiting.
import type { RefCallback } from "preact";
import type { Conversation } from "../operator.gen";
import { fullWhen, shortDuration, shortWhen } from "../texts/time";
import { useNow, useTexts, visitorName } from "./context";

export interface RowProps {
  readonly conversation: Conversation;
  readonly href: string;
  readonly me: string;
  readonly isOpen: boolean;
  readonly isTyping: boolean;
  readonly now: Date;
  readonly linkRef: RefCallback<HTMLAnchorElement>;
}

export function ConversationRow({ conversation, href, me, isOpen, isTyping, now, linkRef }: RowProps) {
  const texts = useTexts();
  const unread = conversation.unread_count;
  const at = new Date(conversation.last_message?.created_at ?? conversation.active_at);
  return (
    <a
      class={unread > 0 ? "row row--unread" : "row"}
      href={href}
      ref={linkRef}
      data-conversation={conversation.id}
      aria-current={isOpen ? "true" : undefined}
    >
      <span class="row__line">
        <span class={conversation.visitor_online ? "dot dot--online" : "dot"} />
        <span class="row__name">{visitorName(texts, conversation.visitor)}</span>
        <span class="unseen">{conversation.visitor_online ? texts.list.online : texts.list.offline}</span>
        <time class="row__time" dateTime={at.toISOString()} title={fullWhen(texts, at)}>
          {shortWhen(texts, at, now)}
        </time>
      </span>
      <span class="row__line row__line--second">
        <span class="row__text">
          {isTyping ? <em>{texts.list.typing}</em> : <LastWords {...{ conversation, me }} />}
        </span>
        {conversation.waiting_since && <Waiting since={conversation.waiting_since} />}
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

/** Grows by the second at first, which is what makes an operator look. */
function Waiting({ since }: { since: string }) {
  const texts = useTexts();
  const now = useNow(1_000);
  const seconds = (now.getTime() - Date.parse(since)) / 1_000;
  return <span class="row__waiting">{texts.list.waiting(shortDuration(texts, seconds))}</span>;
}
