// The rows of the open folder: a window over thousands, more pages as it is scrolled, one row under the keyboard.
import { useCallback, useLayoutEffect, useMemo, useRef } from "preact/hooks";
import type { SiteRef } from "../operator.gen";
import { formatRoute, type Route } from "../route";
import type { Wanted } from "../state/filters";
import type { Listed } from "../state/listing";
import { standsOut } from "../state/waking";
import { useNow, useTexts } from "./context";
import { ConversationRow } from "./conversation_row";
import type { Selection } from "./inbox/use_selection";
import type { Cursor } from "./use_cursor";
import { useWindow } from "./use_window";

/** The height of a row in pixels, as --height-row has it. */
const ROW_PX = 60;
const ROWS_AHEAD = 15;

export interface ListProps {
  readonly folder: Route["folder"];
  readonly wanted: Wanted | null;
  readonly sites: readonly SiteRef[];
  readonly selection: Selection;
  readonly listed: Listed;
  readonly me: string;
  readonly openId: string | null;
  readonly cursor: Cursor | null;
  readonly typingIds: ReadonlySet<string>;
  /** Where notes call this operator. */
  readonly mentions: ReadonlyMap<string, number>;
  /** Which the operator has marked unread. */
  readonly marks: ReadonlySet<string>;
  /** Where a snooze is over that was not opened since. */
  readonly woken: ReadonlyMap<string, number>;
  readonly connected: boolean;
  readonly hasMore: boolean;
  readonly onMore: () => void;
}

export function ConversationList(props: ListProps) {
  const { folder, wanted, sites, selection, listed, me, openId, cursor, typingIds, mentions } = props;
  const { marks, woken, connected, hasMore, onMore } = props;
  const { conversations, ids } = listed;
  const texts = useTexts();
  const now = useNow(10_000);
  const scroller = useRef<HTMLDivElement>(null);
  const siteOf = useMemo(() => new Map(sites.map((site) => [site.id, site])), [sites]);
  const links = useRef(new Map<string, HTMLAnchorElement>());
  const focused = useRef(cursor);
  const { first, end } = useWindow(scroller, listed, ROW_PX);

  useLayoutEffect(() => {
    if (hasMore && end >= conversations.length - ROWS_AHEAD) onMore();
  }, [hasMore, end, conversations.length, onMore]);

  // A row that is scrolled to exists only after the window has followed: every render tries until the focus is there.
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!cursor || focused.current === cursor || !element) return;
    const index = listed.indexOf(cursor.id);
    if (index < 0) {
      // The row has left meanwhile: the list has the focus, and the next key goes on from the row's place.
      element.focus({ preventScroll: true });
      if (document.activeElement === element) focused.current = cursor;
      return;
    }
    const top = index * ROW_PX;
    if (top < element.scrollTop) element.scrollTop = top;
    const overflow = top + ROW_PX - element.scrollTop - element.clientHeight;
    if (overflow > 0) element.scrollTop += overflow;
    const link = links.current.get(cursor.id);
    if (!link) return;
    link.focus({ preventScroll: true });
    if (document.activeElement === link) focused.current = cursor;
  });

  // Taken away under the focus by a colleague, or scrolled out of the window.
  const heldRow = useRef<string | null>(null);
  const hold = useCallback((id: string) => {
    heldRow.current = id;
  }, []);
  const keepLink = useCallback((id: string, link: HTMLAnchorElement | null) => {
    if (link) links.current.set(id, link);
    else links.current.delete(id);
  }, []);
  useLayoutEffect(() => {
    if (heldRow.current === null || links.current.has(heldRow.current)) return;
    heldRow.current = null;
    if (document.activeElement === document.body) scroller.current?.focus({ preventScroll: true });
  });

  return (
    <div class="list__scroller" ref={scroller} tabIndex={-1}>
      <ul
        class="list"
        // biome-ignore lint/a11y/noRedundantRoles: Safari takes the role from lists without bullets
        role="list"
        aria-label={texts.list.label}
        data-selecting={selection.ids.length > 0 ? "" : undefined}
        style={{ height: `${ids.length * ROW_PX}px` }}
      >
        {conversations.slice(first, end).map((conversation, offset) => (
          <li
            key={conversation.id}
            class="list__item"
            style={{ transform: `translateY(${(first + offset) * ROW_PX}px)` }}
            aria-setsize={hasMore ? -1 : ids.length}
            aria-posinset={first + offset + 1}
          >
            <ConversationRow
              conversation={conversation}
              href={formatRoute({ folder, conversationId: conversation.id, ...(wanted && { wanted }) })}
              siteName={(siteOf.size > 1 && siteOf.get(conversation.site_id)?.name) || null}
              site={siteOf.get(conversation.site_id)}
              isSelected={selection.has(conversation.id)}
              onSelect={selection.toggle}
              me={me}
              isOpen={conversation.id === openId}
              isTyping={typingIds.has(conversation.id)}
              isCalling={mentions.has(conversation.id)}
              isMarked={marks.has(conversation.id)}
              isAwake={standsOut(woken, conversation, me)}
              connected={connected}
              onFocus={hold}
              now={now}
              onLink={keepLink}
            />
          </li>
        ))}
      </ul>
      {hasMore && <p class="list__more">{texts.list.loadingMore}</p>}
    </div>
  );
}
