// What is offered while a word with a sign is written: chosen by arrows and Enter, Tab or a click; Escape puts it away.
import type { ComponentChildren, RefObject } from "preact";
import { useEffect, useId, useRef, useState } from "preact/hooks";
import { adoptStyles } from "../../../../../widget/src/sheets";
import { nearestTrigger, type Trigger } from "../../state/completion";
import styles from "../../styles/completion.css";
import { insertText } from "../insert_text";

adoptStyles(document, styles);

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

export interface CompletionProps {
  readonly input: RefObject<HTMLTextAreaElement | null>;
  readonly sources: readonly Source[];
  /** What is told to who can't see the list. */
  readonly offered: (label: string, count: number) => string;
}

/** Completion in a field by the source whose sign stands nearest before the caret. It hears the field's keys before all others. */
export function Completion({ input, sources, offered }: CompletionProps) {
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
    const nearest = nearestTrigger(field.value, field.selectionStart, sources);
    if (nearest) {
      const { trigger, source } = nearest;
      if (begun?.start !== trigger.start) source.onBegun?.();
      return setBegun({ ...trigger, sign: source.sign });
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

  function takeKey(event: KeyboardEvent) {
    if (!active || !begun || event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) setAt((Math.min(at, options.length - 1) + step + options.length) % options.length);
    else if (event.key === "Escape") setClosed(begun.start);
    else if ((event.key === "Enter" || event.key === "Tab") && !event.shiftKey) choose(active);
    else return;
    event.preventDefault();
    // The field's own handler would send at Enter
    event.stopImmediatePropagation();
  }

  const current = useRef({ takeKey, look });
  current.current = { takeKey, look };
  useEffect(() => {
    const field = input.current;
    if (!field) return;
    const press = (event: KeyboardEvent) => current.current.takeKey(event);
    const move = () => current.current.look();
    const leave = () => setBegun(null);
    field.setAttribute("aria-autocomplete", "list");
    field.addEventListener("keydown", press, true);
    field.addEventListener("input", move);
    field.addEventListener("select", move);
    field.addEventListener("blur", leave);
    // What was written before this was here
    if (field === document.activeElement) move();
    return () => {
      field.removeEventListener("keydown", press, true);
      field.removeEventListener("input", move);
      field.removeEventListener("select", move);
      field.removeEventListener("blur", leave);
    };
  }, [input]);
  useEffect(() => {
    const field = input.current;
    if (!field || !active) return;
    field.setAttribute("aria-controls", id);
    field.setAttribute("aria-activedescendant", `${id}-${active.id}`);
    return () => {
      field.removeAttribute("aria-controls");
      field.removeAttribute("aria-activedescendant");
    };
  }, [input, id, active?.id]);

  return (
    <>
      <span class="unseen" role="status">
        {active && source ? offered(source.label, options.length) : ""}
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
  );
}
