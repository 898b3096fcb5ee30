// What a page shows, asked of the server when it opens, and again when something changed it.
import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import type { Answer, Failure } from "../live/requests";

export interface Loaded<T> {
  /** The last answer; it stays while a newer one is under way, or did not come. */
  readonly value: T | null;
  readonly failure: Failure | null;
  readonly isLoading: boolean;
  readonly reload: () => Promise<void>;
}

/**
 * Asks at first and whenever `key`, which says what is asked for, changes; for null there is nothing to ask. A late
 * answer never replaces a newer one.
 */
export function useLoaded<T>(key: string | null, load: () => Promise<Answer<T>>): Loaded<T> {
  const [state, setState] = useState<{
    key: string | null;
    value: T | null;
    failure: Failure | null;
    isLoading: boolean;
  }>({
    key,
    value: null,
    failure: null,
    isLoading: true,
  });
  const asked = useRef(0);
  const ask = useRef(load);
  ask.current = load;

  const reload = useCallback(async () => {
    if (key === null) return;
    const turn = ++asked.current;
    setState((before) => ({ ...before, isLoading: true }));
    const answer = await ask.current();
    if (turn !== asked.current) return;
    setState((before) => {
      const held = before.key === key ? before.value : null;
      return "value" in answer
        ? { key, value: answer.value, failure: null, isLoading: false }
        : { key, value: held, failure: answer.failure, isLoading: false };
    });
  }, [key]);

  useEffect(() => {
    void reload();
    return () => void asked.current++;
  }, [reload]);

  // The answer to another question is not shown as the answer to this one
  const isOfThis = state.key === key;
  return {
    value: isOfThis ? state.value : null,
    failure: isOfThis ? state.failure : null,
    isLoading: !isOfThis || state.isLoading,
    reload,
  };
}
