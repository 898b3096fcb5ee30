// One message: its words as they are now, that they were changed, and what can be done with it.
import type { ComponentChildren } from "preact";
import { useRef, useState } from "preact/hooks";
import type { ShownMessage } from "../state/amendments";
import type { Texts } from "../texts/ru";
import { fullWhen } from "../texts/time";
import { useAmending } from "./amending";
import { useTexts } from "./context";
import { MaskedText } from "./masked_text";
import { MessageEditor } from "./message_editor";
import { MessageMenu } from "./message_menu";
import { MessageText } from "./message_text";

const BEGINNING_CHARS = 60;

export function MessageBubble({ message, now }: { readonly message: ShownMessage; readonly now: Date }) {
  const texts = useTexts();
  const [isEdited, setIsEdited] = useState(false);
  const frame = useRef<HTMLDivElement>(null);
  const { canEdit, canDelete, onEdit, onDelete } = useAmending(message, now);

  /** Back to where the way to the editor began. */
  function leaveEditor() {
    setIsEdited(false);
    requestAnimationFrame(() => frame.current?.querySelector("summary")?.focus());
  }

  function remove() {
    if (confirm(texts.messages.deleteAsk(beginningOf(message.body)))) onDelete(message.seq);
  }

  if (isEdited && canEdit) {
    return (
      <MessageEditor
        body={message.body}
        onCancel={leaveEditor}
        onSave={(body) => {
          if (body !== message.body) onEdit(message.seq, body);
          leaveEditor();
        }}
      />
    );
  }
  const bubble = (
    <p class="bubble" dir="auto">
      {wordsOf(texts, message)}
      {message.choices && <Choices choices={message.choices} />}
    </p>
  );
  if (!canEdit && !canDelete) return bubble;
  return (
    <div class="message" ref={frame}>
      {bubble}
      <MessageMenu onEdit={canEdit ? () => setIsEdited(true) : null} onDelete={canDelete ? remove : null} />
    </div>
  );
}

function wordsOf(texts: Texts, message: ShownMessage): ComponentChildren {
  const { body, amendment } = message;
  if (!body) return <em>{amendment?.isDeleted ? texts.messages.deletedBy(amendment.by.name) : texts.thread.erased}</em>;
  return (
    <>
      {message.masked?.length ? <MaskedText message={message} /> : <MessageText body={body} />}
      {amendment && (
        <>
          {" "}
          <span class="bubble__edited" title={texts.messages.editedAt(fullWhen(texts, amendment.at))}>
            {texts.messages.edited}
          </span>
        </>
      )}
    </>
  );
}

function Choices({ choices }: { readonly choices: readonly string[] }) {
  const texts = useTexts();
  return (
    <span class="bubble__choices">
      <span class="unseen">{texts.messages.choicesOffered}</span>
      {choices.map((choice) => (
        <span key={choice} class="bubble__choice">
          {choice}
        </span>
      ))}
    </span>
  );
}

function beginningOf(body: string): string {
  const line = [...body.replace(/\s+/g, " ")];
  return line.length > BEGINNING_CHARS ? `${line.slice(0, BEGINNING_CHARS).join("")}…` : line.join("");
}
