// What is fetched when it is first needed: a page, a dialog. What is here once is not fetched again.
import { useEffect, useState } from "preact/hooks";

export interface Lazy<T> {
  /** Null until it is here. */
  readonly part: T | null;
  /** The network is away; or the server has a newer panel, and this one's parts are gone. */
  readonly hasFailed: boolean;
}

const fetched = new Map<() => Promise<unknown>, unknown>();

/** What `load` gives; it must be the same function at each rendering. */
export function useLazy<T>(load: () => Promise<T>): Lazy<T> {
  const [failed, setFailed] = useState<(() => Promise<T>) | null>(null);
  const [, draw] = useState(0);
  const part = (fetched.get(load) as T | undefined) ?? null;
  useEffect(() => {
    if (part !== null) return;
    let isGone = false;
    load().then(
      (loaded) => {
        fetched.set(load, loaded);
        if (!isGone) draw((count) => count + 1);
      },
      // A function as a state is set by one that gives it
      () => isGone || setFailed(() => load),
    );
    return () => {
      isGone = true;
    };
  }, [load, part]);
  return { part, hasFailed: failed === load };
}
