// The keys of the panel's actions. Keys are known by their place too, so that they work in the Russian layout.
import { useEffect, useRef } from "preact/hooks";
import { ACTIONS, isApt, type Key } from "./actions/actions";
import type { Desk } from "./actions/desk";

/** Does the action of a pressed key, where there is one now, unless somebody is writing or a dialog is open. */
export function useKeys(desk: Desk, isDialogOpen: boolean): void {
  const current = useRef({ desk, isDialogOpen });
  current.current = { desk, isDialogOpen };
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const { desk: now, isDialogOpen: isBusy } = current.current;
      const key = keyOf(event);
      // One that is still being fetched is open too: what is typed for it must do nothing here
      if (key === null || isBusy) return;
      const ofKey = ACTIONS.filter((action) => action.key === key && (!now.isCovered || action.isEverywhere));
      if (ofKey.length === 0) return;
      // Also where it makes no sense just now: what the browser does with the key would surprise
      event.preventDefault();
      // A key that is held down walks through the list; whatever else it does it does once
      if (event.repeat && key !== "j" && key !== "k") return;
      ofKey.find((action) => isApt(action, now))?.run(now);
    };
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, []);
}

/** The key as an action names it; null where it belongs to what somebody writes in, or to a dialog. */
function keyOf(event: KeyboardEvent): Key | null {
  if (event.defaultPrevented || event.altKey || event.isComposing) return null;
  if (document.querySelector("dialog[open]")) return null;
  if (event.ctrlKey || event.metaKey) {
    const letter = letterOf(event);
    // Where somebody writes it takes back what they have written
    if (letter === "z" && isWriting(event.target)) return null;
    return event.shiftKey || (letter === "a" && !isInList(event.target)) ? null : `Mod+${letter}`;
  }
  if (event.key === "Escape") return "Escape";
  if (isWriting(event.target)) return null;
  if (event.key === "?" || (event.code === "Slash" && event.shiftKey)) return "?";
  // "/" stands on the key beside the right Shift; in the Russian layout that key types a full stop.
  if (event.key === "/" || (event.code === "Slash" && !event.shiftKey)) return "/";
  return event.shiftKey ? null : letterOf(event);
}

/** A Latin layout says its letter itself; another one is asked where the key is. */
export function letterOf({ key, code }: Pick<KeyboardEvent, "key" | "code">): string {
  return /^[a-z]$/i.test(key) ? key.toLowerCase() : code.replace("Key", "").toLowerCase();
}

/** Ctrl+A in the list selects its rows; in the thread and in fields it does what it does everywhere. */
function isInList(target: EventTarget | null): boolean {
  return !isWriting(target) && target instanceof Element && target.closest(".panel__list") !== null;
}

/** Whether it is something to write in or to choose from; a tick is not. */
export function isWriting(target: EventTarget | null): target is HTMLElement {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || target.matches("input:not([type='checkbox']), textarea, select");
}
