// Where the answer, or a note for colleagues, is written: the chosen key sends, Enter or Ctrl+Enter.
import type { ComponentChildren, RefObject } from "preact";
import { useContext, useId, useRef, useState } from "preact/hooks";
import type { Limits, Uploads } from "../../../../widget/src/live/uploads";
import type { FileRef } from "../operator.gen";
import type { Known } from "../state/canned";
import type { Overtaking } from "../state/drafts";
import { amidWords } from "../state/plain_words";
import { charsLeft, storable } from "../state/words";
import { MOD_NAME } from "./actions/key_cap";
import type { Calls } from "./assist/assist";
import { LazyAssist } from "./assist/lazy_assist";
import { AttachButton, ComposerFiles } from "./composer_files";
import { ComposerKind, isKindKey } from "./composer_kind";
import { useTexts } from "./context";
import { LazyDropPlace } from "./drops/lazy_drop_place";
import { EmojiButton } from "./emoji/emoji_button";
import { choicesOf, hasSame, LazyChoiceFields } from "./lazy_choice_fields";
import { isSending, SendKeyContext } from "./send_key";
import { useWordsField } from "./use_words_field";

const COUNTER_FROM_LEFT = 300;
/** Eight lines. */
const MAX_HEIGHT_PX = 160;

export interface ComposerProps {
  readonly draft: string;
  /** Whether it is a note, which the visitor never sees. */
  readonly isNote: boolean;
  readonly conversationId: string;
  readonly siteId: string;
  readonly departmentId: string | null;
  readonly leaderId: string | null;
  /** What the answer is to. */
  readonly quote: ComponentChildren;
  /** What the variables of ready replies stand for. */
  readonly values: Known;
  /** What answering will do besides. */
  readonly note: string | null;
  /** The colleague's answer that came while this one was written. */
  readonly overtaken: Overtaking | null;
  /** Why what is written will be refused. */
  readonly warning: string | null;
  readonly input: RefObject<HTMLTextAreaElement | null>;
  readonly uploads: Uploads<FileRef>;
  /** What files the site takes. */
  readonly limits: Limits;
  readonly onDraft: (draft: string) => void;
  readonly onKind: (isNote: boolean) => void;
  readonly onSend: (body: string, attached: { choices: readonly string[]; files: readonly FileRef[] }) => void;
  readonly onNote: (body: string, mentions: readonly string[]) => void;
}

export function Composer(props: ComposerProps) {
  const {
    draft,
    isNote,
    conversationId,
    siteId,
    departmentId,
    leaderId,
    values,
    quote,
    note,
    overtaken,
    warning,
    input,
    uploads,
    limits,
    onDraft,
    onKind,
    onSend,
    onNote,
  } = props;
  const texts = useTexts();
  const sendKey = useContext(SendKeyContext);
  const id = useId();
  /** Null: none are to be offered. */
  const [fields, setFields] = useState<readonly string[] | null>(null);
  /** What was written in them when they were put away: they are opened again with it. */
  const putAway = useRef<readonly string[]>([""]);
  const form = useRef<HTMLFormElement>(null);
  const choices = choicesOf(fields ?? []);
  const left = charsLeft(draft);
  const files = uploads.items.flatMap(({ ref }) => (ref ? [ref] : []));
  const isUploading = uploads.items.some(({ state }) => state === "waiting" || state === "sending");
  const hasContent = draft.trim() !== "" || files.length > 0;
  const canSend = isNote
    ? draft.trim() !== "" && left >= 0
    : hasContent && !isUploading && left >= 0 && !hasSame(choices);
  /** Null: it is not known yet whom a note calls. */
  const [calls, setCalls] = useState<Calls | null>(null);
  /** A note was held back because that is not known; the next press sends it. */
  const [isHeld, setIsHeld] = useState(false);
  const callsUnknown = isNote && calls === null && draft.includes("@");
  /** A note takes no files, and somebody has just tried. */
  const [hasRefused, setHasRefused] = useState(false);
  const problemOfNote = hasRefused ? texts.notes.noFiles : callsUnknown && isHeld ? texts.notes.callsNobody : null;
  /** The colleague's answer that this one was held back for; the next press sends it. */
  const [heldForSeq, setHeldForSeq] = useState(0);
  const isOvertaken = !isNote && overtaken !== null;
  const problemOfReply =
    isOvertaken && heldForSeq === overtaken.seq ? texts.thread.heldBack(amidWords(overtaken.name)) : warning;
  const problem = isNote ? problemOfNote : hasSame(choices) ? texts.messages.choicesSame : problemOfReply;

  const shape = useWordsField(input, draft, MAX_HEIGHT_PX);

  function send() {
    setHasRefused(false);
    if (canSend && isNote) {
      const isHeldNow = callsUnknown && !isHeld;
      if (!isHeldNow) onNote(storable(draft), calls?.(draft) ?? []);
      if (calls === null) setIsHeld(isHeldNow);
    } else if (canSend && isOvertaken && heldForSeq < overtaken.seq) {
      setHeldForSeq(overtaken.seq);
    } else if (canSend) {
      uploads.clear();
      onSend(storable(draft), { choices, files });
      setFields(null);
      putAway.current = [""];
    }
    focus();
  }

  function focus() {
    input.current?.focus();
  }

  function paste(event: ClipboardEvent) {
    const pasted = event.clipboardData;
    // A table copied from a document is there as a picture too: its words are meant.
    if (!pasted?.files.length || pasted.types.includes("text/plain")) return;
    event.preventDefault();
    addFiles(pasted.files);
  }

  function addFiles(added: Iterable<File>) {
    if (isNote) setHasRefused(true);
    else uploads.add(added);
    focus();
  }

  function switchKind(isNoteNow: boolean) {
    setHasRefused(false);
    onKind(isNoteNow);
    focus();
  }

  function pressKey(event: KeyboardEvent) {
    if (isKindKey(event)) {
      event.preventDefault();
      switchKind(!isNote);
    }
    if (!isSending(event, sendKey)) return;
    event.preventDefault();
    // A key that is held down must not answer what a first press has asked
    if (!event.repeat) send();
  }

  return (
    <form
      class={isNote ? "composer composer--note" : "composer"}
      ref={form}
      onPaste={paste}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <ComposerKind isNote={isNote} onKind={switchKind} />
      {!isNote && quote}
      {!isNote && fields !== null && (
        <LazyChoiceFields
          choices={fields}
          onChange={setFields}
          onClose={() => {
            putAway.current = fields;
            setFields(null);
            focus();
          }}
        />
      )}
      {!isNote && <ComposerFiles uploads={uploads} limits={limits} onDone={focus} />}
      <div class="composer__box">
        {!isNote && <AttachButton uploads={uploads} limits={limits} onDone={focus} />}
        <EmojiButton input={input} />
        <label class="unseen" for={id}>
          {isNote ? texts.notes.field : texts.thread.composer}
        </label>
        <div class="composer__field">
          {/* Begun anew, it fetches anew what has not come */}
          <LazyAssist
            key={`${isHeld}`}
            {...{ input, isNote, conversationId, siteId, departmentId, leaderId, values }}
            onCalls={(known) => setCalls(() => known)}
          />
          <textarea
            class="composer__input"
            {...shape}
            ref={input}
            id={id}
            rows={1}
            value={draft}
            placeholder={isNote ? texts.notes.hint : texts.thread.composerHint}
            aria-describedby={`${id}-foot`}
            aria-invalid={left < 0}
            enterkeyhint={sendKey === "Enter" ? "send" : "enter"}
            onInput={(event) => {
              setHasRefused(false);
              onDraft(event.currentTarget.value);
            }}
            onKeyDown={pressKey}
          />
        </div>
        <LazyDropPlace part={form} hint={isNote ? texts.notes.dropNothing : texts.files.drop} onFiles={addFiles} />
        <button
          class="button button--primary"
          type="submit"
          aria-disabled={!canSend}
          onClick={(event) => {
            // The second half of a double click has not read what the first has brought up.
            if (event.detail > 1) event.preventDefault();
          }}
        >
          {isNote ? texts.notes.save : texts.thread.send}
        </button>
      </div>
      <div class="composer__foot" id={`${id}-foot`}>
        <span role="status">
          {problem === null ? (
            isNote ? (
              texts.notes.unseen
            ) : (
              (note ?? (
                <span class="composer__hint">
                  {sendKey === "Enter" ? texts.thread.hint : texts.thread.hintMod(MOD_NAME)}
                </span>
              ))
            )
          ) : (
            <span class="composer__over">{problem}</span>
          )}
        </span>
        {left < COUNTER_FROM_LEFT && (
          <span class={left < 0 ? "composer__over" : undefined}>
            {left < 0 ? texts.thread.tooLong(-left) : texts.thread.left(left)}
          </span>
        )}
        {!isNote && fields === null && (
          <button class="button button--link" type="button" onClick={() => setFields(putAway.current)}>
            {texts.messages.choices}
          </button>
        )}
      </div>
    </form>
  );
}
