// What is offered while a word with a sign is written: chosen by arrows and Enter, Tab or a click; Escape puts it away.
import type { ComponentChildren, RefObject } from "preact";
import { useEffect, useId, useState } from "preact/hooks";
import { type Trigger, triggerAt } from "../state/completion";
import { useTexts } from "./context";
import { insertText } from "./insert_text";

export interface Option {
  readonly id: string;
  readonly label: string;
  /** What stands beside the label. */
  readonly detail?: ComponentChildren;
  /** What takes the place of the sign and the word. */
  readonly text: string;
}

/** One sign and what it offers; an offer that waits for the server comes later, by the same function. */
export interface Source {
  readonly sign: string;
  readonly blanks: "one" | "none";
  readonly label: string;
  readonly find: (query: string) => readonly Option[];
  /** Somebody has begun to write such a word. */
  readonly onBegun?: () => void;
}

const MAX_SHOWN = 8;

export interface Completion {
  /** Whether the key was for the list. */
  readonly takeKey: (event: KeyboardEvent) => boolean;
  /** The caret may have moved. */
  readonly look: () => void;
  /** The field has lost the focus. */
  readonly leave: () => void;
  readonly list: ComponentChildren;
  readonly aria: {
    readonly "aria-autocomplete": "list";
    readonly "aria-controls"?: string;
    readonly "aria-activedescendant"?: string;
  };
}

/** Completion in a field by the first of the sources whose sign stands before the caret. */
export function useCompletion(input: RefObject<HTMLTextAreaElement | null>, sources: readonly Source[]): Completion {
  const texts = useTexts();
  const id = useId();
  const [begun, setBegun] = useState<(Trigger & { readonly sign: string }) | null>(null);
  const [at, setAt] = useState(0);
  /** The place of a sign whose list was put away. */
  const [closed, setClosed] = useState<number | null>(null);
  const source = begun && sources.find(({ sign }) => sign === begun.sign);
  const found = begun && source && begun.start !== closed ? source.find(begun.query) : [];
  const options = found.slice(0, MAX_SHOWN);
  const active = options[Math.min(at, options.length - 1)];

  useEffect(() => setAt(0), [begun?.query, begun?.sign]);
  useEffect(() => {
    if (active) document.getElementById(`${id}-${active.id}`)?.scrollIntoView({ block: "nearest" });
  }, [active?.id, id]);

  function look() {
    const field = input.current;
    if (!field || field.selectionStart !== field.selectionEnd) return setBegun(null);
    for (const { sign, blanks, onBegun } of sources) {
      const trigger = triggerAt(field.value, field.selectionStart, sign, blanks);
      if (!trigger) continue;
      if (begun?.start !== trigger.start) onBegun?.();
      return setBegun({ ...trigger, sign });
    }
    setBegun(null);
    setClosed(null);
  }

  function choose(option: Option) {
    const field = input.current;
    if (!field || !begun) return;
    setBegun(null);
    setClosed(begun.start);
    insertText(field, begun.start, begun.start + begun.sign.length + begun.query.length, option.text);
  }

  function takeKey(event: KeyboardEvent): boolean {
    if (!active || !begun || event.isComposing) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) setAt((Math.min(at, options.length - 1) + step + options.length) % options.length);
    else if (event.key === "Escape") setClosed(begun.start);
    else if ((event.key === "Enter" || event.key === "Tab") && !event.shiftKey) choose(active);
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  }

  return {
    takeKey,
    look,
    leave: () => setBegun(null),
    aria: {
      "aria-autocomplete": "list",
      ...(active && { "aria-controls": id, "aria-activedescendant": `${id}-${active.id}` }),
    },
    list: (
      <>
        <span class="unseen" role="status">
          {active && source ? texts.notes.offered(source.label, options.length) : ""}
        </span>
        {active && source && (
          <div class="completion" id={id} role="listbox" aria-label={source.label}>
            {options.map((option) => (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the field has the keys, and tells which option is active
              // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the field
              <div
                key={option.id}
                class="completion__option"
                id={`${id}-${option.id}`}
                role="option"
                aria-selected={option === active}
                onMouseDown={(event) => event.preventDefault()}
                onClick={() => choose(option)}
              >
                <span class="completion__label" dir="auto">
                  {option.label}
                </span>
                {option.detail && <span class="completion__detail">{option.detail}</span>}
              </div>
            ))}
          </div>
        )}
      </>
    ),
  };
}
