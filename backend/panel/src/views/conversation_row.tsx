// A row of the list: who, of which site and with whom, the last words, when, and how long somebody has been waiting.
import { useState } from "preact/hooks";
import type { Author, Conversation, SiteRef } from "../operator.gen";
import { isSnoozed } from "../state/folders";
import { amidWords, plainWords } from "../state/plain_words";
import { fullWhen, shortWhen, timeToCome } from "../texts/time";
import { useTexts, visitorName } from "./context";
import { Icon } from "./icons";
import { LabelChip, useLabels } from "./inbox/labels";
import { memo } from "./memo";
import { useWait, Waiting } from "./waiting";

export interface RowProps {
  readonly conversation: Conversation;
  readonly href: string;
  readonly me: string;
  /** Null where the operator sees no other site. */
  readonly siteName: string | null;
  /** For how long its visitors may wait, and when that counts. */
  readonly site: SiteRef | undefined;
  readonly isSelected: boolean;
  readonly onSelect: (id: string, isRange: boolean) => void;
  readonly isOpen: boolean;
  readonly isTyping: boolean;
  /** Whether a note there calls this operator, who has not looked yet. */
  readonly isCalling: boolean;
  /** The operator has marked it unread. */
  readonly isMarked: boolean;
  /** Its snooze is over, and it was not opened since. */
  readonly isAwake: boolean;
  /** Whether presence is known: not while the link is down. */
  readonly connected: boolean;
  readonly now: Date;
  readonly onFocus: (id: string) => void;
  /** The row's link is there, or (null) has gone. */
  readonly onLink: (id: string, link: HTMLAnchorElement | null) => void;
}

/** Drawn anew only where something of it has changed: of hundreds of changes a second each is of one row. */
export const ConversationRow = memo((props: RowProps) => {
  const { conversation, href, me, site, isSelected, onSelect, isOpen, isTyping, isCalling, connected, now } = props;
  const isAwake = props.isAwake && !isOpen;
  const { isMarked, onFocus, onLink } = props;
  const texts = useTexts();
  const [, drawAgain] = useState(0);
  const unread = conversation.unread_count;
  const at = new Date(conversation.last_message?.created_at ?? conversation.active_at);
  const isOnline = connected && conversation.visitor_online;
  const wait = useWait(conversation, site, now);
  const when = shortWhen(texts, at, now);
  // Said twice it would only take room from the words.
  const isSaidOnce = wait !== null && when === (wait.waited ?? texts.time.now);
  const waiting = wait && <Waiting {...wait} />;
  const name = visitorName(texts, conversation.visitor);
  const wakes = isSnoozed(conversation) && conversation.snoozed_until ? new Date(conversation.snoozed_until) : null;
  return (
    <>
      <label class="row-pick">
        <input
          type="checkbox"
          checked={isSelected}
          aria-label={texts.inbox.bulk.select(name)}
          onClick={(event) => {
            onSelect(conversation.id, event.shiftKey);
            // A range leaves a row selected whose tick the browser has just taken away
            drawAgain((count) => count + 1);
          }}
        />
      </label>
      <a
        class={`row${unread > 0 || isMarked || isAwake ? " row--unread" : ""}${isSelected ? " row--selected" : ""}`}
        href={href}
        ref={(link) => onLink(conversation.id, link)}
        onFocus={() => onFocus(conversation.id)}
        data-conversation={conversation.id}
        aria-current={isOpen ? "true" : undefined}
      >
        <span class="row__line">
          <span class={isOnline ? "dot dot--online" : "dot"} />
          <bdi class="row__name">{name}</bdi>
          {connected && <span class="unseen">{isOnline ? texts.list.online : texts.list.offline}</span>}
          <Whose site={props.siteName} leader={conversation.assignee?.id === me ? null : conversation.assignee} />
          <time class="row__time" dateTime={at.toISOString()} title={fullWhen(texts, at)}>
            {wakes ? texts.inbox.snoozedUntil(timeToCome(texts, wakes, now)) : isSaidOnce ? waiting : when}
          </time>
        </span>
        <span class="row__line row__line--second">
          {conversation.department && <bdi class="row__department">{conversation.department.name}</bdi>}
          <span class="row__text">
            {isTyping ? <em>{texts.list.typing}</em> : <LastWords {...{ conversation, me }} />}
          </span>
          <RowTags ids={conversation.tag_ids ?? []} />
          {!isSaidOnce && !wakes && waiting}
          {conversation.score && <span class="row__score">{texts.messages.rated(conversation.score)}</span>}
          {isAwake && (
            <span class="row__call" title={texts.list.awake}>
              <Icon name="again" />
              <span class="unseen">{texts.list.awake}</span>
            </span>
          )}
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
          {isMarked && unread === 0 && (
            <span class="row__unread" title={texts.inbox.markedUnread}>
              <span aria-hidden="true">•</span>
              <span class="unseen">{texts.inbox.markedUnread}</span>
            </span>
          )}
        </span>
      </a>
    </>
  );
});

/** The site, and who else leads it: a bot by its whole name, a colleague by the first, with the rest in the tooltip. */
function Whose({ site, leader }: { readonly site: string | null; readonly leader: Author | null }) {
  const texts = useTexts();
  const led = leader && texts.thread.ledBy(amidWords(leader.name));
  const whole = [site && amidWords(site), led].filter(Boolean).join(" · ");
  if (!whole) return null;
  return (
    <span class="row__whose" title={whole}>
      <span class="unseen">{whole}</span>
      {site && <bdi aria-hidden="true">{plainWords(site)}</bdi>}
      {site && leader && <span aria-hidden="true">·</span>}
      {leader && <bdi aria-hidden="true">{plainWords(leader.bot ? leader.name : firstName(leader.name))}</bdi>}
    </span>
  );
}

/** A row has room for one name. */
function RowTags({ ids }: { ids: readonly string[] }) {
  const [first, ...others] = useLabels(ids);
  if (!first) return null;
  return (
    <span class="row__tags">
      <LabelChip label={first} />
      {others.length > 0 && <span title={others.map(({ name }) => name).join(", ")}>+{others.length}</span>}
    </span>
  );
}

function LastWords({ conversation, me }: { conversation: Conversation; me: string }) {
  const texts = useTexts();
  const last = conversation.last_message;
  if (!last) return <>{texts.list.noMessages}</>;
  if (!last.body) return <em>{texts.thread.erased}</em>;
  const body = last.body.replace(/\s+/g, " ");
  const words = <bdi class="row__words">{body}</bdi>;
  if (last.author.kind === "visitor") return words;
  return (
    <>
      <span class="row__author">
        {last.author.id === me ? texts.list.you : `${amidWords(firstName(last.author.name))}:`}
      </span>{" "}
      {words}
    </>
  );
}

/** A row has no room for a colleague's whole name. */
function firstName(name: string): string {
  return name.trim().split(/\s+/)[0] ?? name;
}
