// The command palette: a field, and what it finds among actions, pages and conversations. A native dialog.
import { useEffect, useId, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { adoptStyles } from "../../../../../widget/src/sheets";
import type { SignedIn } from "../../live/session_requests";
import type { Conversation } from "../../operator.gen";
import styles from "../../styles/palette.css";
import type { Desk } from "../actions/desk";
import { KeyCap } from "../actions/key_cap";
import { useTexts } from "../context";
import { pagesFor } from "../privacy/pages";
import { letterOf } from "../use_keys";
import { useLazy } from "../use_lazy";
import { choicesOf } from "./choices";
import { type Entry, entriesOf, findEntries } from "./entries";
import { focusedSeq } from "./message_choices";

adoptStyles(document, styles);

export interface PaletteProps {
  readonly desk: Desk;
  readonly signedIn: SignedIn;
  /** Those that are held, in any folder. */
  readonly conversations: readonly Conversation[];
  readonly onClose: () => void;
  /** Before it was there. */
  readonly typed?: string;
}

const loadTitles = () => import("../privacy/page_titles").then(({ pageTitles }) => pageTitles);
/** Who has no page needs no names of pages. */
const loadNothing = async () => () => [];

export function Palette({ desk, signedIn, conversations, onClose, typed = "" }: PaletteProps) {
  const texts = useTexts();
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const [query, setQuery] = useState(typed);
  const [at, setAt] = useState(0);
  const { part: titlesOf } = useLazy(pagesFor(signedIn).length > 0 ? loadTitles : loadNothing);
  const pages = useMemo(() => titlesOf?.(signedIn, texts) ?? [], [titlesOf, signedIn, texts]);
  // Before the dialog takes the focus
  const [seq] = useState(() => focusedSeq(document.activeElement));
  const [now] = useState(() => new Date());
  const choices = useMemo(() => choicesOf(desk, seq, now), [desk, seq, now]);
  const entries = useMemo(
    () => entriesOf(texts, desk, conversations, pages, choices),
    [texts, desk, conversations, pages, choices],
  );
  const found = useMemo(() => findEntries(entries, query), [entries, query]);
  const chosen = found[Math.min(at, found.length - 1)];

  // Before the next key is heard
  useLayoutEffect(() => dialog.current?.showModal(), []);
  useEffect(() => {
    list.current?.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  }, [chosen]);

  /** The dialog gives the focus back first: what is done may put it elsewhere. */
  function run(entry: Entry | undefined) {
    if (!entry) return;
    dialog.current?.close();
    entry.run();
  }

  function move(event: KeyboardEvent) {
    if (event.isComposing) return;
    const last = found.length - 1;
    const now = Math.min(at, last);
    if (event.key === "ArrowDown") setAt(now >= last ? 0 : now + 1);
    else if (event.key === "ArrowUp") setAt(now <= 0 ? Math.max(0, last) : now - 1);
    else if (event.key === "Enter") run(chosen);
    else if ((event.ctrlKey || event.metaKey) && letterOf(event) === "k") dialog.current?.close();
    else return;
    event.preventDefault();
  }

  return (
    <dialog class="dialog palette" ref={dialog} onClose={onClose} aria-label={texts.palette.label}>
      <input
        class="input palette__field"
        type="text"
        role="combobox"
        aria-label={texts.palette.label}
        aria-expanded="true"
        aria-controls={id}
        aria-activedescendant={chosen ? `${id}-${chosen.id}` : undefined}
        aria-autocomplete="list"
        autocomplete="off"
        spellcheck={false}
        placeholder={texts.palette.hint}
        value={query}
        onInput={(event) => {
          setQuery(event.currentTarget.value);
          setAt(0);
        }}
        onKeyDown={move}
      />
      <span class="unseen" role="status">
        {query.trim() !== "" && texts.palette.found(found.length)}
      </span>
      <div class="palette__list" id={id} ref={list} role="listbox" aria-label={texts.palette.label}>
        {found.map((entry, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: Enter in the field does it
          // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the field
          <div
            class="palette__entry"
            key={entry.id}
            id={`${id}-${entry.id}`}
            role="option"
            aria-selected={entry === chosen}
            onPointerMove={() => setAt(index)}
            onClick={() => run(entry)}
          >
            <span class="palette__name" dir="auto">
              {entry.name}
            </span>
            {entry.kind && <span class="palette__kind">{texts.palette[entry.kind]}</span>}
            {entry.key && <KeyCap of={entry.key} />}
          </div>
        ))}
      </div>
      {found.length === 0 && <p class="palette__nothing">{texts.palette.nothing}</p>}
    </dialog>
  );
}
