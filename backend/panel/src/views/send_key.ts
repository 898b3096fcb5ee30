// Which key sends what is written, and which begins a line.
import { createContext } from "preact";
import type { Preferences, SendKey } from "../preferences";

/** What one writes on with a finger has no Shift to begin a line with: there the button sends. */
export const TOUCH = "(hover: none) and (pointer: coarse)";

export const SendKeyContext = createContext<SendKey>("Enter");

export function sendKeyOf({ sendKey }: Preferences, isTouch: boolean): SendKey {
  return sendKey ?? (isTouch ? "Mod+Enter" : "Enter");
}

/** Whether the pressed key sends; an input method's Enter only ends its word. */
export function isSending(event: KeyboardEvent, sendKey: SendKey): boolean {
  // keyCode 229: Safari ends a composition before its Enter, so isComposing is already false there.
  if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return false;
  return sendKey === "Enter" || event.ctrlKey || event.metaKey;
}
