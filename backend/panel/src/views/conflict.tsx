// What somebody else has saved while one was editing: whose it was, how it is now beside one's own, and the choice.
// Whoever shows it brings `styles/conflict.css` along: operators mostly never see it.
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import type { Failure } from "../live/requests";
import { conflictsEn, conflictsRu } from "../texts/pages/conflicts";
import { fullWhen } from "../texts/time";
import { useTexts } from "./context";

/** Something that is not the same in both. */
export interface Clash {
  readonly name: string;
  readonly theirs: string;
  readonly mine: string;
}

export interface ConflictProps {
  readonly failure: Failure | null;
  readonly busy: boolean;
  /** What differs, where a form can say it. */
  readonly clashes?: readonly Clash[];
  /** Saves one's own over what is there now. */
  readonly onKeep: () => void;
  /** Puts what is there now in the place of one's own. */
  readonly onTake: () => void;
}

export function isOverruling(failure: Failure | null): boolean {
  return failure?.code === "settings_changed";
}

/** Nothing unless that is the failure. */
export function Conflict(props: ConflictProps) {
  return props.failure && isOverruling(props.failure) ? <Choice {...props} failure={props.failure} /> : null;
}

function Choice({ failure, busy, clashes = [], onKeep, onTake }: ConflictProps & { readonly failure: Failure }) {
  const texts = useTexts();
  const words = texts.language === "en" ? conflictsEn : conflictsRu;
  const root = useRef<HTMLDivElement>(null);
  const heading = useRef<HTMLParagraphElement>(null);
  // Both choices follow by Tab; each refusal is said anew.
  useEffect(() => heading.current?.focus(), [failure]);
  // What had the focus goes with this: the form's own button gets it, where the form goes on.
  useLayoutEffect(() => {
    const form = root.current?.closest("form");
    const hadFocus = () => root.current?.contains(document.activeElement) ?? false;
    return () => {
      if (hadFocus()) form?.querySelector<HTMLButtonElement>("button[type=submit]")?.focus();
    };
  }, []);
  const { newer } = failure;
  return (
    <div class="conflict" role="alert" ref={root}>
      <p ref={heading} tabIndex={-1}>
        {words.changed(newer ? newer.by || words.commandLine : "", newer ? fullWhen(texts, new Date(newer.at)) : "")}
      </p>
      {clashes.length > 0 && (
        <dl class="conflict__list">
          {clashes.map(({ name, theirs, mine }) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>
                {words.theirs}: {theirs ? <bdi>{theirs}</bdi> : <i>{words.nothing}</i>}
              </dd>
              <dd>
                {words.mine}: {mine ? <bdi>{mine}</bdi> : <i>{words.nothing}</i>}
              </dd>
            </div>
          ))}
        </dl>
      )}
      <div class="form__actions">
        <button class="button" type="button" aria-disabled={busy} onClick={() => !busy && onKeep()}>
          {words.keepMine}
        </button>
        <button class="button" type="button" aria-disabled={busy} onClick={() => !busy && onTake()}>
          {words.takeTheirs}
        </button>
      </div>
    </div>
  );
}
