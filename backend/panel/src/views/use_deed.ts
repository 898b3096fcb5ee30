// Something that a button or a form asks of the server: one at a time, with its failure kept to be said.
import { useRef, useState } from "preact/hooks";
import type { Answer, Failure } from "../live/requests";

export interface Deed {
  readonly busy: boolean;
  readonly failure: Failure | null;
  /** Asks, unless something is under way; `done` is called with the answer where it worked. */
  readonly run: <T>(request: () => Promise<Answer<T>>, done: (value: T) => void) => Promise<void>;
  /** Forgets the failure. */
  readonly clear: () => void;
}

export function useDeed(): Deed {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const isUnderWay = useRef(false);

  async function run<T>(request: () => Promise<Answer<T>>, done: (value: T) => void): Promise<void> {
    if (isUnderWay.current) return;
    isUnderWay.current = true;
    setBusy(true);
    const answer = await request();
    isUnderWay.current = false;
    setBusy(false);
    setFailure("failure" in answer ? answer.failure : null);
    if ("value" in answer) done(answer.value);
  }

  return { busy, failure, run, clear: () => setFailure(null) };
}
