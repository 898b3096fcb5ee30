// The command palette: a field, and what it finds among actions, pages and conversations. A native dialog.
import { useEffect, useId, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { adoptStyles } from "../../../../../widget/src/sheets";
import type { SignedIn } from "../../live/session_requests";
import type { Conversation } from "../../operator.gen";
import { forgetTexts } from "../../state/fuzzy";
import styles from "../../styles/palette.css";
import type { Desk } from "../actions/desk";
import { KeyCap } from "../actions/key_cap";
import { useTexts } from "../context";
import { pagesFor } from "../privacy/pages";
import { letterOf } from "../use_keys";
import { useLazy } from "../use_lazy";
import { choicesOf } from "./choices";
import { bestOf, deedEntries, type Entry, placeEntries, scoreEntries } from "./entries";
import { focusedSeq, lastSeq } from "./message_choices";
import { useDrawn } from "./use_drawn";

adoptStyles(document, styles);

export interface PaletteProps {
  readonly desk: Desk;
  readonly signedIn: SignedIn;
  /** Those that are held, in any folder, when it is opened: what comes later moves nothing under the hand. */
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
  /** Of the entry that is chosen, whatever comes before it; null: the first one. */
  const [chosenId, setChosenId] = useState<string | null>(null);
  const { part: titlesOf } = useLazy(pagesFor(signedIn).length > 0 ? loadTitles : loadNothing);
  const pages = useMemo(() => titlesOf?.(signedIn, texts) ?? [], [titlesOf, signedIn, texts]);
  // Of the conversation and the message that were meant when it was opened, or that came first. Before the dialog has the focus
  const meant = useRef<{ id: string | null; seq: number | null } | null>(null);
  meant.current ??= { id: null, seq: focusedSeq(document.activeElement) };
  const openId = desk.conversation?.id ?? null;
  meant.current.id ??= openId;
  meant.current.seq ??= lastSeq(desk);
  const { seq } = meant.current;
  const isOther = openId !== meant.current.id;
  const [now] = useState(() => new Date());
  const drawn = useDrawn();
  const choices = useMemo(() => choicesOf(desk, seq, now), [desk, seq, now, drawn]);
  // The desk is another one with each event; thousands of conversations are gone through only for what is typed
  const [held] = useState(conversations);
  const deeds = useMemo(() => deedEntries(texts, desk, choices), [texts, desk, choices]);
  const places = useMemo(() => placeEntries(texts, desk.folder, held, pages), [texts, desk.folder, held, pages]);
  const foundPlaces = useMemo(() => scoreEntries(places, query), [places, query]);
  const found = useMemo(() => bestOf([...scoreEntries(deeds, query), ...foundPlaces]), [deeds, query, foundPlaces]);
  // One that is gone gives its place to none
  const chosen = chosenId === null ? found[0] : found.find((entry) => entry.id === chosenId);

  // Before the next key is heard
  useLayoutEffect(() => dialog.current?.showModal(), []);
  useLayoutEffect(() => {
    if (isOther) dialog.current?.close();
  }, [isOther]);
  // What is shown as chosen stays so, but for pages that have come for what is typed
  useLayoutEffect(() => setChosenId(null), [pages]);
  useLayoutEffect(() => {
    if (chosenId === null) setChosenId(found[0]?.id ?? null);
  }, [chosenId, found]);
  useEffect(() => forgetTexts, []);
  useEffect(() => {
    list.current?.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  }, [chosen]);

  /** The dialog gives the focus back first: what is done may put it elsewhere. */
  function run(entry: Entry | undefined) {
    if (!entry) return;
    dialog.current?.close();
    if (!isOther) entry.run();
  }

  function move(event: KeyboardEvent) {
    if (event.isComposing) return;
    const last = found.length - 1;
    const now = chosen ? found.indexOf(chosen) : -1;
    const choose = (index: number) => setChosenId(found[index]?.id ?? null);
    if (event.key === "ArrowDown") choose(now >= last ? 0 : now + 1);
    else if (event.key === "ArrowUp") choose(now <= 0 ? last : now - 1);
    else if (event.key === "Enter") run(chosen);
    else if ((event.ctrlKey || event.metaKey) && letterOf(event) === "k") {
      // The press that has opened it may still be held
      if (!event.repeat) dialog.current?.close();
    } else return;
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
          setChosenId(null);
        }}
        onKeyDown={move}
      />
      <span class="unseen" role="status">
        {query.trim() !== "" && texts.palette.found(found.length)}
      </span>
      <div class="palette__list" id={id} ref={list} role="listbox" aria-label={texts.palette.label}>
        {found.map((entry) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: Enter in the field does it
          // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the field
          <div
            class="palette__entry"
            key={entry.id}
            id={`${id}-${entry.id}`}
            role="option"
            aria-selected={entry === chosen}
            onPointerMove={() => setChosenId(entry.id)}
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
