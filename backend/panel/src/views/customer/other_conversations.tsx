// What else the person has talked about: enough of each conversation to tell it from the others, and the way there.
import { useState } from "preact/hooks";
import { adoptStyles } from "../../../../../widget/src/sheets";
import { type ConversationsPage, fetchOtherConversations, type OtherConversation } from "../../live/card_requests";
import type { SiteRef } from "../../operator.gen";
import { amidWords } from "../../state/plain_words";
import styles from "../../styles/other_conversations.css";
import { fullWhen } from "../../texts/time";
import { LabelChip, useLabels } from "../inbox/labels";
import { Problem } from "../problem";
import { useDeed } from "../use_deed";
import { useCardTexts } from "./words";

adoptStyles(document, styles);

interface OtherConversationsProps {
  readonly conversationId: string;
  readonly first: ConversationsPage;
  readonly sites: readonly SiteRef[];
  readonly hrefOf: (conversationId: string) => string;
}

export function OtherConversations({ conversationId, first, sites, hrefOf }: OtherConversationsProps) {
  const texts = useCardTexts();
  const deed = useDeed();
  const [{ conversations, next_cursor: cursor }, setPage] = useState(first);
  return (
    <section class="card__part">
      <h3 class="facts__term">{texts.customerCard.others}</h3>
      {conversations.length === 0 ? (
        <p class="card__note">{texts.customerCard.noOthers}</p>
      ) : (
        <ul class="card__list card__others" aria-label={texts.customerCard.others}>
          {conversations.map((other) => (
            <Other key={other.id} other={other} sites={sites} href={hrefOf(other.id)} />
          ))}
        </ul>
      )}
      {cursor && (
        <button
          class="button"
          type="button"
          aria-disabled={deed.busy}
          onClick={() =>
            deed.run(
              () => fetchOtherConversations(conversationId, cursor),
              (page) => setPage({ ...page, conversations: [...conversations, ...page.conversations] }),
            )
          }
        >
          {texts.pages.more}
        </button>
      )}
      <Problem failure={deed.failure} />
    </section>
  );
}

interface OtherProps {
  readonly other: OtherConversation;
  readonly sites: readonly SiteRef[];
  readonly href: string;
}

function Other({ other, sites, href }: OtherProps) {
  const texts = useCardTexts();
  const words = texts.customerCard;
  const tags = useLabels(other.tag_ids ?? []);
  const [result] = useLabels(other.result_id ? [other.result_id] : []);
  const { assignee, last_message: last } = other;
  const facts = [
    other.status === "open" ? texts.card.open : texts.card.closed,
    result && amidWords(result.name),
    assignee && words.leader(amidWords(assignee.name), assignee.bot ?? false),
    other.merged_into && words.merged,
    siteName(sites, other.site_id),
  ];
  return (
    <li>
      <a href={href}>{fullWhen(texts, new Date(other.created_at))}</a>
      {last && (
        <span class="card__last" dir="auto">
          {last.author.kind === "operator" && last.body && `${amidWords(last.author.name)}: `}
          {last.body.replace(/\s+/g, " ") || <em>{texts.thread.erased}</em>}
        </span>
      )}
      <span class="card__note">{facts.filter(Boolean).join(" · ")}</span>
      {tags.length > 0 && (
        <span class="card__tags">
          {tags.map((label) => (
            <LabelChip key={label.id} label={label} />
          ))}
        </span>
      )}
    </li>
  );
}

/** The name of a site, for who works on several. */
function siteName(sites: readonly SiteRef[], siteId: string): string {
  return sites.length > 1 ? (sites.find(({ id }) => id === siteId)?.name ?? "") : "";
}
