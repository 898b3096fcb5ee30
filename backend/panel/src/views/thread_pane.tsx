// The middle pane: whose conversation it is and what can be done with it, the thread, the composer.
import type { RefObject } from "preact";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import type { ConversationFiles } from "../live/conversation_files";
import type { Conversation, FileRef } from "../operator.gen";
import { usableName } from "../state/canned";
import { type Draft, overtakenBy, withWords, wordsOf } from "../state/drafts";
import { isSnoozed } from "../state/folders";
import { linkedMessenger } from "../state/messengers";
import type { Session, TypingLease } from "../state/model";
import type { Unsent } from "../state/outgoing";
import { amidWords } from "../state/plain_words";
import type { Entry } from "../state/rows";
import type { Step } from "../state/steps";
import { heldOf, type Thread } from "../state/threads";
import type { Texts } from "../texts/ru";
import { timeToCome } from "../texts/time";
import { type Amending, AmendingContext } from "./amending";
import { Composer } from "./composer";
import { type OtherOf, OthersContext, useTexts, VisitorContext, visitorName } from "./context";
import { HandOver } from "./hand_over";
import { Icon } from "./icons";
import { ActionMenu } from "./inbox/action_menu";
import { LabelChip, labelsOfSite, useLabels } from "./inbox/labels";
import { memo } from "./memo";
import { PicturesOf } from "./pictures/pictures";
import { JumpContext } from "./quote";
import { QuoteBar } from "./quote_bar";
import { RevealsOf } from "./reveals";
import { Timeline } from "./timeline";
import type { Jump } from "./use_jump";
import { WaitOf } from "./waiting";

const NOTHING: readonly Entry[] = [];

export interface ThreadPaneProps {
  readonly session: Session | null;
  readonly connected: boolean;
  /** Of who types in it. */
  readonly leases: readonly TypingLease[];
  readonly conversation: Conversation;
  readonly thread: Thread | undefined;
  readonly unsent: readonly Unsent[];
  readonly draft: Draft;
  readonly files: ConversationFiles;
  /** Another one with each change of any file. */
  readonly filesChange: number;
  /** Which message is to be shown, where a search or a quote has led to it. */
  readonly jump: Jump | null;
  readonly input: RefObject<HTMLTextAreaElement | null>;
  /** Actions of this conversation that the server has not confirmed yet. */
  readonly isActing: boolean;
  /** What the operator's role allows. */
  readonly canAnswer: boolean;
  readonly canLead: boolean;
  readonly canReveal: boolean;
  /** Must stay the same while the conversation does. */
  readonly amending: Amending;
  readonly toUnread: { current: (() => void) | null };
  readonly onBack: () => void;
  readonly onCard: () => void;
  readonly onDraft: (draft: Draft) => void;
  /** Whether files are a part of the answer. */
  readonly onFiles: (hasFiles: boolean, lastSeq: number) => void;
  /** The answer is to no message any more. */
  readonly onUnquote: () => void;
  /** Shows a message that another one quotes. */
  readonly onJump: (seq: number) => void;
  readonly onNote: (body: string, mentions: readonly string[]) => void;
  readonly onSend: (body: string, attached: { choices: readonly string[]; files: readonly FileRef[] }) => void;
  readonly onRetry: (echoId: string) => void;
  readonly onDiscard: (message: Unsent) => void;
  readonly onAssign: (toMe: boolean) => void;
  readonly onStatus: (status: Conversation["status"]) => void;
  readonly canMakeTags: boolean;
  /** They grow with each press of the keys that open the menus. */
  readonly menuOpenedByKey: number;
  readonly handOverOpenedByKey: number;
  readonly onStep: (step: Step, of: Conversation) => void;
  readonly onMerge: () => void;
  readonly onUnread: () => void;
  /** Must stay the same while the conversation does. */
  readonly otherOf: OtherOf;
  readonly onOlder: () => void;
  readonly onNewer: () => void;
  readonly onSeek: (seq: number) => void;
  readonly onNewest: () => void;
  readonly onSeen: (seq: number) => void;
}

/** Most of what others do is about other conversations, and leaves it as it is. */
export const ThreadPane = memo((props: ThreadPaneProps) => {
  const { session, connected, leases, conversation, thread, unsent } = props;
  const texts = useTexts();
  const me = session?.me.id ?? "";
  const site = session?.sites.find(({ id }) => id === conversation.site_id);
  const values = {
    name: usableName(conversation.visitor.name),
    operator: session?.me.public_name || (session?.me.name ?? ""),
    site: site?.name ?? "",
  };
  const limits = { accept: site?.files?.accept ?? "", maxBytes: site?.files?.max_bytes ?? 0 };
  const entries = thread?.timeline.entries ?? NOTHING;
  const lastSeq = entries.at(-1)?.seq ?? conversation.last_seq;
  const uploads = props.files.of(conversation.id, limits);
  const { draft, onDraft } = props;
  const hasFiles = uploads.items.some(({ state }) => state !== "failed");
  useLayoutEffect(() => props.onFiles(hasFiles, lastSeq), [conversation.id, hasFiles]);
  const messenger = linkedMessenger(draft.reply, site?.closed_messengers ?? []);
  return (
    <>
      <ThreadBar {...props} />
      <RevealsOf key={conversation.id} conversationId={conversation.id} isAllowed={props.canReveal}>
        <AmendingContext.Provider value={props.amending}>
          <JumpContext.Provider value={props.onJump}>
            <OthersContext.Provider value={props.otherOf}>
              <VisitorContext.Provider value={conversation.visitor}>
                <PicturesOf entries={thread ? heldOf(thread) : NOTHING} unsent={unsent}>
                  <Timeline
                    conversation={conversation}
                    thread={thread}
                    unsent={unsent}
                    jump={props.jump}
                    leases={leases}
                    connected={connected}
                    me={me}
                    toUnread={props.toUnread}
                    onOlder={props.onOlder}
                    onNewer={props.onNewer}
                    onSeek={props.onSeek}
                    onNewest={props.onNewest}
                    onSeen={props.onSeen}
                    onRetry={props.onRetry}
                    onDiscard={props.onDiscard}
                  />
                </PicturesOf>
              </VisitorContext.Provider>
            </OthersContext.Provider>
          </JumpContext.Provider>
        </AmendingContext.Provider>
      </RevealsOf>
      {props.canAnswer ? (
        <Composer
          key={`composer-${conversation.id}`}
          draft={wordsOf(draft)}
          isNote={draft.isNote}
          conversationId={conversation.id}
          siteId={conversation.site_id}
          departmentId={conversation.department?.id ?? null}
          leaderId={conversation.assignee?.id ?? null}
          values={values}
          quote={
            draft.replyTo !== null && (
              <QuoteBar seq={draft.replyTo} thread={thread} visitor={conversation.visitor} onCancel={props.onUnquote} />
            )
          }
          note={noteOf(texts, conversation, leases, me)}
          overtaken={overtakenBy(draft, entries, me)}
          warning={messenger === null ? null : texts.thread.closedMessenger(messenger)}
          input={props.input}
          uploads={uploads}
          limits={limits}
          onDraft={(words) => onDraft(withWords(draft, words, lastSeq, hasFiles))}
          onKind={(isNote) => onDraft({ ...draft, isNote })}
          onNote={props.onNote}
          onSend={props.onSend}
        />
      ) : (
        <p class="strip">{texts.thread.readOnly}</p>
      )}
    </>
  );
});

function ThreadBar(props: ThreadPaneProps) {
  const { session, connected, conversation, isActing, onBack, onCard, onAssign, onStatus } = props;
  const site = session?.sites.find(({ id }) => id === conversation.site_id);
  const tags = useLabels(conversation.tag_ids ?? []);
  const [result] = useLabels(conversation.result_id ? [conversation.result_id] : []);
  const texts = useTexts();
  const me = session?.me.id ?? "";
  const isOpen = conversation.status === "open";
  const isMine = conversation.assignee?.id === me;
  const disabled = isActing || !connected;
  const act = (action: () => void) => () => {
    if (!disabled) action();
  };
  // Of this conversation, whichever is open when the answer that it waits for has come
  const onStep = (step: Step) => props.onStep(step, conversation);
  const back = useRef<HTMLButtonElement>(null);
  // Where the back button shows, the list that had the focus is hidden.
  useEffect(() => {
    if (back.current?.offsetParent) back.current.focus();
  }, [conversation.id]);
  const isOnline = connected && conversation.visitor_online;
  const facts = [isOpen ? assigneeText(texts, conversation, me) : texts.card.closed.toLowerCase()];
  if (conversation.department) facts.push(amidWords(conversation.department.name));
  if (isSnoozed(conversation) && conversation.snoozed_until) {
    facts.push(texts.inbox.snoozedUntil(timeToCome(texts, new Date(conversation.snoozed_until), new Date())));
  }
  if (result) facts.push(amidWords(result.name));
  // What was true before the link went down may not be true any more.
  if (connected) facts.unshift(isOnline ? texts.list.online : texts.list.offline);
  return (
    <header class="thread-bar">
      <button
        class="button button--quiet button--icon thread-bar__back"
        type="button"
        ref={back}
        aria-label={texts.thread.backToList}
        title={texts.thread.backToList}
        onClick={onBack}
      >
        <Icon name="back" />
      </button>
      <div class="thread-bar__who">
        <div class="thread-bar__title">
          <h2 class="thread-bar__name" dir="auto">
            {visitorName(texts, conversation.visitor)}
          </h2>
          {site && session && session.sites.length > 1 && (
            <span class="thread-bar__site" title={site.name}>
              {amidWords(site.name)}
            </span>
          )}
        </div>
        <p class="thread-bar__state">
          <WaitOf conversation={conversation} site={site} />
          <span class={isOnline ? "dot dot--online" : "dot"} />
          <span>{facts.join(" · ")}</span>
          {tags.map((label) => (
            <LabelChip key={label.id} label={label} />
          ))}
        </p>
      </div>
      {props.canLead && (
        <div class="thread-bar__actions">
          {/* One button whatever it does: taken or given back, the focus stays where it is. */}
          {isOpen && (
            <button
              key="assign"
              class={conversation.assignee ? "button" : "button button--primary"}
              type="button"
              aria-disabled={disabled}
              aria-keyshortcuts={isMine ? undefined : "A"}
              onClick={act(() => onAssign(!isMine))}
            >
              {isMine ? texts.thread.requeue : conversation.assignee ? texts.thread.takeOver : texts.thread.take}
            </button>
          )}
          {isOpen && (
            <HandOver
              key={`hand-over-${conversation.id}`}
              me={me}
              colleagues={site?.colleagues ?? []}
              departments={site?.departments ?? []}
              assigneeId={conversation.assignee?.id ?? null}
              current={conversation.department ?? null}
              disabled={disabled}
              openedByKey={props.handOverOpenedByKey}
              onStep={onStep}
            />
          )}
          <button
            key="status"
            class="button"
            type="button"
            aria-disabled={disabled}
            aria-keyshortcuts="E"
            onClick={act(() => onStatus(isOpen ? "closed" : "open"))}
          >
            {isOpen ? texts.thread.close : texts.thread.reopen}
          </button>
          <ActionMenu
            key={`actions-${conversation.id}`}
            labels={labelsOfSite(session, conversation.site_id)}
            tagIds={conversation.tag_ids ?? []}
            isOpen={isOpen}
            isSnoozed={isSnoozed(conversation)}
            disabled={disabled}
            handTo={null}
            controllerId={props.canMakeTags ? (site?.controller_id ?? null) : null}
            openedByKey={props.menuOpenedByKey}
            onStep={onStep}
            onMerge={props.onMerge}
            onUnread={props.onUnread}
          />
        </div>
      )}
      <button
        class="button button--quiet button--icon thread-bar__card"
        type="button"
        aria-label={texts.thread.card}
        title={texts.thread.card}
        onClick={onCard}
      >
        <Icon name="person" />
      </button>
    </header>
  );
}

function assigneeText(texts: Texts, { assignee }: Conversation, me: string): string {
  if (!assignee) return texts.thread.nobodys;
  return assignee.id === me ? texts.thread.yours : texts.thread.ledBy(amidWords(assignee.name));
}

/** What answering will do besides, said where one answers; before that, who else is at it. */
function noteOf(texts: Texts, conversation: Conversation, leases: readonly TypingLease[], me: string): string | null {
  const colleague = leases.find(({ author }) => author.kind === "operator" && author.id !== me);
  if (colleague) return texts.thread.colleagueAnswers(amidWords(colleague.author.name));
  if (conversation.status === "closed") return texts.thread.closedNote;
  if (!conversation.assignee) return texts.thread.queuedNote;
  return conversation.assignee.id === me ? null : texts.thread.othersNote(amidWords(conversation.assignee.name));
}
