// One message: its words as they are now, that they were changed, and what can be done with it.
import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { writtenOf } from "../../../../widget/src/live/uploads";
import type { FileRef } from "../operator.gen";
import type { ShownMessage } from "../state/amendments";
import { amidWords, beginningOf } from "../state/plain_words";
import type { Texts } from "../texts/ru";
import { fullWhen } from "../texts/time";
import { useAmending } from "./amending";
import { useTexts } from "./context";
import { Words } from "./folded_words";
import { LazyMessageEditor } from "./lazy_message_editor";
import { MaskedText } from "./masked_text";
import { MessageFiles } from "./message_files";
import { MessageMenu } from "./message_menu";
import { MessageText } from "./message_text";
import { Quote } from "./quote";

export interface BubbleProps {
  readonly message: ShownMessage;
  readonly now: Date;
  /** Its menu, which takes as long to draw as the words, is still to come; its room is kept. */
  readonly isBare: boolean;
}

export function MessageBubble({ message, now, isBare }: BubbleProps) {
  const texts = useTexts();
  const [isEdited, setIsEdited] = useState(false);
  const frame = useRef<HTMLDivElement>(null);
  const { canEdit, canDelete, canQuote, onEdit, onDelete, onQuote, editors } = useAmending(message, now);
  useLayoutEffect(() => {
    if (!canEdit) return;
    const open = () => setIsEdited(true);
    editors.set(message.seq, open);
    return () => {
      if (editors.get(message.seq) === open) editors.delete(message.seq);
    };
  }, [canEdit, editors, message.seq]);
  // What was deleted has brought nothing either.
  const files = (message.body && message.files) || [];
  const written = withoutNames(message, files);

  /** Back to where the way to the editor began. */
  function leaveEditor() {
    setIsEdited(false);
    requestAnimationFrame(() => frame.current?.querySelector("summary")?.focus());
  }

  function remove() {
    if (confirm(askOf(texts, message))) onDelete(message.seq);
  }

  const bubble = (
    <div class="bubble" dir="auto" data-seq={message.seq} tabIndex={-1}>
      {message.quoted !== undefined && <Quote quoted={message.quoted} seq={message.reply_to_seq ?? 0} />}
      {(written.body || !files.length) && <Words body={written.body}>{wordsOf(texts, written)}</Words>}
      {files.length > 0 && <MessageFiles files={files} />}
      {message.choices && <Choices choices={message.choices} />}
    </div>
  );
  if (isEdited && canEdit) {
    return (
      <LazyMessageEditor
        body={written.body}
        onCancel={leaveEditor}
        onSave={(body) => {
          if (body !== written.body) onEdit(message.seq, body);
          leaveEditor();
        }}
      >
        {bubble}
      </LazyMessageEditor>
    );
  }
  if (!canEdit && !canDelete && !canQuote) return bubble;
  return (
    <div class={isBare ? "message message--bare" : "message"} ref={frame}>
      {bubble}
      {!isBare && (
        <MessageMenu
          onQuote={canQuote ? () => onQuote(message.seq) : null}
          onEdit={canEdit ? () => setIsEdited(true) : null}
          onDelete={canDelete ? remove : null}
        />
      )}
    </div>
  );
}

function wordsOf(texts: Texts, message: ShownMessage): ComponentChildren {
  const { body, amendment } = message;
  if (!body) {
    const { deletedBy } = message.type === "note_added" ? texts.notes : texts.messages;
    return <em>{amendment?.isDeleted ? deletedBy(amidWords(amendment.by.name)) : texts.thread.erased}</em>;
  }
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

/** The message without the names of its files, which stand below it; of what is masked, that in names is the files' own. */
function withoutNames(message: ShownMessage, files: readonly FileRef[]): ShownMessage {
  if (!files.length) return message;
  const body = writtenOf(message.body, files);
  const masked = message.masked?.filter(({ end }) => end <= body.length);
  return { ...message, body, ...(masked && { masked }) };
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

/** What is asked before it is deleted. */
export function askOf(texts: Texts, { type, body }: ShownMessage): string {
  return (type === "note_added" ? texts.notes : texts.messages).deleteAsk(beginningOf(body));
}
