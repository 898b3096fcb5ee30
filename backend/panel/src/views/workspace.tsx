// The signed-in panel: puts the panes together and turns clicks and keys into what the panel does.
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { BROWSER } from "../../../../widget/src/live/connection";
import { createTypingNotice } from "../../../../widget/src/typing_notice";
import { showBadge } from "../live/attention";
import { createConversationFiles } from "../live/conversation_files";
import { forgetWords, loadWords, saveWords } from "../live/kept_words";
import { isForThem, type News } from "../live/news";
import { formatRoute } from "../route";
import { wantingAttention } from "../state/attention";
import { hasWords } from "../state/drafts";
import { formatWanted, NOTHING_WANTED } from "../state/filter_query";
import type { Wanted } from "../state/filters";
import { listFolder, listHeld } from "../state/listing";
import { eyesOf } from "../state/model";
import { hasUnsent } from "../state/outgoing";
import { amidWords } from "../state/plain_words";
import { firstFor } from "../state/serving";
import type { Offer, Toast } from "../state/toasts";
import type { DialogName } from "./actions/desk";
import type { Amending } from "./amending";
import { CardDrawer } from "./card_drawer";
import { ServerNowContext, useTexts, visitorName } from "./context";
import { deskOf } from "./desk_of";
import { Dialogs } from "./dialogs";
import { LabelsContext } from "./inbox/labels";
import { stepsOver } from "./inbox/steps_over";
import { useLeading } from "./inbox/use_leading";
import { useSelection } from "./inbox/use_selection";
import { useShown } from "./inbox/use_shown";
import { useViews } from "./inbox/use_views";
import { LinkStrip } from "./link_strip";
import { ListPane } from "./list_pane";
import { useSearchField } from "./search/use_search_field";
import { ThreadColumn } from "./thread_column";
import { Toasts } from "./toasts";
import { loadCalls, useAlerts } from "./use_alerts";
import { useCardPlace } from "./use_card_place";
import { useCursor } from "./use_cursor";
import { useDrafts } from "./use_drafts";
import type { Jump } from "./use_jump";
import { isWriting, useKeys } from "./use_keys";
import { useLeaveWarning } from "./use_leave_warning";
import { useMenus } from "./use_menus";
import { useOpenThread } from "./use_open_thread";
import { usePanel } from "./use_panel";
import { useToasts } from "./use_toasts";
import { useUnreadMarks } from "./use_unread_marks";
import { isSeen } from "./use_visible";
import type { WorkspaceProps } from "./workspace_props";

export function Workspace(props: WorkspaceProps) {
  const { signedIn, preferences, route, navigate } = props;
  const texts = useTexts();
  const me = signedIn.operator.id;
  const [kept] = useState(() => loadWords(sessionStorage, me));
  const search = useSearchField(route.sought ?? "", (sought) => navigate({ ...route, sought }));
  const [jump, setJump] = useState<Jump | null>(null);
  const [dialog, setDialog] = useState<DialogName | null>(null);
  const canAnswer = signedIn.rights.includes("answer_visitors");
  const canDeleteAny = signedIn.rights.includes("delete_messages");
  const canLead = signedIn.rights.includes("lead_conversations");
  const canMakeTags = signedIn.rights.includes("manage_labels");
  const composer = useRef<HTMLTextAreaElement>(null);
  const [filesChange, drawFiles] = useState(0);
  const { panel, state } = usePanel(() => kept.outgoing, {
    onNews: callForAttention,
    onBack: (back) => {
      const wishes = { ...preferences.alerts, sound: preferences.sound };
      const seenId = !props.isCovered && isSeen() ? openId : null;
      loadCalls()
        .then(({ callForMissed }) => callForMissed(alerts, texts, back, wishes, seenId))
        .catch(() => undefined);
    },
    onGivenUp: (deed, code) => leading.giveUp(deed, code),
    onSettled: (echoId) => leading.settle(echoId),
    onSignedOut: props.onSessionEnded,
  });
  const { inbox, outgoing } = state;
  const toasts = useToasts(() => panel.state, state);
  const leading = useLeading(() => panel, texts, { add: toasts.add, withdraw: withdrawToast }, canLead);
  const drop = useRef(leading.drop);
  drop.current = leading.drop;
  const [files] = useState(() =>
    createConversationFiles(
      () => drawFiles((count) => count + 1),
      (...file) => drop.current(...file),
    ),
  );
  const views = useViews(inbox.connected, leading.drop);
  const typingIn = useRef<string | null>(null);
  const [typing] = useState(() =>
    createTypingNotice((isActive) => {
      if (typingIn.current !== null) panel.setTyping(typingIn.current, isActive);
    }, BROWSER),
  );
  const alerts = useAlerts(props.isCovered ? null : route.conversationId);
  const serverNow = useCallback(() => panel.clock.nowMs(), [panel]);

  const { folder, conversationId: openId } = route;
  const cardPlace = useCardPlace(openId);
  const marks = useUnreadMarks(me, openId);
  const wanted = folder === "filtered" ? (route.wanted ?? NOTHING_WANTED) : null;
  const query = wanted && formatWanted(wanted);
  // What is to be fetched is asked for before the frame is drawn, not after it
  useLayoutEffect(() => panel.openFolder(folder, wanted?.filter), [panel, folder, query]);
  useLayoutEffect(() => {
    panel.openConversation(openId);
    typingIn.current = openId;
    return () => typing.note(false);
  }, [panel, typing, openId]);
  const drafts = useDrafts(kept.drafts, openId, composer, typing.note);
  useEffect(() => saveWords(sessionStorage, me, { drafts: drafts.all, outgoing }), [me, drafts.all, outgoing]);
  const { isOwnOnly } = preferences.alerts;
  useEffect(() => showBadge(wantingAttention(inbox, isOwnOnly), texts.product), [inbox, isOwnOnly, texts]);
  useLeaveWarning(() => hasUnsent(panel.state.outgoing) || files.hasAny());

  const listed = useShown(panel, inbox, wanted?.unansweredMin ?? null);
  const listKey = `${inbox.openFolder} ${query ?? ""}`;
  const cursor = useCursor(listed, openId, listKey);
  const selection = useSelection(listed.ids, listKey);
  const menus = useMenus();
  const toUnread = useRef<(() => void) | null>(null);
  const labels = useMemo(
    () => new Map([...(inbox.session?.labels.values() ?? [])].flat().map((label) => [label.id, label])),
    [inbox.session],
  );
  const conversation = openId === null ? undefined : inbox.rows.get(openId)?.conversation;

  function callForAttention(news: News) {
    const { alerts: choices, sound } = preferences;
    if (!isForThem(news, panel.state.inbox.session, { ...choices, canLead })) return;
    const name = visitorName(texts, news.conversation.visitor);
    const isWatched = !props.isCovered && news.conversation.id === openId && isSeen();
    const notice = () => loadCalls().then(({ noticeOf }) => noticeOf(texts, news, choices.showsWords, name));
    alerts.call(news, { ...choices, sound }, notice, isWatched).catch(() => undefined);
    if (news.event.type !== "note_added" || isWatched) return;
    const { conversation_id: conversationId, author, body } = news.event;
    const text = texts.notes.mentionedBy(amidWords(author.name), body);
    toasts.add({ text, conversationId, kind: "called", offer: { word: "open" } });
  }

  const steps = stepsOver({
    panel,
    leading,
    me,
    open: conversation,
    listed: listed.conversations,
    selection,
    composer,
  });
  const thread = useOpenThread(panel, openId, drafts, canAnswer);
  const windowMs = (inbox.session?.editWindowS ?? 0) * 1_000;
  const amending = useMemo((): Amending => {
    const deeds = { onQuote: drafts.quote, onEdit: thread.edit, onDelete: thread.remove };
    return { me, windowMs, canAnswer, canDeleteAny, editors: new Map(), ...deeds };
  }, [me, windowMs, canAnswer, canDeleteAny, drafts.quote, thread.edit, thread.remove]);

  function openFilter(next: Wanted | null) {
    search.clear();
    if (next) navigate({ folder: "filtered", conversationId: openId, wanted: next });
    else navigate({ folder: "all", conversationId: openId });
  }

  function dismissToast({ id, conversationId }: Toast) {
    toasts.drop(id);
    if (composer.current) composer.current.focus();
    else if (conversationId !== null) cursor.put(conversationId);
    else if (listed.ids[0] !== undefined) cursor.put(listed.ids[0]);
  }

  /** Its offer was taken elsewhere. The focus that was in it goes where it does when a toast is put away. */
  function withdrawToast(offer: Offer) {
    const toast = toasts.toasts.find((one) => one.offer === offer);
    if (!toast) return;
    if (document.activeElement?.closest(`[data-toast="${toast.id}"]`)) dismissToast(toast);
    else toasts.drop(toast.id);
  }

  function signOut() {
    const isLost = hasUnsent(panel.state.outgoing) || files.hasAny() || hasWords(drafts.all);
    if (isLost && !confirm(texts.menu.unsentAsk)) return;
    panel.stop();
    forgetWords(sessionStorage, me);
    props.onSignOut();
  }

  /** Back to the list, with the focus where it was: on a phone the thread that had it is gone. */
  function leaveThread() {
    if (openId !== null) cursor.put(openId);
    navigate({ ...route, conversationId: null });
  }

  function markUnread() {
    if (openId === null) return;
    marks.add(openId);
    leaveThread();
  }

  /** The queue is in the order of waiting. */
  function openFirstWaiting() {
    const queue = listFolder(inbox.rows, "waiting", inbox.folders.waiting.shown, eyesOf(inbox)).conversations;
    const first = firstFor(inbox.session, queue);
    navigate({ folder: "waiting", conversationId: first?.id ?? openId });
  }

  function goBack() {
    const focused = document.activeElement;
    if (focused === search.input.current && search.hasAny) search.leave();
    else if (isWriting(focused)) focused.blur();
    else if (selection.ids.length > 0) selection.clear();
    else if (cardPlace.isOpen) cardPlace.close();
    else if (openId !== null) leaveThread();
  }

  // Whoever comes back begins at the end again
  useEffect(() => () => setJump((led) => (led?.conversationId === openId ? null : led)), [openId]);
  function jumpTo(conversationId: string, seq: number, takesFocus: boolean) {
    setJump({ conversationId, seq, takesFocus });
  }

  function takeOffer(toast: Toast) {
    if (toast.offer?.word === "open") {
      toasts.drop(toast.id);
      navigate({ ...route, conversationId: toast.conversationId });
    } else if (leading.take(toast)) dismissToast(toast);
  }

  const desk = deskOf({
    props,
    panel,
    state,
    conversation,
    leading,
    drafts,
    selection,
    menus,
    isSearching: search.isOpen,
    atCursor: cursor.cursor?.id ?? openId,
    addToast: toasts.add,
    texts,
    own: {
      ...steps,
      amending,
      views,
      wanted,
      toUnread,
      markUnread,
      move: cursor.move,
      showCard: cardPlace.show,
      openWanted: openFilter,
      search: () => search.input.current?.select(),
      goBack,
      openFirstWaiting,
      openDialog: setDialog,
      signOut,
    },
  });
  useKeys(desk, dialog !== null);

  const jumpToQuoted = useCallback((seq: number) => openId !== null && jumpTo(openId, seq, true), [openId, texts]);
  // The same while the route is: a long thread and the card must not be drawn again with each event
  const hrefOf = useCallback((id: string) => formatRoute({ ...route, conversationId: id }), [route]);
  const otherOf = useCallback(
    (id: string) => ({
      href: hrefOf(id),
      visitor: panel.state.inbox.rows.get(id)?.conversation.visitor ?? null,
    }),
    [panel, hrefOf],
  );
  const more = useCallback((list: typeof inbox.openFolder) => panel.wantMoreRows(list), [panel]);
  const card = conversation && {
    conversation,
    sites: inbox.session?.sites ?? [],
    me,
    connected: inbox.connected,
    rights: signedIn.rights,
    hrefOf,
    onClose: cardPlace.close,
  };
  const shape = `panel${openId === null ? " panel--list" : " panel--thread"}${card ? "" : " panel--no-card"}`;
  return (
    <ServerNowContext.Provider value={serverNow}>
      <LabelsContext.Provider value={labels}>
        <LinkStrip {...state} onRetry={() => panel.wake()} />
        <div class={shape} hidden={props.isCovered}>
          <section class="panel__list" aria-label={texts.list.label}>
            <ListPane
              inbox={inbox}
              openId={openId}
              listed={listed}
              marks={marks.ids}
              menu={{
                ...props,
                name: signedIn.operator.name,
                email: signedIn.email,
                onDialog: setDialog,
                onSignOut: signOut,
                isAway: desk.isAway,
                onAway: canAnswer && desk.isOnline ? desk.setAway : null,
              }}
              search={search}
              cursor={cursor.cursor}
              onFound={(conversationId, seq) => (seq === null ? setJump(null) : jumpTo(conversationId, seq, false))}
              wanted={wanted}
              filter={{ openedByKey: menus.keys.filter, startsAtName: menus.keys.isNaming, onWanted: openFilter }}
              views={views}
              selection={selection}
              bulk={{
                progress: leading.progress,
                canAnswer,
                canLead,
                canMakeTags,
                openedByKey: menus.keys.bulk,
                onStep: steps.stepAll,
                onRead: steps.readAll,
              }}
              onMore={more}
            />
          </section>
          <main class="panel__thread">
            <ThreadColumn
              desk={desk}
              inbox={inbox}
              openId={openId}
              drafts={drafts}
              open={thread}
              files={files}
              filesChange={filesChange}
              jump={jump}
              input={composer}
              menuKeys={menus.keys}
              onBack={leaveThread}
              onJump={jumpToQuoted}
              otherOf={otherOf}
            />
          </main>
          {card && <CardDrawer {...card} isOpen={cardPlace.isOpen} />}
        </div>
        <Dialogs
          open={dialog}
          desk={desk}
          signedIn={signedIn}
          conversations={() => listHeld(inbox.rows, eyesOf(inbox))}
          preferences={preferences}
          onPreferences={props.onPreferences}
          speaker={alerts.speaker}
          onClose={(closed) => setDialog((now) => (now === closed ? null : now))}
        />
        <Toasts toasts={toasts.toasts} onOffer={takeOffer} onDismiss={dismissToast} onGone={toasts.drop} />
      </LabelsContext.Provider>
    </ServerNowContext.Provider>
  );
}
