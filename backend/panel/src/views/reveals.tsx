// What was revealed in the open conversation: it stays until the conversation is left, and nowhere else.
import type { ComponentChildren } from "preact";
import { createContext } from "preact";
import { useContext, useMemo, useState } from "preact/hooks";
import { reveal } from "../live/card_requests";
import type { Failure } from "../live/requests";

export interface Reveals {
  /** Whether the role may: without it masks are only text. */
  readonly isAllowed: boolean;
  /** Messages as they are stored, by `keyOf`. */
  readonly bodies: ReadonlyMap<string, string>;
  /** Why the last one could not be shown, and which. */
  readonly failure: { readonly key: string; readonly failure: Failure } | null;
  /** `body`: as it is shown. */
  readonly ask: (seq: number, body: string) => void;
}

/** A message in these words: after an edit, what was revealed before is of others. */
export function keyOf(seq: number, body: string): string {
  return `${seq} ${body}`;
}

const RevealsContext = createContext<Reveals>({
  isAllowed: false,
  bodies: new Map(),
  failure: null,
  ask: () => undefined,
});

export function useReveals(): Reveals {
  return useContext(RevealsContext);
}

export interface RevealsOfProps {
  readonly conversationId: string;
  readonly isAllowed: boolean;
  readonly children: ComponentChildren;
}

/** Give it the conversation as its key: another one begins with nothing revealed. */
export function RevealsOf({ conversationId, isAllowed, children }: RevealsOfProps) {
  const [bodies, setBodies] = useState<ReadonlyMap<string, string>>(new Map());
  const [failure, setFailure] = useState<Reveals["failure"]>(null);
  const reveals = useMemo<Reveals>(
    () => ({
      isAllowed,
      bodies,
      failure,
      ask: async (seq, body) => {
        const key = keyOf(seq, body);
        const answer = await reveal(conversationId, seq);
        if ("value" in answer) setBodies((held) => new Map(held).set(key, answer.value.body));
        setFailure("failure" in answer ? { key, failure: answer.failure } : null);
      },
    }),
    [conversationId, isAllowed, bodies, failure],
  );
  return <RevealsContext.Provider value={reveals}>{children}</RevealsContext.Provider>;
}
