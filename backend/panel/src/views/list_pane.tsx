// The left pane: brand and menu, folders with counts, search, the rows or what stands in their place.
import { useCallback, useMemo } from "preact/hooks";
import type { Conversation, Folder } from "../operator.gen";
import { formatRoute } from "../route";
import { ownIsWaiting } from "../state/attention";
import { FOLDERS, listFolder } from "../state/folders";
import type { Inbox } from "../state/model";
import { useTexts } from "./context";
import { ConversationList } from "./conversation_list";
import { Mark } from "./icons";
import { Menu, type MenuProps } from "./menu";
import { SearchInput } from "./search/search_field";
import { SearchPane } from "./search/search_pane";
import type { SearchField } from "./search/use_search_field";
import type { Cursor } from "./use_cursor";

export interface ListPaneProps {
  readonly inbox: Inbox;
  readonly conversations: readonly Conversation[];
  readonly menu: MenuProps;
  readonly search: SearchField;
  readonly cursor: Cursor | null;
  /** A conversation was opened from the search, at this message. */
  readonly onFound: (conversationId: string, seq: number | null) => void;
  readonly onMore: (folder: Folder) => void;
}

const SKELETON_ROWS = 7;
/** Counts come capped from the server. */
const MAX_COUNT = 1_000;

export function ListPane(props: ListPaneProps) {
  const { inbox, conversations, menu, search, cursor, onFound, onMore } = props;
  const texts = useTexts();
  const folder = inbox.openFolder;
  const state = inbox.folders[folder];
  const typingIds = useMemo(() => typingVisitors(inbox), [inbox.typing]);
  const more = useCallback(() => onMore(folder), [onMore, folder]);

  return (
    <>
      <header class="list-head">
        <Mark />
        <h1 class="list-head__name">{texts.product}</h1>
        <Menu {...menu} />
      </header>
      <Folders inbox={inbox} onChosen={search.clear} />
      <SearchInput search={search} />
      {search.isOpen ? (
        <SearchPane
          {...search}
          route={{ folder, conversationId: inbox.openId }}
          me={inbox.session?.me.id ?? ""}
          sites={inbox.session?.sites ?? []}
          onQuery={search.type}
          onLeave={search.blur}
          onOpen={onFound}
        />
      ) : state.shown === null ? (
        <ListSkeleton />
      ) : conversations.length === 0 && state.shown === "end" ? (
        <EmptyList inbox={inbox} />
      ) : (
        <ConversationList
          key={folder}
          folder={folder}
          conversations={conversations}
          me={inbox.session?.me.id ?? ""}
          openId={inbox.openId}
          cursor={cursor}
          typingIds={typingIds}
          connected={inbox.connected}
          hasMore={state.shown !== "end"}
          onMore={more}
        />
      )}
    </>
  );
}

/** Rows of the open folder, in order. */
export function shownConversations(inbox: Inbox): readonly Conversation[] {
  return listFolder(inbox.rows, inbox.openFolder, inbox.folders[inbox.openFolder].shown, inbox.session?.me.id ?? "");
}

function Folders({ inbox, onChosen }: { inbox: Inbox; onChosen: () => void }) {
  const texts = useTexts();
  const isWaitedIn: Partial<Record<Folder, boolean>> = { waiting: true, mine: ownIsWaiting(inbox) };
  const counts: Partial<Record<Folder, number>> = inbox.counts ? { ...inbox.counts } : {};
  return (
    <nav class="folders" aria-label={texts.folders.label}>
      {FOLDERS.map((folder) => {
        const count = counts[folder] ?? 0;
        return (
          <a
            key={folder}
            class="folder"
            href={formatRoute({ folder, conversationId: inbox.openId })}
            aria-current={folder === inbox.openFolder ? "true" : undefined}
            onClick={onChosen}
          >
            {texts.folders[folder]}
            {count > 0 && (
              <span class={isWaitedIn[folder] ? "folder__count folder__count--waiting" : "folder__count"}>
                {count >= MAX_COUNT ? "999+" : count}
              </span>
            )}
          </a>
        );
      })}
    </nav>
  );
}

const INSTEAD: Record<Folder, { folder: Folder; text: "showMine" | "showWaiting" | "showAll" | "showClosed" }> = {
  waiting: { folder: "mine", text: "showMine" },
  mine: { folder: "waiting", text: "showWaiting" },
  all: { folder: "closed", text: "showClosed" },
  closed: { folder: "all", text: "showAll" },
};

function EmptyList({ inbox }: { inbox: Inbox }) {
  const texts = useTexts();
  const folder = inbox.openFolder;
  const instead = INSTEAD[folder];
  return (
    <div class="empty">
      <p class="empty__sentence">{texts.list.empty[folder]}</p>
      <p class="empty__hint">{texts.list.emptyHint[folder]}</p>
      <a class="button" href={formatRoute({ folder: instead.folder, conversationId: inbox.openId })}>
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
    if (leases.some(({ author }) => author.kind === "visitor")) ids.add(id);
  }
  return ids;
}
