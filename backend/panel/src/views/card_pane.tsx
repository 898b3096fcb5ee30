// What is known of the visitor and the conversation. All of it comes from outside and is shown as text.

import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Right } from "../live/session_requests";
import type { Conversation, SiteRef } from "../operator.gen";
import { fullWhen } from "../texts/time";
import { LazyBan } from "./bans/lazy_ban";
import { useTexts, visitorName } from "./context";
import { LazyCrm } from "./crm/lazy_crm";
import { LazyCard } from "./customer/lazy_card";
import { Icon } from "./icons";
import { PageAddress } from "./page_address";

/** Whoever goes through the list from chat to chat does not ask the server for each one's card. */
const STAY_MS = 150;

export interface CardProps {
  readonly conversation: Conversation;
  readonly sites: readonly SiteRef[];
  readonly me: string;
  /** Whether presence is known: not while the link is down. */
  readonly connected: boolean;
  readonly rights: readonly Right[];
  /** Where another conversation is. */
  readonly hrefOf: (conversationId: string) => string;
  readonly onClose: () => void;
}

export function CardPane({ conversation, sites, me, connected, rights, hrefOf, onClose }: CardProps) {
  const texts = useTexts();
  const isStaying = useStay(conversation.id);
  const { visitor, page, assignee } = conversation;
  const site = sites.find(({ id }) => id === conversation.site_id);
  const started = new Date(conversation.created_at);
  const shortNumber = visitor.id.slice(-4);
  const facts: { term: string; value: ComponentChildren }[] = [
    {
      term: texts.card.page,
      value: page ? (
        <>
          {page.title && <p>{page.title}</p>}
          <p>
            <PageAddress url={page.url} />
          </p>
        </>
      ) : (
        texts.card.noPage
      ),
    },
    { term: texts.card.referrer, value: page?.referrer ? <PageAddress url={page.referrer} /> : texts.card.direct },
    { term: texts.card.started, value: <time dateTime={started.toISOString()}>{fullWhen(texts, started)}</time> },
    { term: texts.card.site, value: site?.name ?? conversation.site_id },
    { term: texts.card.assignee, value: assigneeName() },
    ...(conversation.department ? [{ term: texts.card.department, value: conversation.department.name }] : []),
    { term: texts.card.status, value: conversation.status === "open" ? texts.card.open : texts.card.closed },
  ];
  if (conversation.score) {
    const meaning = texts.messages.scores[conversation.score - 1];
    facts.push({ term: texts.messages.rating, value: `${conversation.score} · ${meaning}` });
  }
  if (visitor.name.trim()) facts.push({ term: texts.card.number, value: texts.card.visitorNumber(shortNumber) });

  function assigneeName(): string {
    if (!assignee) return texts.card.nobody;
    return assignee.id === me ? texts.card.me(assignee.name) : assignee.name;
  }

  return (
    <div class="card">
      <div class="card__head">
        <h2 class="card__name" dir="auto">
          {visitorName(texts, visitor)}
        </h2>
        <button
          class="button button--quiet button--icon card__close"
          type="button"
          aria-label={texts.thread.closeCard}
          title={texts.thread.closeCard}
          onClick={onClose}
        >
          <Icon name="clear" />
        </button>
      </div>
      <p class="card__presence">
        <span class={connected && conversation.visitor_online ? "dot dot--online" : "dot"} />
        {connected && (conversation.visitor_online ? texts.card.online : texts.card.offline)}
      </p>
      <dl class="facts">
        {facts.map(({ term, value }) => (
          <div key={term}>
            <dt class="facts__term">{term}</dt>
            <dd class="facts__value">{value}</dd>
          </div>
        ))}
      </dl>
      {isStaying && (
        <>
          {/* Erased meanwhile, it is asked for anew: what it shows must go too. */}
          <LazyCard
            key={`${conversation.id} ${conversation.last_message?.body === ""}`}
            conversationId={conversation.id}
            shownName={visitor.name}
            me={me}
            rights={rights}
            sites={sites}
            hrefOf={hrefOf}
          />
          <LazyCrm key={`crm ${conversation.id}`} conversationId={conversation.id} lastSeq={conversation.last_seq} />
          <LazyBan key={conversation.id} conversationId={conversation.id} />
        </>
      )}
    </div>
  );
}

/** Whether the id has been the same for a moment; at first it has. */
function useStay(id: string): boolean {
  const [stayed, setStayed] = useState(id);
  useEffect(() => {
    const timer = setTimeout(() => setStayed(id), STAY_MS);
    return () => clearTimeout(timer);
  }, [id]);
  return stayed === id;
}
