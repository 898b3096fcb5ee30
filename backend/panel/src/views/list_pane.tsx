// The left pane: brand and menu, folders with counts, search, the rows or the sentence that stands for none.
import type { RefObject } from "preact";
import { useCallback, useMemo } from "preact/hooks";
import type { Conversation, Folder } from "../operator.gen";
import { formatRoute } from "../route";
import { ownIsWaiting } from "../state/attention";
import { FOLDERS, listFolder } from "../state/folders";
import type { Inbox } from "../state/model";
import { matchesSearch } from "../state/search";
import type { Texts } from "../texts/ru";
import { useTexts, visitorName } from "./context";
import { ConversationList } from "./conversation_list";
import { Icon, Mark } from "./icons";
import { Menu, type MenuProps } from "./menu";
import type { Cursor } from "./use_cursor";

export interface ListPaneProps {
  readonly inbox: Inbox;
  readonly conversations: readonly Conversation[];
  readonly menu: MenuProps;
  readonly search: string;
  readonly searchInput: RefObject<HTMLInputElement | null>;
  readonly cursor: Cursor | null;
  readonly onSearch: (search: string) => void;
  readonly onMore: (folder: Folder) => void;
}

const SKELETON_ROWS = 7;
/** Counts come capped from the server. */
const MAX_COUNT = 1_000;

export function ListPane(props: ListPaneProps) {
  const { inbox, conversations, menu, search, searchInput, cursor, onSearch, onMore } = props;
  const texts = useTexts();
  const folder = inbox.openFolder;
  const state = inbox.folders[folder];
  const typingIds = useMemo(() => typingVisitors(inbox), [inbox.typing]);
  const more = useCallback(() => onMore(folder), [onMore, folder]);
  function clearSearch() {
    onSearch("");
    searchInput.current?.focus();
  }

  return (
    <>
      <header class="list-head">
        <Mark />
        <h1 class="list-head__name">{texts.product}</h1>
        <Menu {...menu} />
      </header>
      <Folders inbox={inbox} />
      {/* biome-ignore lint/a11y/useSemanticElements: <search> is too new for the browsers that operators have */}
      <form class="search" role="search" onSubmit={(event) => event.preventDefault()}>
        <Icon name="search" />
        <input
          class="input search__input"
          ref={searchInput}
          type="search"
          value={search}
          placeholder={texts.list.search}
          aria-label={texts.list.searchLabel}
          onInput={(event) => onSearch(event.currentTarget.value)}
        />
        {search === "" ? (
          <span class="kbd search__key" aria-hidden="true">
            /
          </span>
        ) : (
          <button
            class="button button--quiet button--icon search__clear"
            type="button"
            aria-label={texts.list.clearSearch}
            title={texts.list.clearSearch}
            onClick={clearSearch}
          >
            <Icon name="clear" />
          </button>
        )}
        <span class="unseen" role="status">
          {search.trim() && texts.list.found(conversations.length)}
        </span>
      </form>
      {state.shown === null ? (
        <ListSkeleton />
      ) : conversations.length === 0 && (search.trim() !== "" || state.shown === "end") ? (
        <EmptyList inbox={inbox} search={search} onClear={clearSearch} />
      ) : (
        <ConversationList
          key={folder}
          folder={folder}
          conversations={conversations}
          me={inbox.session?.me.id ?? ""}
          openId={inbox.openId}
          cursor={cursor}
          typingIds={typingIds}
          mentions={inbox.mentions}
          connected={inbox.connected}
          hasMore={state.shown !== "end" && search.trim() === ""}
          onMore={more}
        />
      )}
    </>
  );
}

/** Rows of the open folder that match the search, in order. */
export function shownConversations(inbox: Inbox, texts: Texts, search: string): readonly Conversation[] {
  const rows = listFolder(
    inbox.rows,
    inbox.openFolder,
    inbox.folders[inbox.openFolder].shown,
    inbox.session?.me.id ?? "",
  );
  if (search.trim() === "") return rows;
  return rows.filter((row) => matchesSearch(row, visitorName(texts, row.visitor), search));
}

function Folders({ inbox }: { inbox: Inbox }) {
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

function EmptyList({ inbox, search, onClear }: { inbox: Inbox; search: string; onClear: () => void }) {
  const texts = useTexts();
  const folder = inbox.openFolder;
  if (search.trim() !== "") {
    return (
      <div class="empty">
        <p class="empty__sentence">{texts.list.nothingFound}</p>
        <button class="button" type="button" onClick={onClear}>
          {texts.list.clearSearch}
        </button>
      </div>
    );
  }
  const instead = INSTEAD[folder];
  return (
    <div class="empty">
      <p class="empty__sentence">{texts.list.empty[folder]}</p>
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
