// With which other conversation of the same person the open one is merged. Arrows walk the list, Enter chooses.
import { useEffect, useRef } from "preact/hooks";
import { adoptStyles } from "../../../../../widget/src/sheets";
import { fetchMergeChoices } from "../../live/card_requests";
import type { Conversation } from "../../operator.gen";
import styles from "../../styles/merge.css";
import { mergeEn, mergeRu } from "../../texts/merge_dialog";
import { fullWhen, shortWhen } from "../../texts/time";
import { useNow, useTexts, visitorName } from "../context";
import { Dialog } from "../dialog";
import { Problem } from "../problem";
import { useLoaded } from "../use_loaded";

adoptStyles(document, styles);

export interface MergeDialogProps {
  /** The one that is closed. */
  readonly conversation: Conversation;
  readonly me: string;
  readonly onMerge: (intoId: string) => void;
  readonly onClose: () => void;
}

const MINUTE_MS = 60_000;

export function MergeDialog({ conversation, me, onMerge, onClose }: MergeDialogProps) {
  const texts = useTexts();
  const words = texts.language === "en" ? mergeEn : mergeRu;
  const list = useRef<HTMLUListElement>(null);
  const { value, failure, isLoading } = useLoaded(conversation.id, () => fetchMergeChoices(conversation.id));
  const rows = value?.conversations;
  const buttons = () => [...(list.current?.querySelectorAll("button") ?? [])];
  useEffect(() => buttons()[0]?.focus(), [rows]);

  function move(event: KeyboardEvent) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const all = buttons();
    // From wherever else the focus is, the first or the last
    const at = Math.max(all.indexOf(document.activeElement as HTMLButtonElement), step < 0 ? 0 : -1);
    all[(at + step + all.length) % all.length]?.focus();
  }

  /** The dialog gives the focus back first: what is done may put it elsewhere. */
  function choose(id: string) {
    list.current?.closest("dialog")?.close();
    onMerge(id);
  }

  return (
    <Dialog title={words.title} onClose={onClose}>
      <p class="merge__why">{words.why}</p>
      <Problem failure={failure} />
      {isLoading && !rows && <p class="dialog__note">{texts.pages.loading}</p>}
      {rows?.length === 0 && <p class="dialog__note">{words.none}</p>}
      {rows && rows.length > 0 && (
        <ul class="merge__list" ref={list} aria-label={words.list} onKeyDown={move}>
          {rows.map((row) => (
            <li key={row.id}>
              {row.status === "open" ? (
                <button class="button button--quiet merge__one" type="button" onClick={() => choose(row.id)}>
                  <Choice row={row} me={me} noWords={words.noWords} />
                </button>
              ) : (
                <div class="merge__one merge__one--closed">
                  <Choice row={row} me={me} noWords={words.noWords} />
                </div>
              )}
            </li>
          ))}
        </ul>
      )}
      {rows && rows.length > 0 && rows.every(({ status }) => status === "closed") && (
        <p class="dialog__note">{words.noneOpen}</p>
      )}
    </Dialog>
  );
}

function Choice({ row, me, noWords }: { readonly row: Conversation; readonly me: string; readonly noWords: string }) {
  const texts = useTexts();
  const now = useNow(MINUTE_MS);
  const at = new Date(row.last_message?.created_at ?? row.active_at);
  const { assignee } = row;
  const leader =
    row.status === "closed"
      ? texts.card.closed.toLowerCase()
      : assignee
        ? assignee.id === me
          ? texts.thread.yours
          : texts.thread.ledBy(assignee.name)
        : texts.thread.nobodys;
  return (
    <>
      <span class="merge__head">
        <span class="merge__name" dir="auto">
          {visitorName(texts, row.visitor)}
        </span>
        <time dateTime={at.toISOString()} title={fullWhen(texts, at)}>
          {shortWhen(texts, at, now)}
        </time>
      </span>
      <span class="merge__words" dir="auto">
        {row.last_message?.body || noWords}
      </span>
      <span class="merge__leader">{leader}</span>
    </>
  );
}
