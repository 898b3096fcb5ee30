// The search's field: what stands in it, whether the search covers the list, and what was looked for before.
import type { RefObject } from "preact";
import { useRef, useState } from "preact/hooks";
import { withRecent } from "../../state/search";

export interface SearchField {
  readonly query: string;
  /** The filters, as they stand in the address; empty without any. */
  readonly sought: string;
  readonly onSought: (sought: string) => void;
  /** Whether there is anything to be taken away: words, or filters. */
  readonly hasAny: boolean;
  /** Whether the search is shown in the place of the list. */
  readonly isOpen: boolean;
  readonly turn: number;
  readonly recent: readonly string[];
  readonly input: RefObject<HTMLInputElement | null>;
  readonly type: (query: string) => void;
  /** Looks at once, and remembers the words while the page is there. */
  readonly submit: () => void;
  readonly focus: () => void;
  /** The focus goes there; where that is the search's own, it stays open. */
  readonly blur: (to: EventTarget | null) => void;
  readonly clear: () => void;
  /** The same, and no filter either. */
  readonly leave: () => void;
}

export function useSearchField(sought: string, onSought: (sought: string) => void): SearchField {
  const [query, setQuery] = useState("");
  const [hasFocus, setHasFocus] = useState(false);
  const [turn, setTurn] = useState(0);
  const [recent, setRecent] = useState<readonly string[]>([]);
  const input = useRef<HTMLInputElement>(null);
  function clear() {
    setRecent((before) => withRecent(before, query));
    setQuery("");
  }
  return {
    query,
    sought,
    onSought,
    hasAny: query !== "" || sought !== "",
    isOpen: hasFocus || query.trim() !== "" || sought !== "",
    turn,
    recent,
    input,
    type: setQuery,
    submit: () => {
      setTurn((before) => before + 1);
      setRecent((before) => withRecent(before, query));
    },
    focus: () => setHasFocus(true),
    blur: (to) => {
      setHasFocus(to instanceof Element && to.closest(".search, .search-pane") !== null);
      setRecent((before) => withRecent(before, query));
    },
    clear,
    leave: () => {
      clear();
      if (sought !== "") onSought("");
    },
  };
}
