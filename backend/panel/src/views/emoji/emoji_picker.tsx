// The emoji to choose from: found by a word, chosen by arrows and Enter or by a press.
import { useEffect, useId, useRef, useState } from "preact/hooks";
import { useTexts } from "../context";
import { EMOJI, type Emoji, findEmoji } from "./emoji";
import { noteEmoji, recentEmoji } from "./recent";

const COLUMNS = 8;

const WORDS = {
  ru: { search: "Найти эмодзи", none: "Ничего не\u00a0нашлось" },
  en: { search: "Find an emoji", none: "Nothing found" },
};

export interface EmojiPickerProps {
  readonly onChoose: (char: string) => void;
}

export function EmojiPicker({ onChoose }: EmojiPickerProps) {
  const texts = useTexts();
  const language = texts.language === "en" ? "en" : "ru";
  const words = WORDS[language];
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [query, setQuery] = useState("");
  const [at, setAt] = useState(0);
  const [recent] = useState(() => recentEmoji(localStorage));
  const found = query.trim() ? findEmoji(query) : recentFirst(recent);
  const active = found[Math.min(at, found.length - 1)];
  useEffect(() => input.current?.focus(), []);
  useEffect(() => {
    if (active) document.getElementById(`${id}-${active.char}`)?.scrollIntoView({ block: "nearest" });
  }, [active?.char, id]);

  function choose({ char }: Emoji) {
    noteEmoji(localStorage, char);
    onChoose(char);
  }

  function press(event: KeyboardEvent) {
    const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: COLUMNS, ArrowUp: -COLUMNS }[event.key];
    if (step) setAt(Math.max(0, Math.min(found.length - 1, at + step)));
    else if (event.key === "Enter") {
      // With nothing found too: left to itself it would send the form around it
      if (active && !event.isComposing) choose(active);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  return (
    <div class="emoji" role="dialog" aria-label={texts.notes.emoji}>
      <input
        class="input"
        type="text"
        ref={input}
        value={query}
        placeholder={words.search}
        aria-label={words.search}
        role="combobox"
        aria-expanded="true"
        aria-autocomplete="list"
        aria-controls={id}
        aria-activedescendant={active ? `${id}-${active.char}` : undefined}
        autocomplete="off"
        onInput={({ currentTarget }) => {
          setQuery(currentTarget.value);
          setAt(0);
        }}
        onKeyDown={press}
      />
      <div class="emoji__grid" id={id} role="listbox" aria-label={texts.notes.emoji}>
        {found.map((one) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field has the keys, and tells which option is active
          // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the field
          <div
            key={one.char}
            class="emoji__one"
            id={`${id}-${one.char}`}
            role="option"
            aria-selected={one === active}
            aria-label={one[language]}
            title={one[language]}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => choose(one)}
          >
            {one.char}
          </div>
        ))}
      </div>
      <p class="emoji__none" role="status">
        {found.length === 0 ? words.none : ""}
      </p>
    </div>
  );
}

function recentFirst(recent: readonly string[]): readonly Emoji[] {
  const used = recent.flatMap((char) => EMOJI.find((one) => one.char === char) ?? []);
  return [...used, ...EMOJI.filter((one) => !used.includes(one))];
}
