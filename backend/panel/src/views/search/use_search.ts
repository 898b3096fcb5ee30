// The answers to a search: the first page once the words rest for a moment, further ones as the list is scrolled.
import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import type { Failure } from "../../live/requests";
import {
  type FoundConversation,
  type FoundPage,
  type SearchWanted,
  searchConversations,
} from "../../live/search_requests";

/** So long nobody types any more. */
const REST_MS = 350;

/**
 * The same for what may be a whole contact: «ivan@shop.co» is one before «.com». For who sees contacts masked each is
 * counted and in the journal, so nobody is to look for one that they did not mean.
 */
const CONTACT_REST_MS = 1_200;
const MAY_BE_A_CONTACT = /^\s*(?:\S+@\S+|[+(\d][\d\s().-]{9,})\s*$/;

export interface Search {
  /** What the results are of; null before the first answer. */
  readonly answered: SearchWanted | null;
  readonly results: readonly FoundConversation[];
  readonly corrected: readonly string[];
  readonly isTooLittle: boolean;
  readonly isLoading: boolean;
  readonly hasMore: boolean;
  readonly failure: Failure | null;
  /** The next page, or once more what has failed. */
  readonly more: () => void;
}

interface State {
  readonly answered: SearchWanted | null;
  readonly pages: readonly FoundPage[];
  readonly isLoading: boolean;
  readonly failure: Failure | null;
}

const NOTHING: State = { answered: null, pages: [], isLoading: false, failure: null };

/** `wanted` null: nothing is looked for. `turn` changes where somebody does not want to wait any longer. */
export function useSearch(wanted: SearchWanted | null, turn: number): Search {
  const [state, setState] = useState(NOTHING);
  const asked = useRef(0);
  const lastTurn = useRef(turn);
  const key = JSON.stringify(wanted);

  const load = useCallback(
    async (pages: readonly FoundPage[]) => {
      if (wanted === null) return;
      const number = ++asked.current;
      setState((before) => ({ ...before, isLoading: true, failure: null }));
      const answer = await searchConversations(wanted, pages.at(-1)?.next_cursor ?? null);
      if (number !== asked.current) return;
      if ("failure" in answer) {
        const held = pages.length > 0 ? { answered: wanted, pages } : { answered: null, pages: [] };
        return setState({ ...held, isLoading: false, failure: answer.failure });
      }
      setState({ answered: wanted, pages: [...pages, answer.value], isLoading: false, failure: null });
    },
    [key],
  );

  useEffect(() => {
    const isAtOnce = lastTurn.current !== turn;
    lastTurn.current = turn;
    if (wanted === null) {
      setState(NOTHING);
      return () => void asked.current++;
    }
    setState((before) => ({ ...before, isLoading: true }));
    const timer = setTimeout(() => void load([]), isAtOnce ? 0 : restOf(wanted.query));
    return () => {
      clearTimeout(timer);
      asked.current++;
    };
  }, [load, turn]);

  const { pages, answered, isLoading, failure } = state;
  const last = pages.at(-1);
  const more = useCallback(() => {
    if (!isLoading) void load(pages);
  }, [isLoading, pages, load]);
  // A page may be empty, and yet not the last: long stretches of time are looked through part by part.
  useEffect(() => {
    if (!isLoading && !failure && last?.next_cursor && last.results.length === 0) more();
  }, [isLoading, failure, last, more]);

  return {
    answered,
    results: unique(pages.flatMap(({ results }) => results)),
    corrected: pages[0]?.corrected ?? [],
    isTooLittle: pages[0]?.is_too_little ?? false,
    isLoading,
    hasMore: last?.next_cursor != null,
    failure,
    more,
  };
}

function restOf(query: string): number {
  return MAY_BE_A_CONTACT.test(query) ? CONTACT_REST_MS : REST_MS;
}

/** A conversation that went on between two pages may come on both. */
function unique(results: readonly FoundConversation[]): readonly FoundConversation[] {
  return [...new Map(results.map((result) => [result.conversation.id, result])).values()];
}
