// One row for each visitor. What their browser says of a page is text: no link leads where a stranger wants it to.
import type { ListedSite, ListedVisitor } from "../../../live/visitor_requests";
import { formatRoute } from "../../../route";
import { isSeen } from "../../../state/plain_words";
import type { Texts } from "../../../texts/ru";
import { duration } from "../../../texts/time";
import { type PrivacyTexts, usePrivacyTexts } from "../words";

/** Addresses are long and would take all the room: short words would be broken in the middle. */
const NAME_ROOM = { minWidth: "9.5em" };
const WORD_ROOM = { minWidth: "7.5em" };

interface VisitorTableProps {
  readonly visitors: readonly ListedVisitor[];
  /** Those that are shown: where there are several, each row says which. */
  readonly sites: readonly ListedSite[];
  readonly nowMs: number;
  readonly canInvite: boolean;
  readonly onInvite: (visitor: ListedVisitor) => void;
}

export function nameOf(texts: Texts, { name, visitor_id }: ListedVisitor): string {
  return isSeen(name) ? name.trim() : texts.card.visitorNumber(visitor_id.slice(-4));
}

export function VisitorTable({ visitors, sites, nowMs, canInvite, onInvite }: VisitorTableProps) {
  const texts = usePrivacyTexts();
  const words = texts.visitors;
  return (
    <table class="table">
      <thead>
        <tr>
          <th scope="col" style={NAME_ROOM}>
            {words.visitor}
          </th>
          <th scope="col">{words.page}</th>
          {[words.since, words.source, words.conversation].map((word) => (
            <th key={word} scope="col" style={WORD_ROOM}>
              {word}
            </th>
          ))}
          {canInvite && <td />}
        </tr>
      </thead>
      <tbody>
        {visitors.map((visitor) => (
          <tr key={visitor.site_id + visitor.visitor_id}>
            <th scope="row">
              <bdi>{nameOf(texts, visitor)}</bdi>
              {sites.length > 1 && (
                <span class="table__second">{sites.find(({ id }) => id === visitor.site_id)?.name}</span>
              )}
            </th>
            <td data-label={words.page}>
              {visitor.title || readable(visitor.url) || words.noPage}
              {visitor.title && <span class="table__second">{readable(visitor.url)}</span>}
            </td>
            <td data-label={words.since}>{duration(texts, (nowMs - visitor.since_ms) / 1_000)}</td>
            <td data-label={words.source}>{visitor.source || words.direct}</td>
            <td data-label={words.conversation}>
              <ConversationOf visitor={visitor} />
            </td>
            {canInvite && (
              <td>
                <Invite visitor={visitor} name={nameOf(texts, visitor)} onInvite={() => onInvite(visitor)} />
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function ConversationOf({ visitor }: { readonly visitor: ListedVisitor }) {
  const { visitors: words } = usePrivacyTexts();
  const { conversation_id: conversationId, is_in_conversation: isOpen } = visitor;
  if (conversationId === null) return <>{words.none}</>;
  return <a href={formatRoute({ folder: isOpen ? "all" : "closed", conversationId })}>{stateOf(words, visitor)}</a>;
}

function stateOf(words: PrivacyTexts["visitors"], visitor: ListedVisitor): string {
  if (!visitor.is_in_conversation) return words.closed;
  return visitor.operator_name === null ? words.waiting : words.with(visitor.operator_name);
}

/** Whoever is in a conversation is written to there; whoever was asked is left in peace. */
function Invite({
  visitor,
  name,
  onInvite,
}: {
  readonly visitor: ListedVisitor;
  readonly name: string;
  readonly onInvite: () => void;
}) {
  const { visitors: words } = usePrivacyTexts();
  if (visitor.is_in_conversation) return null;
  if (visitor.is_dismissed) return <span class="form__hint">{words.dismissed}</span>;
  if (visitor.invited_at !== null) return <span class="form__hint">{words.invited}</span>;
  return (
    <button class="button" type="button" aria-label={words.inviteWhom(name)} onClick={onInvite}>
      {words.invite}
    </button>
  );
}

/** As people read addresses: without the scheme, in letters. One that is no such encoding stays as it is. */
function readable(url: string): string {
  const short = url.replace(/^https?:\/\//, "");
  try {
    return decodeURI(short);
  } catch {
    return short;
  }
}
