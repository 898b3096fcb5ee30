// The panel's single-key shortcuts. Keys are known by their place too, so that they work in the Russian layout.
import { useEffect, useRef } from "preact/hooks";

export interface Shortcuts {
  readonly next: () => void;
  readonly previous: () => void;
  readonly reply: () => void;
  readonly note: () => void;
  readonly take: () => void;
  readonly toggleStatus: () => void;
  readonly search: () => void;
  readonly help: () => void;
  readonly back: () => void;
}

const LETTERS: Record<string, keyof Shortcuts> = {
  j: "next",
  k: "previous",
  r: "reply",
  n: "note",
  a: "take",
  e: "toggleStatus",
};

/** Calls the shortcut of a pressed key where they are on, unless somebody is writing or a dialog is open. */
export function useKeys(isOn: boolean, shortcuts: Shortcuts): void {
  const current = useRef(shortcuts);
  current.current = shortcuts;
  useEffect(() => {
    if (!isOn) return;
    const listen = (event: KeyboardEvent) => {
      const name = shortcutOf(event);
      if (!name) return;
      event.preventDefault();
      current.current[name]();
    };
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, [isOn]);
}

function shortcutOf(event: KeyboardEvent): keyof Shortcuts | null {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return null;
  if (document.querySelector("dialog[open]")) return null;
  if (event.key === "Escape") return "back";
  if (isWriting(event.target)) return null;
  if (event.key === "?" || (event.code === "Slash" && event.shiftKey)) return "help";
  // "/" stands on the key beside the right Shift; in the Russian layout that key types a full stop.
  if (event.key === "/" || (event.code === "Slash" && !event.shiftKey)) return "search";
  // A Latin layout says its letter itself; another one is asked where the key is.
  const letter = /^[a-z]$/i.test(event.key) ? event.key.toLowerCase() : event.code.replace("Key", "").toLowerCase();
  return event.shiftKey ? null : (LETTERS[letter] ?? null);
}

function isWriting(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || target.matches("input, textarea, select");
}
