// The message that another one answers, in one line; pressed, it leads there, and loads what is between.
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Author } from "../operator.gen";
import type { ShownMessage } from "../state/amendments";
import type { Texts } from "../texts/ru";
import { asShown, useTexts, VisitorContext, visitorName } from "./context";

/** Shows the message at this place of the open thread. */
export const JumpContext = createContext<(seq: number) => void>(() => undefined);

export function Quote({ quoted, seq }: { readonly quoted: ShownMessage | null; readonly seq: number }) {
  const texts = useTexts();
  const jump = useContext(JumpContext);
  const { name, words } = quotedLine(texts, quoted, useContext(VisitorContext));
  return (
    <button class="quote" type="button" title={texts.notes.quoteOf(name, words)} onClick={() => jump(seq)}>
      <span class="unseen">{texts.notes.quoting}: </span>
      {name && <bdi class="quote__name">{name}</bdi>}
      <span class="quote__words" dir="auto">
        {words}
      </span>
    </button>
  );
}

/** Whose words they are, and what they say now: as masked as the message itself. */
export function quotedLine(
  texts: Texts,
  quoted: ShownMessage | null,
  visitor: Author | null,
): { readonly name: string; readonly words: string } {
  if (!quoted) return { name: "", words: texts.notes.quoteEarlier };
  const { author, body, amendment } = quoted;
  const name = author.kind === "visitor" ? visitorName(texts, asShown(author, visitor)) : author.name;
  const gone = amendment?.isDeleted ? texts.messages.deleted : texts.thread.erased;
  return { name, words: body.replace(/\s+/g, " ") || gone };
}
