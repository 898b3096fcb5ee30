// The scroll of the thread: passages, what has not been sent yet, who types, and the ways back to the newest and to the unread words.
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import type { Conversation } from "../operator.gen";
import type { TypingLease } from "../state/model";
import type { Unsent } from "../state/outgoing";
import { deliveryMarks, passagesOf } from "../state/passages";
import { amidWords, isSeen } from "../state/plain_words";
import { emptyThread, readOf, type Thread } from "../state/threads";
import { asShown, useNow, useTexts } from "./context";
import { Icon } from "./icons";
import { GroupFrame, PassageView } from "./passage";
import { UnsentMessages } from "./unsent_messages";
import { type Jump, useJump } from "./use_jump";
import { endOf, useOpening } from "./use_opening";
import { useStick } from "./use_stick";
import { useTrail } from "./use_trail";
import { UNREAD_BREAK, useUnreadWay } from "./use_unread_way";
import { useDocumentVisible } from "./use_visible";

export interface TimelineProps {
  readonly conversation: Conversation;
  readonly thread: Thread | undefined;
  readonly unsent: readonly Unsent[];
  readonly jump: Jump | null;
  readonly leases: readonly TypingLease[];
  readonly connected: boolean;
  readonly me: string;
  /** Holds the way back to the unread messages, where there is one. */
  readonly toUnread: { current: (() => void) | null };
  readonly onOlder: () => void;
  readonly onNewer: () => void;
  readonly onSeek: (seq: number) => void;
  readonly onNewest: () => void;
  readonly onSeen: (seq: number) => void;
  readonly onRetry: (echoId: string) => void;
  readonly onDiscard: (message: Unsent) => void;
}

const NO_THREAD = emptyThread();
const NOTHING: readonly never[] = [];

export function Timeline(props: TimelineProps) {
  const { conversation, thread, unsent, leases, connected, me, onOlder, onSeen } = props;
  const texts = useTexts();
  const now = useNow(60_000);
  const visible = useDocumentVisible();
  const scroller = useRef<HTMLDivElement>(null);
  // Fixed when the thread is opened: the mark must not run away from the reader as the messages become read.
  const [unreadAfter] = useState(conversation.unread_count > 0 ? conversation.operator_read_seq : null);
  const held = thread ?? NO_THREAD;
  const { entries: newest, isLoaded } = held.timeline;
  const { entries, hasBefore } = readOf(held);
  /** What is read ends before the newest entries that are held. */
  const isPast = entries !== newest;
  const lastSeq = newest.at(-1)?.seq ?? 0;
  const opening = useOpening(isLoaded);
  const walked = useTrail(conversation, opening !== "end");
  // Of the past, where neither the newest steps nor what is unread belong
  const trail = isPast ? NOTHING : walked;
  const later = isPast ? newest : NOTHING;
  const unreadFrom = isPast ? null : unreadAfter;
  const passages = useMemo(() => passagesOf(entries, unreadFrom, trail, later), [entries, unreadFrom, trail, later]);
  const { readSeq, sentSeq } = deliveryMarks(isPast ? NOTHING : passages, conversation.visitor_read_seq);
  // A message that a jump looks for may be far from the end
  const isEnd = opening === "end" && props.jump === null;
  const shown = useMemo(() => (isEnd ? endOf(passages) : passages), [passages, isEnd]);
  const isWhole = shown === passages;
  const isBare = opening === "end";
  // The same nodes while nothing of them has changed: a thread of thousands must not slow down every key of a draft.
  const shownPassages = useMemo(
    () =>
      shown.map((passage) => (
        <PassageView key={passage.key} {...{ passage, me, now, isBare }} delivery={{ readSeq, sentSeq }} />
      )),
    [shown, me, now, isBare, readSeq, sentSeq, texts],
  );
  const older = useCallback(() => {
    if (hasBefore && isWhole) onOlder();
  }, [hasBefore, onOlder, isWhole]);
  // What comes above the reader's place
  const firstKey = entries[0] ? `${entries[0].seq} ${isWhole} ${trail[0]?.at}` : "";
  const unsentDraft = leases.find(({ draft }) => draft !== null)?.draft ?? null;
  const size = `${entries.at(-1)?.seq} ${unsent.length} ${leases.length} ${unsentDraft?.length} ${trail.at(-1)?.at}`;
  const ways = { onTop: older, onEnd: props.onNewer, onNewest: props.onNewest };
  const { atEnd, isAtEnd, toEnd } = useStick(scroller, { firstKey, size, begin: UNREAD_BREAK, isPast }, ways);

  const place = { firstSeq: entries[0]?.seq ?? 0, entryCount: entries.length, hasBefore };
  const ends = { lastSeq: entries.at(-1)?.seq ?? 0, isPast };
  useJump(scroller, props.jump, { ...place, ...ends }, older, props.onSeek);
  const hasBreak = useMemo(() => shown.some(({ kind }) => kind === "unread"), [shown]);
  const unreadWay = useUnreadWay(
    scroller,
    { ...place, unreadAfter: unreadFrom, isConnected: connected, hasBreak },
    older,
  );
  useLayoutEffect(() => {
    props.toUnread.current = unreadWay;
    return () => {
      props.toUnread.current = null;
    };
  });

  const [seenSeq, setSeenSeq] = useState(conversation.operator_read_seq);
  useEffect(() => {
    // What the layout has just moved away from the end is not seen, though this render was still at the end.
    if (!atEnd || !isAtEnd() || !visible || lastSeq === 0) return;
    setSeenSeq(lastSeq);
    onSeen(lastSeq);
  }, [atEnd, isAtEnd, visible, lastSeq, onSeen]);
  const newCount = newest.filter(
    ({ type, seq, author }) => type === "message_posted" && seq > seenSeq && author.kind === "visitor",
  ).length;

  // One's own message is always looked at.
  const ownCount = unsent.length;
  const ownBefore = useRef(ownCount);
  useEffect(() => {
    if (ownCount > ownBefore.current) toEnd();
    ownBefore.current = ownCount;
  }, [ownCount, toEnd]);

  const typing = leases.filter(({ author, draft }) => author.id !== me && draft === null);
  return (
    <div class="thread__body">
      <div
        class="thread__scroller"
        ref={scroller}
        role="log"
        aria-label={texts.thread.label}
        aria-live={opening === "over" && !isPast ? "polite" : "off"}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scroller without links needs the focus to be scrolled by keys
        tabIndex={0}
      >
        <div class="thread__column">
          {isLoaded ? (
            <>
              <p class="thread__note">{hasBefore ? texts.thread.loadingOlder : texts.thread.beginning}</p>
              {/* biome-ignore lint/a11y/noRedundantRoles: Safari takes the role from lists without bullets */}
              <ul class="passages" role="list">
                {shownPassages}
                {!isPast && unsent.length > 0 && (
                  <GroupFrame own name={texts.thread.you} at={null}>
                    <UnsentMessages
                      unsent={unsent}
                      connected={connected}
                      onRetry={props.onRetry}
                      onDiscard={props.onDiscard}
                    />
                  </GroupFrame>
                )}
              </ul>
              {isPast && <p class="thread__note">{texts.thread.loadingNewer}</p>}
              {unsentDraft !== null && (
                // Not read out: it changes with every word, and comes once more when it has been sent.
                <p class="thread__draft" aria-live="off" dir="auto">
                  <span class="thread__draft-note">{texts.thread.unsentDraft}</span>
                  {unsentDraft}
                </p>
              )}
              <p class="thread__typing">
                {typing
                  .map(({ author: writing }) => asShown(writing, conversation.visitor))
                  .map((author) =>
                    isSeen(author.name) ? texts.thread.typingName(amidWords(author.name)) : texts.thread.visitorTyping,
                  )
                  .join(" ")}
              </p>
            </>
          ) : (
            <ThreadSkeleton />
          )}
        </div>
      </div>
      {isLoaded && (
        <div class={atEnd ? "thread__jumps thread__jumps--end" : "thread__jumps"}>
          {unreadWay && (
            <button class="button thread__jump" type="button" aria-keyshortcuts="U" onClick={unreadWay}>
              {texts.thread.toUnread}
            </button>
          )}
          {!atEnd && (
            <button
              class="button thread__jump"
              type="button"
              onClick={() => {
                toEnd();
                scroller.current?.focus({ preventScroll: true });
              }}
            >
              {newCount > 0 ? texts.thread.jumpNew(newCount) : texts.thread.jump}
              <Icon name="down" />
            </button>
          )}
        </div>
      )}
    </div>
  );
}

function ThreadSkeleton() {
  const texts = useTexts();
  return (
    <div class="thread-skeleton skeleton">
      <span class="unseen" role="status">
        {texts.thread.loading}
      </span>
      {["", " thread-skeleton__bubble--own", "", " thread-skeleton__bubble--own"].map((side, index) => (
        <span key={index} class={`thread-skeleton__bubble${side}`} aria-hidden="true" />
      ))}
    </div>
  );
}
