// A field that one writes in, which takes whatever is pasted: it grows with its words, and turns as their beginning does.
import type { RefObject } from "preact";
import { useLayoutEffect } from "preact/hooks";
import { goesLeft } from "../state/plain_words";
import { MAX_BODY_CHARS } from "../state/words";

/** No language has such words; addresses that are longer look as well broken anywhere. */
const ENDLESS_WORD = /\S{501}/;

/**
 * The properties of the field. `dir="auto"` would have the browser look for the direction in all of the words at each key,
 * and lay them out twice. Of one word without an end Chromium measures the whole rest for each line, which takes seconds
 * a key from some 100,000 letters on: such words break anywhere. `maxHeightPx`: up to where the field grows; without it
 * it does not.
 */
export function useWordsField(input: RefObject<HTMLTextAreaElement | null>, words: string, maxHeightPx?: number) {
  // The height follows the words, which the effect reads from the DOM
  useLayoutEffect(() => {
    const field = input.current;
    if (!field) return;
    const { style } = field;
    style.wordBreak = breakOf(words);
    if (!maxHeightPx) return;
    // Of no words there is nothing to measure, which costs a layout at each change of conversations
    style.height = words === "" ? "" : "auto";
    // Nor of more than any message has
    const height = words.length > MAX_BODY_CHARS ? maxHeightPx : words && field.scrollHeight;
    if (height) style.height = `${Math.min(maxHeightPx, height)}px`;
  }, [words, input, maxHeightPx]);
  return {
    dir: goesLeft(words) ? "rtl" : "ltr",
    // Before the browser lays out what comes: once it is there, the first time is over
    onBeforeInput({ currentTarget, data }: InputEvent & { readonly currentTarget: HTMLTextAreaElement }) {
      currentTarget.style.wordBreak ||= breakOf(data ?? "");
    },
  } as const;
}

function breakOf(words: string): string {
  return ENDLESS_WORD.test(words) ? "break-all" : "";
}
