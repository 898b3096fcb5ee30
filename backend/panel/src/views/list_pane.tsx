// The left pane: brand and menu, folders with counts, search, the rows or what stands in their place.
import { useCallback, useMemo } from "preact/hooks";
import type { Folder, Label, SiteRef } from "../operator.gen";
import { formatRoute, type Route } from "../route";
import type { Wanted } from "../state/filters";
import { isNarrowed } from "../state/folders";
import type { Listed } from "../state/listing";
import type { Inbox } from "../state/model";
import { useTexts } from "./context";
import { ConversationList } from "./conversation_list";
import { Mark } from "./icons";
import type { BulkBarProps } from "./inbox/bulk_bar";
import { FilterMenu, type FilterMenuProps } from "./inbox/filter_menu";
import { Folders } from "./inbox/folders";
import { LazySheet } from "./inbox/lazy_sheet";
import type { Selection } from "./inbox/use_selection";
import type { OwnViewsHold } from "./inbox/use_views";
import { Menu, type MenuProps } from "./menu";
import { LazySearchPane } from "./search/lazy_search_pane";
import { SearchInput } from "./search/search_field";
import type { SearchField } from "./search/use_search_field";
import type { Cursor } from "./use_cursor";

export interface ListPaneProps {
  readonly inbox: Inbox;
  readonly openId: string | null;
  readonly listed: Listed;
  /** Which the operator has marked unread. */
  readonly marks: ReadonlySet<string>;
  readonly menu: MenuProps;
  readonly search: SearchField;
  readonly cursor: Cursor | null;
  /** The filter that is open, or null. */
  readonly wanted: Wanted | null;
  readonly filter: Pick<FilterMenuProps, "openedByKey" | "startsAtName" | "onWanted">;
  readonly views: OwnViewsHold;
  readonly selection: Selection;
  readonly bulk: Omit<BulkBarProps, "rows" | "session" | "connected" | "onAll" | "onClear">;
  /** A conversation was opened from the search, at this message. */
  readonly onFound: (conversationId: string, seq: number | null) => void;
  readonly onMore: (folder: Folder) => void;
}

const SKELETON_ROWS = 7;
const NO_SITES: readonly SiteRef[] = [];
const NO_LABELS: ReadonlyMap<string, readonly Label[]> = new Map();

export function ListPane(props: ListPaneProps) {
  const { inbox, openId, listed, menu, search, cursor, onFound, onMore } = props;
  const { wanted, views, selection } = props;
  const texts = useTexts();
  const folder = inbox.openFolder;
  const state = inbox.folders[folder];
  const typingIds = useMemo(() => typingVisitors(inbox), [inbox.typing]);
  const hasMore = state.shown !== "end" && !listed.isCut;
  // The address knows a filter by one name
  const place = isNarrowed(folder) ? "filtered" : folder;
  const more = useCallback(() => onMore(folder), [onMore, folder]);

  return (
    <>
      <header class="list-head">
        <Mark />
        <h1 class="list-head__name">{texts.product}</h1>
        <Menu {...menu} />
      </header>
      <Folders inbox={inbox} openId={openId} wanted={wanted} views={views} onChosen={search.clear} />
      <div class="list-tools">
        <SearchInput search={search} />
        <FilterMenu {...props.filter} session={inbox.session} wanted={wanted} onSave={views.add} />
      </div>
      {selection.ids.length > 0 && !search.isOpen && (
        <LazySheet>
          {({ BulkBar }) => (
            <BulkBar
              {...props.bulk}
              rows={listed.conversations.filter(({ id }) => selection.has(id))}
              session={inbox.session}
              connected={inbox.connected}
              onAll={selection.all}
              onClear={selection.clear}
            />
          )}
        </LazySheet>
      )}
      {search.isOpen ? (
        <LazySearchPane
          {...search}
          route={{ folder: place, conversationId: openId, ...(wanted && { wanted }), sought: search.sought }}
          me={inbox.session?.me.id ?? ""}
          sites={inbox.session?.sites ?? NO_SITES}
          labels={inbox.session?.labels ?? NO_LABELS}
          onQuery={search.type}
          onLeave={search.blur}
          onOpen={onFound}
        />
      ) : state.shown === null ? (
        <ListSkeleton />
      ) : listed.ids.length === 0 && !hasMore ? (
        <EmptyList folder={place} openId={openId} />
      ) : (
        <ConversationList
          key={folder}
          folder={place}
          wanted={wanted}
          sites={inbox.session?.sites ?? NO_SITES}
          selection={selection}
          listed={listed}
          me={inbox.session?.me.id ?? ""}
          openId={openId}
          cursor={cursor}
          typingIds={typingIds}
          mentions={inbox.mentions}
          marks={props.marks}
          woken={inbox.woken}
          connected={inbox.connected}
          hasMore={hasMore}
          onMore={more}
        />
      )}
    </>
  );
}

const INSTEAD: Record<
  Route["folder"],
  { folder: Route["folder"]; text: "showMine" | "showWaiting" | "showAll" | "showClosed" }
> = {
  waiting: { folder: "mine", text: "showMine" },
  mine: { folder: "waiting", text: "showWaiting" },
  department: { folder: "all", text: "showAll" },
  all: { folder: "closed", text: "showClosed" },
  snoozed: { folder: "all", text: "showAll" },
  filtered: { folder: "all", text: "showAll" },
  closed: { folder: "all", text: "showAll" },
};

function EmptyList({ folder, openId }: Pick<Route, "folder"> & Pick<ListPaneProps, "openId">) {
  const texts = useTexts();
  const instead = INSTEAD[folder];
  return (
    <div class="empty">
      <p class="empty__sentence">{texts.list.empty[folder]}</p>
      <p class="empty__hint">{texts.list.emptyHint[folder]}</p>
      <a class="button" href={formatRoute({ folder: instead.folder, conversationId: openId })}>
        {texts.list[instead.text]}
      </a>
    </div>
  );
}

function ListSkeleton() {
  const texts = useTexts();
  return (
    <div class="list-skeleton skeleton">
      <span class="unseen" role="status">
        {texts.list.loading}
      </span>
      {Array.from({ length: SKELETON_ROWS }, (_, index) => (
        <div class="list-skeleton__row" key={index} aria-hidden="true">
          <span class="skeleton__line" />
          <span class="skeleton__line" />
        </div>
      ))}
    </div>
  );
}

function typingVisitors(inbox: Inbox): ReadonlySet<string> {
  const ids = new Set<string>();
  for (const [id, leases] of inbox.typing) {
    if (leases.some(({ author, draft }) => author.kind === "visitor" && draft === null)) ids.add(id);
  }
  return ids;
}
