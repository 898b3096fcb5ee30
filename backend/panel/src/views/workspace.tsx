// The signed-in panel: puts the panes together and turns clicks and keys into what the panel does.
import { useCallback, useEffect, useMemo, useRef, useState } from "preact/hooks";
import { BROWSER } from "../../../../widget/src/live/connection";
import { createTypingNotice } from "../../../../widget/src/typing_notice";
import { Chime, showBadge } from "../live/attention";
import { createConversationFiles } from "../live/conversation_files";
import { forgetWords, loadWords, saveWords } from "../live/kept_words";
import type { SignedIn } from "../live/session_requests";
import type { FileRef, MessagePosted, NoteAdded, Status } from "../operator.gen";
import type { Preferences } from "../preferences";
import { formatRoute, type Route } from "../route";
import { wantingAttention } from "../state/attention";
import { type Draft, EMPTY_DRAFT, withDraft, withWords } from "../state/drafts";
import { hasUnsent, isActing, unsentOf } from "../state/outgoing";
import type { Toast } from "../state/toasts";
import { errorText } from "../texts/errors";
import { CardDrawer } from "./card_drawer";
import { ServerNowContext, useTexts, visitorName } from "./context";
import { OwnFace } from "./face/own_face";
import { Help } from "./help";
import { LinkStrip } from "./link_strip";
import { ListPane, shownConversations } from "./list_pane";
import { NoThread } from "./no_thread";
import { Security } from "./security/security";
import { ThreadPane } from "./thread_pane";
import { Toasts } from "./toasts";
import { useCursor } from "./use_cursor";
import { useKeys } from "./use_keys";
import { usePanel } from "./use_panel";
import { useToasts } from "./use_toasts";
import { isSeen } from "./use_visible";

export interface WorkspaceProps {
  readonly route: Route;
  readonly navigate: (route: Route) => void;
  /** Something else covers the conversations: they go on, unseen. */
  readonly isCovered: boolean;
  readonly privacyHref: string | null;
  readonly sitesHref: string | null;
  readonly signedIn: SignedIn;
  readonly preferences: Preferences;
  readonly onPreferences: (preferences: Preferences) => void;
  readonly onSignOut: () => void;
  readonly onSessionEnded: () => void;
}

export function Workspace(props: WorkspaceProps) {
  const { signedIn, preferences, route, navigate } = props;
  const texts = useTexts();
  const me = signedIn.operator.id;
  const [kept] = useState(() => loadWords(sessionStorage, me));
  const [drafts, setDrafts] = useState(kept.drafts);
  const [search, setSearch] = useState("");
  const [isCardOpen, setIsCardOpen] = useState(false);
  const [isHelpOpen, setIsHelpOpen] = useState(false);
  const [isSecurityOpen, setIsSecurityOpen] = useState(false);
  const [isFaceOpen, setIsFaceOpen] = useState(false);
  const canAnswer = signedIn.rights.includes("answer_visitors");
  const canReveal = signedIn.rights.includes("reveal_contacts");
  const canDeleteAny = signedIn.rights.includes("delete_messages");
  const canLead = signedIn.rights.includes("lead_conversations");
  const searchInput = useRef<HTMLInputElement>(null);
  const composer = useRef<HTMLTextAreaElement>(null);
  const [, drawFiles] = useState(0);
  const [files] = useState(() => createConversationFiles(() => drawFiles((count) => count + 1)));
  const [chime] = useState(() => new Chime());

  const { panel, state } = usePanel(() => kept.outgoing, {
    onVisitorMessage: callForAttention,
    onMentioned: tellOfMention,
    onGivenUp: (deed, code) => {
      const text = texts.toast.actionFailed(errorText(texts, code));
      toasts.add({ text, conversationId: deed.conversation_id, kind: "failed" });
    },
    onSignedOut: props.onSessionEnded,
  });
  const { inbox, outgoing } = state;
  const toasts = useToasts(inbox, outgoing);
  const typingIn = useRef<string | null>(null);
  const [typing] = useState(() =>
    createTypingNotice((isActive) => {
      if (typingIn.current !== null) panel.setTyping(typingIn.current, isActive);
    }, BROWSER),
  );
  const serverNow = useCallback(() => panel.clock.nowMs(), [panel]);

  const { folder, conversationId: openId } = route;
  useEffect(() => panel.openFolder(folder), [panel, folder]);
  useEffect(() => {
    panel.openConversation(openId);
    setIsCardOpen(false);
    typingIn.current = openId;
    return () => typing.note(false);
  }, [panel, typing, openId]);
  useEffect(() => saveWords(sessionStorage, me, { drafts, outgoing }), [me, drafts, outgoing]);
  useEffect(() => showBadge(wantingAttention(inbox), texts.product), [inbox, texts]);
  useEffect(() => {
    const warn = (event: BeforeUnloadEvent) => {
      if (hasUnsent(panel.state.outgoing) || files.hasAny()) event.preventDefault();
    };
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, [panel, files]);
  useEffect(() => {
    const unlock = () => chime.unlock();
    document.addEventListener("pointerdown", unlock);
    document.addEventListener("keydown", unlock);
    return () => {
      document.removeEventListener("pointerdown", unlock);
      document.removeEventListener("keydown", unlock);
    };
  }, [chime]);

  // The route leads, the inbox follows one effect later: for that moment the view keeps what the inbox has.
  const conversations = useMemo(
    () => shownConversations(inbox, texts, search),
    [inbox.rows, inbox.folders, inbox.openFolder, inbox.session, texts, search],
  );
  const ids = useMemo(() => conversations.map(({ id }) => id), [conversations]);
  const cursor = useCursor(ids, openId, `${inbox.openFolder} ${search.trim()}`);
  const conversation = openId === null ? undefined : inbox.rows.get(openId)?.conversation;

  function callForAttention({ conversation_id: id }: MessagePosted) {
    const assignee = panel.state.inbox.rows.get(id)?.conversation.assignee;
    const isTheirs = assignee !== undefined && assignee !== null && assignee.id !== me;
    const isWatched = id === openId && isSeen();
    if (preferences.sound && !isTheirs && !isWatched) chime.play(performance.now());
  }

  function tellOfMention({ conversation_id: id, author, body }: NoteAdded) {
    if (id === openId && isSeen()) return;
    if (preferences.sound) chime.play(performance.now());
    toasts.add({ text: texts.notes.mentionedBy(author.name, body), conversationId: id, kind: "mentioned" });
  }

  function setStatus(status: Status) {
    if (!conversation) return;
    panel.setStatus(conversation.id, status);
    if (status === "closed") {
      const text = texts.toast.closed(visitorName(texts, conversation.visitor));
      toasts.add({ text, conversationId: conversation.id, kind: "closed" });
    }
  }

  /** Who takes a conversation is about to answer, and the button or the row that was pressed may be gone in a moment. */
  function assign(toMe: boolean) {
    if (!conversation) return;
    panel.assign(conversation.id, toMe ? me : null);
    if (toMe) composer.current?.focus();
  }

  /** Back to the queue, of that department. */
  function handOver(departmentId: string) {
    if (conversation) panel.assign(conversation.id, null, departmentId);
  }

  function dismissToast({ id, conversationId }: Toast) {
    toasts.drop(id);
    if (composer.current) composer.current.focus();
    else cursor.put(conversationId);
  }

  const draft = drafts.get(openId ?? "") ?? EMPTY_DRAFT;

  function setDraft(next: Draft) {
    if (openId === null) return;
    setDrafts((held) => withDraft(held, openId, next));
    // Of notes the visitor hears nothing.
    typing.note(!next.isNote && next.reply.trim() !== "");
  }

  function send(body: string, attached: { choices: readonly string[]; files: readonly FileRef[] }) {
    if (openId === null) return;
    panel.send(openId, body, { ...attached, replyTo: draft.replyTo });
    setDraft({ ...draft, reply: "", replyTo: null });
  }

  function note(body: string, mentions: readonly string[]) {
    if (openId === null) return;
    panel.note(openId, body, mentions);
    setDraft(withWords(draft, ""));
  }

  function writeAs(isNote: boolean) {
    if (!composer.current) return;
    setDraft({ ...draft, isNote });
    composer.current.focus();
  }

  function signOut() {
    if (hasUnsent(panel.state.outgoing) && !confirm(texts.menu.unsentAsk)) return;
    panel.stop();
    forgetWords(sessionStorage, me);
    props.onSignOut();
  }

  /** Back to the list, with the focus where it was: on a phone the thread that had it is gone. */
  function leaveThread() {
    if (openId !== null) cursor.put(openId);
    navigate({ folder, conversationId: null });
  }

  function goBack() {
    const focused = document.activeElement;
    if (focused === searchInput.current && search !== "") setSearch("");
    else if (focused === searchInput.current || focused === composer.current) (focused as HTMLElement).blur();
    else if (isCardOpen) setIsCardOpen(false);
    else if (openId !== null) leaveThread();
  }

  const canAct = canLead && conversation !== undefined && inbox.connected && !isActing(outgoing, conversation.id);
  useKeys(!props.isCovered, {
    next: () => cursor.move(1),
    previous: () => cursor.move(-1),
    reply: () => writeAs(false),
    note: () => writeAs(true),
    take: () => {
      const isOthers = conversation?.status === "open" && conversation.assignee?.id !== me;
      if (canAct && isOthers) assign(true);
    },
    toggleStatus: () => {
      if (canAct) setStatus(conversation.status === "open" ? "closed" : "open");
    },
    search: () => searchInput.current?.select(),
    help: () => setIsHelpOpen(true),
    back: goBack,
  });

  const seen = useCallback(
    (seq: number) => {
      if (openId === null) return;
      panel.seeMentions(openId, seq);
      if (canAnswer) panel.markSeen(openId, seq);
    },
    [panel, openId, canAnswer],
  );
  const edit = useCallback(
    (seq: number, body: string) => openId !== null && panel.editMessage(openId, seq, body),
    [panel, openId],
  );
  const remove = useCallback((seq: number) => openId !== null && panel.deleteMessage(openId, seq), [panel, openId]);
  const quote = useCallback(
    (replyTo: number | null) => {
      if (openId === null) return;
      setDrafts((held) => {
        const before = held.get(openId) ?? EMPTY_DRAFT;
        return withDraft(held, openId, { ...before, isNote: replyTo === null && before.isNote, replyTo });
      });
      requestAnimationFrame(() => composer.current?.focus());
    },
    [openId],
  );
  const older = useCallback(() => openId !== null && panel.wantOlderEntries(openId), [panel, openId]);
  const more = useCallback((wanted: typeof folder) => panel.wantMoreRows(wanted), [panel]);
  const card = conversation && {
    conversation,
    sites: inbox.session?.sites ?? [],
    me,
    connected: inbox.connected,
    canReveal,
    hrefOf: (id: string) => formatRoute({ folder, conversationId: id }),
    onClose: () => setIsCardOpen(false),
  };
  const shape = `panel${openId === null ? " panel--list" : " panel--thread"}${card ? "" : " panel--no-card"}`;
  return (
    <ServerNowContext.Provider value={serverNow}>
      <div class={shape}>
        <LinkStrip {...state} onRetry={() => panel.wake()} />
        <section class="panel__list" aria-label={texts.list.label}>
          <ListPane
            inbox={inbox}
            conversations={conversations}
            menu={{
              name: signedIn.operator.name,
              email: signedIn.email,
              preferences,
              onPreferences: props.onPreferences,
              privacyHref: props.privacyHref,
              sitesHref: props.sitesHref,
              onHelp: () => setIsHelpOpen(true),
              onFace: () => setIsFaceOpen(true),
              onSecurity: () => setIsSecurityOpen(true),
              onSignOut: signOut,
            }}
            search={search}
            searchInput={searchInput}
            cursor={cursor.cursor}
            onSearch={setSearch}
            onMore={more}
          />
        </section>
        <main class="panel__thread">
          {conversation ? (
            <ThreadPane
              inbox={inbox}
              conversation={conversation}
              thread={inbox.threads.get(conversation.id)}
              unsent={unsentOf(outgoing, conversation.id)}
              files={files}
              draft={draft}
              input={composer}
              isActing={isActing(outgoing, conversation.id)}
              canAnswer={canAnswer}
              canLead={canLead}
              canReveal={canReveal}
              canDeleteAny={canDeleteAny}
              onBack={leaveThread}
              onCard={() => setIsCardOpen(true)}
              onDraft={setDraft}
              onSend={send}
              onNote={note}
              onQuote={quote}
              onEdit={edit}
              onDelete={remove}
              onRetry={(echoId) => {
                panel.retry(conversation.id, echoId);
                composer.current?.focus();
              }}
              onDiscard={(echoId) => {
                panel.discard(conversation.id, echoId);
                composer.current?.focus();
              }}
              onAssign={assign}
              onHandOver={handOver}
              onStatus={setStatus}
              onOlder={older}
              onSeen={seen}
            />
          ) : (
            <NoThread inbox={inbox} openId={openId} onBack={leaveThread} />
          )}
        </main>
        {card && <CardDrawer {...card} isOpen={isCardOpen} />}
      </div>
      {isFaceOpen && <OwnFace id={me} onClose={() => setIsFaceOpen(false)} />}
      {isSecurityOpen && <Security onClose={() => setIsSecurityOpen(false)} />}
      {isHelpOpen && <Help onClose={() => setIsHelpOpen(false)} />}
      <Toasts
        toasts={toasts.toasts}
        onUndo={(toast) => {
          panel.setStatus(toast.conversationId, "open");
          dismissToast(toast);
        }}
        onOpen={(toast) => {
          toasts.drop(toast.id);
          navigate({ folder, conversationId: toast.conversationId });
        }}
        onDismiss={dismissToast}
        onGone={toasts.drop}
      />
    </ServerNowContext.Provider>
  );
}
