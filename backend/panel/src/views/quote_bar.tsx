// Above the field: which message is being answered, and the way to answer none.

import type { Author } from "../operator.gen";
import { amend } from "../state/amendments";
import { heldOf, type Thread } from "../state/threads";
import { useTexts } from "./context";
import { Icon } from "./icons";
import { quotedLine } from "./quote";

export function QuoteBar(props: {
  readonly seq: number;
  readonly thread: Thread | undefined;
  readonly visitor: Author;
  readonly onCancel: () => void;
}) {
  const texts = useTexts();
  const entries = props.thread ? heldOf(props.thread) : [];
  const message = entries.find(({ seq }) => seq === props.seq);
  const quoted = message?.type === "message_posted" ? amend(entries)(message) : null;
  const { name, words } = quotedLine(texts, quoted, props.visitor);
  return (
    <div class="quote-bar">
      <p class="quote">
        <span class="unseen">{texts.notes.quoting}: </span>
        {name && <bdi class="quote__name">{name}</bdi>}
        <span class="quote__words" dir="auto">
          {words}
        </span>
      </p>
      <button
        class="button button--quiet button--icon"
        type="button"
        aria-label={texts.notes.unquote}
        title={texts.notes.unquote}
        onClick={props.onCancel}
      >
        <Icon name="clear" />
      </button>
    </div>
  );
}
