// A list that is read page by page: each answer says where the next one begins.
import { useEffect, useState } from "preact/hooks";
import type { Answer, Failure } from "../../../live/requests";
import { useDeed } from "../../use_deed";
import { useLoaded } from "../../use_loaded";

export interface Paged {
  readonly next_cursor: string | null;
}

export interface Pages<R> {
  /** Null while nothing has come yet. */
  readonly rows: readonly R[] | null;
  readonly failure: Failure | null;
  readonly isLoading: boolean;
  readonly hasMore: boolean;
  /** Whether pages behind the first one are held. */
  readonly isContinued: boolean;
  /** Why the next page did not come. */
  readonly moreFailure: Failure | null;
  readonly isLoadingMore: boolean;
  readonly reload: () => Promise<void>;
  readonly more: () => void;
}

/** Reads the first page at once and whenever `key` changes, the others when they are asked for. */
export function usePages<P extends Paged, R>(
  key: string,
  load: (cursor: string | null) => Promise<Answer<P>>,
  rowsOf: (page: P) => readonly R[],
): Pages<R> {
  const first = useLoaded(key, () => load(null));
  const [others, setOthers] = useState<readonly P[]>([]);
  const deed = useDeed();
  const { value } = first;
  // Pages continue the first one that is held, and no other
  useEffect(() => setOthers([]), [value]);

  const pages = value ? [value, ...others] : [];
  const cursor = pages.at(-1)?.next_cursor ?? null;
  return {
    rows: value ? pages.flatMap(rowsOf) : null,
    failure: first.failure,
    isLoading: first.isLoading,
    hasMore: cursor !== null,
    isContinued: others.length > 0,
    moreFailure: deed.failure,
    isLoadingMore: deed.busy,
    reload: first.reload,
    more: () =>
      void deed.run(
        () => load(cursor),
        (page) => setOthers((before) => (pages.at(-1) === (before.at(-1) ?? value) ? [...before, page] : before)),
      ),
  };
}
