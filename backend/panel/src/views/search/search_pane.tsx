// What stands in the place of the list while something is looked for: filters, results, or the sentence for none.
import type { RefObject } from "preact";
import { useEffect, useMemo, useRef } from "preact/hooks";
import type { SearchWanted } from "../../live/search_requests";
import type { Label, SiteRef } from "../../operator.gen";
import type { Route } from "../../route";
import { MIN_CHARS, NO_FILTERS, type SearchFilters, spanOf } from "../../state/search";
import { formatSought, parseSought } from "../../state/search_query";
import { useNow, useTexts } from "../context";
import { Problem } from "../problem";
import { ResultItem } from "./result_item";
import { SearchFilterFields } from "./search_filters";
import { type Search, useSearch } from "./use_search";
import { useSearchTexts } from "./words";

export interface SearchPaneProps {
  readonly query: string;
  /** Changes where somebody has pressed Enter: then nothing is waited for. */
  readonly turn: number;
  readonly input: RefObject<HTMLInputElement | null>;
  readonly route: Route;
  readonly me: string;
  /** The filters, as they stand in the address. */
  readonly sought: string;
  readonly sites: readonly SiteRef[];
  /** By the controller whose they are. */
  readonly labels: ReadonlyMap<string, readonly Label[]>;
  readonly recent: readonly string[];
  readonly onSought: (sought: string) => void;
  readonly onQuery: (query: string) => void;
  readonly onLeave: (to: EventTarget | null) => void;
  readonly onOpen: (conversationId: string, seq: number | null) => void;
}

const NEAR_END_PX = 600;
const PART_OF_A_CONTACT = /\d{3}|@/;

export function SearchPane(props: SearchPaneProps) {
  const { query, turn, input, sought, route, me, sites, labels, recent, onSought, onQuery, onLeave, onOpen } = props;
  const texts = useTexts();
  const words = useSearchTexts();
  const now = useNow(60_000);
  const pane = useRef<HTMLDivElement>(null);
  const filters = useMemo(() => parseSought(sought) ?? NO_FILTERS, [sought]);
  const wanted = useMemo(() => wantedOf(query, filters, now), [query, filters, now]);
  const search = useSearch(wanted, turn);
  const { results, hasMore, isLoading, failure, more } = search;

  // From the field into the results with the arrows, and back; Enter is the link's own.
  useEffect(() => {
    const field = input.current;
    const element = pane.current;
    if (!field || !element) return;
    const move = (event: KeyboardEvent) => {
      // There the arrows are the fields' own
      if ((event.target as Element).closest(".search-filters")) return;
      const links = [...element.querySelectorAll<HTMLElement>("[data-result]")];
      const at = links.indexOf(document.activeElement as HTMLElement);
      const isInResults = at >= 0;
      if (event.key === "Escape" && isInResults) field.focus();
      else if (event.key === "ArrowDown") links[at + 1]?.focus();
      else if (event.key === "ArrowUp" && isInResults) (links[at - 1] ?? field).focus();
      else return;
      event.preventDefault();
    };
    field.addEventListener("keydown", move);
    element.addEventListener("keydown", move);
    return () => {
      field.removeEventListener("keydown", move);
      element.removeEventListener("keydown", move);
    };
  }, [input]);

  function loadNearEnd(element: HTMLElement) {
    const leftPx = element.scrollHeight - element.scrollTop - element.clientHeight;
    if (leftPx < NEAR_END_PX && hasMore && !isLoading && !failure) more();
  }
  // A first page may not fill the pane.
  useEffect(() => {
    const list = pane.current?.querySelector<HTMLElement>(".results");
    if (list) loadNearEnd(list);
  });

  const siteNames = new Map(sites.length > 1 ? sites.map(({ id, name }) => [id, name] as const) : []);
  return (
    <div class="search-pane" ref={pane} onFocusOut={(event) => onLeave(event.relatedTarget)}>
      <SearchFilterFields {...{ filters, sites, labels, me }} onFilters={(next) => onSought(formatSought(next))} />
      <span class="unseen" role="status">
        {wanted && !isLoading && !failure && words.found(results.length, hasMore)}
      </span>
      {results.length > 0 ? (
        <div class="results" onScroll={(event) => loadNearEnd(event.currentTarget)} data-stale={isLoading || undefined}>
          {search.corrected.length > 0 && <p class="results__note">{words.corrected(search.corrected)}</p>}
          {/* biome-ignore lint/a11y/noRedundantRoles: Safari takes the role from lists without bullets */}
          <ul class="results__list" role="list" aria-label={words.results}>
            {results.map((result) => (
              <ResultItem
                key={result.conversation.id}
                result={result}
                route={route}
                siteName={siteNames.get(result.conversation.site_id) ?? null}
                now={now}
                isOpen={result.conversation.id === route.conversationId}
                onOpen={onOpen}
              />
            ))}
          </ul>
          {hasMore && !failure && <p class="list__more">{texts.list.loadingMore}</p>}
          {failure && <Failed search={search} />}
        </div>
      ) : (
        <div class="empty">
          {failure ? (
            <Failed search={search} />
          ) : wanted === null ? (
            <Teaching recent={recent} onQuery={onQuery} />
          ) : isLoading || hasMore ? (
            <p class="empty__sentence">{words.looking}</p>
          ) : (
            <>
              <p class="empty__sentence">{search.isTooLittle ? words.tooLittle : words.nothing}</p>
              <p class="empty__hint">{words.nothingHint}</p>
              {PART_OF_A_CONTACT.test(query) && <p class="empty__hint">{words.wholeContact}</p>}
            </>
          )}
        </div>
      )}
    </div>
  );
}

function Failed({ search: { failure, more } }: { readonly search: Search }) {
  const words = useSearchTexts();
  return (
    <div class="results__failed">
      <Problem failure={failure} />
      <button class="button" type="button" onClick={more}>
        {words.again}
      </button>
    </div>
  );
}

function Teaching({ recent, onQuery }: Pick<SearchPaneProps, "recent" | "onQuery">) {
  const words = useSearchTexts();
  return (
    <>
      <p class="empty__sentence">{words.teaches}</p>
      <p class="empty__hint">{words.teachesMore}</p>
      {recent.length > 0 && (
        <section class="recent" aria-label={words.recent}>
          <h2 class="recent__title">{words.recent}</h2>
          {recent.map((words) => (
            <button
              key={words}
              class="recent__words"
              type="button"
              // The field keeps the focus: without it this would be gone before the click is there.
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => onQuery(words)}
            >
              {words}
            </button>
          ))}
        </section>
      )}
    </>
  );
}

function wantedOf(query: string, filters: SearchFilters, now: Date): SearchWanted | null {
  const words = query.trim();
  if (words.length < MIN_CHARS) return null;
  const [since, until] = spanOf(filters, now);
  return {
    query,
    ...(filters.siteId && { site_id: filters.siteId }),
    ...(filters.departmentId && { department_id: filters.departmentId }),
    ...(filters.operatorId && { operator_id: filters.operatorId }),
    ...(filters.tagId && { tag_id: filters.tagId }),
    ...(filters.status && { status: filters.status }),
    ...(since && { since: since.toISOString() }),
    ...(until && { until: until.toISOString() }),
    ...(filters.hasFiles && { has_files: true }),
  };
}
