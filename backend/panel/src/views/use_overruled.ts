// Saving over what was seen: where somebody else was quicker, what is there now is fetched to be chosen over.
import { useState } from "preact/hooks";
import type { Answer } from "../live/requests";
import { isOverruling } from "./conflict";

export interface Overruled<S> {
  /** As it is now, since somebody else has changed it; null where nobody is known to have. */
  readonly now: S | null;
  /** Sends a change; where it is over what is no more, looks how it is now. */
  readonly send: <T>(request: () => Promise<Answer<T>>) => Promise<Answer<T>>;
  readonly forget: () => void;
}

export function useOverruled<S>(fetchNow: () => Promise<Answer<S>>): Overruled<S> {
  const [now, setNow] = useState<S | null>(null);

  async function send<T>(request: () => Promise<Answer<T>>): Promise<Answer<T>> {
    const answer = await request();
    if ("value" in answer) setNow(null);
    if ("value" in answer || !isOverruling(answer.failure)) return answer;
    const anew = await fetchNow();
    // There is nothing to choose over: whoever saves once more hears of it again.
    if ("failure" in anew) return anew;
    setNow(anew.value);
    return answer;
  }

  return { now, send, forget: () => setNow(null) };
}

/** The answer of a list as that of one of it; whoever is not there any more has failed by this code. */
export function oneOf<L, S>(answer: Answer<L>, find: (list: L) => S | undefined, gone: string): Answer<S> {
  if ("failure" in answer) return answer;
  const one = find(answer.value);
  return one === undefined ? { failure: { code: gone, field: null, retryAfterS: 0 } } : { value: one };
}
