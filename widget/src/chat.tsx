// The chat body: puts the window beside the launcher and ties it to the client, the page and the browser's events.
import { render } from "preact";
import { createAttention } from "./attention";
import { createClient } from "./client";
import type { Events } from "./events";
import type { Chat, Host, Look } from "./host";
import { currentPage, watchPage } from "./pages";
import { createParts } from "./parts";
import { createScreen } from "./screen";
import { createScrollKeeper } from "./scroll_keeper";
import { adoptStyles } from "./sheets";
import { type ChatState, unreadCount } from "./state";
import { openStore } from "./storage";
import threadStyles from "./styles/thread.css";
import windowStyles from "./styles/window.css";
import { CHAT } from "./texts/language";
import { wordsOf } from "./texts/texts";
import { ChatWindow } from "./views/chat_window";
import type { Actions } from "./views/view";
import type { SiteState } from "./visitor.gen";
import { createWays } from "./ways";
import type { WorkModule } from "./work";

declare const RELEASE: string;

/** Exported for a chat that is to go on in this language. */
export { CHAT };

const MAX_COUNT = 99;
/** What the style sheet leaves above and below the field's text. */
const FIELD_EDGES_PX = 16;

/** Starts the chat. There is no socket yet, unless the browser knows of a conversation to follow. */
export function startChat(host: Host): Chat {
  const { root, launcher, origin, site } = host;
  let { look } = host;
  let texts = wordsOf(CHAT, look);
  const store = openStore(site);
  const place = document.createElement("div");
  const badge = document.createElement("span");
  const announcement = document.createElement("output");
  const darkness = matchMedia("(prefers-color-scheme: dark)");
  const leaving = new AbortController();
  const { signal } = leaving;
  const screen = createScreen(place, { redraw, close, signal });
  const attention = createAttention(site, store.isMuted, signal);
  let theme: string | undefined = look.theme;
  let isOpen = false;
  let isDrawn = true;
  let isHeard = Boolean(look.metrica);
  let deeds: ((events: Events) => void)[] = [];
  let edition = 0;
  let hasWritten = false;
  let draft = store.readDraft() ?? "";

  const client = createClient(
    {
      origin,
      site,
      getLocale: () => look.locale,
      store,
      getPage: () => currentPage(attention.plainTitle()),
      onChange: note,
      getSite: siteOfLook,
      // A failed import is remembered by its address.
      doWork: (work) =>
        import(`${origin}/work-${RELEASE}.js?${work.signature}`).then(({ solve }: WorkModule) => solve(work)),
    },
    createWays(origin),
  );
  let heard = client.state;
  const part = createParts({ host, client, hear, store, signal, redraw }, () => look.locale);
  const scroll = createScrollKeeper({ onFollowChange: redraw, onNearStart: client.loadOlder });
  const act: Actions = {
    frame: { current: null },
    field: { current: null },
    told: [],
    attachLog: scroll.attach,
    close,
    write(text) {
      draft = text;
      client.type(text.trim() !== "");
      drawSoon();
    },
    send(body, about) {
      draft = "";
      hasWritten = true;
      client.type(false);
      client.send(body, about, act.attached ?? undefined);
      act.attached = undefined;
      redraw();
    },
    tick: client.tick,
    withdrawConsents: client.withdrawConsents,
    retry: client.retry,
    edit(echoId, body) {
      client.withdraw(echoId);
      act.write(draft ? `${body}\n${draft}` : body);
      act.field.current?.focus();
    },
    goToEnd() {
      scroll.goToEnd();
      // The button that was pressed is gone.
      focusOn(place.querySelector<HTMLElement>(".log"));
    },
  };

  /** What newcomers are asked, as the page was told. */
  function siteOfLook(): SiteState | null {
    const { consents, title = "", opens_at } = look;
    return consents ? { consents, name: title, operators_online: !opens_at } : null;
  }

  function note(state: ChatState): void {
    const before = heard;
    heard = state;
    hear((events) => events.watch(before, state));
    redraw();
  }

  /** Tells `events.ts`, once it is there. */
  function hear(deed: (events: Events) => void): void {
    if (isHeard) deeds.push(deed);
    tellDeeds();
  }

  function tellDeeds(): void {
    const events = deeds[0] && part("events");
    if (!events) return;
    const told = deeds;
    deeds = [];
    for (const deed of told) deed(events);
  }

  function redraw(): void {
    edition += 1;
    drawSoon();
  }

  /** Draws once for all the changes that come together. */
  function drawSoon(): void {
    if (isDrawn) queueMicrotask(draw);
    isDrawn = false;
  }

  function draw(): void {
    isDrawn = true;
    if (signal.aborted) return;
    tellDeeds();
    const { state } = client;
    const unread = unreadCount(state);
    drawLauncher(unread);
    const nowMs = client.nowMs();
    const { isFollowing } = scroll;
    const isModal = screen.isCovered();
    screen.listenForBack(isOpen && isModal && place.isConnected);
    const isDark = theme === "dark" || (theme !== "light" && darkness.matches);
    const opensAtMs = Date.parse(look.opens_at ?? "");
    render(
      <ChatWindow
        {...{
          origin,
          state,
          texts,
          nowMs,
          opensAtMs,
          title: look.title,
          edition,
          form: look.form,
          draft,
          isOpen,
          isModal,
          isDark,
        }}
        {...{ isFollowing, unread, takes: look.files, act, part }}
      />,
      place,
    );
    fitField();
    scroll.settle(state.timeline.entries[0]?.seq ?? 0, hasWritten);
    hasWritten = false;
    // Each time: there may be somebody to keep it for only since the server has spoken.
    if (isOpen) store.keepDraft(draft);
    attention.note(unread, isSeen(), state.status === "online" && state.isCaughtUp);
    markRead();
  }

  function drawLauncher(unread: number): void {
    badge.textContent = unread > MAX_COUNT ? `${MAX_COUNT}+` : String(unread || "");
    const label = look.launcher || texts.open;
    launcher.setAttribute("aria-label", label + (unread ? `: ${texts.newMessages(unread)}` : ""));
    launcher.setAttribute("aria-expanded", String(isOpen));
    announcement.textContent = unread && !(isOpen && place.isConnected) ? texts.newMessages(unread) : "";
  }

  /** The field grows with its text; the style sheet says how far. */
  function fitField(): void {
    const { current } = act.field;
    if (!current) return;
    current.style.height = "auto";
    current.style.height = `${current.scrollHeight + FIELD_EDGES_PX}px`;
  }

  /** Whether the end of the thread is before somebody's eyes: the page may have put the widget away. */
  function isSeen(): boolean {
    return isOpen && place.isConnected && scroll.isFollowing && !document.hidden;
  }

  function markRead(): void {
    if (isSeen()) client.markRead();
  }

  function show(): void {
    if (isOpen) return;
    isOpen = true;
    client.start();
    screen.fit();
    draw();
    const { state } = client;
    hear((events) => {
      events.emit("open");
      events.reach("chat_opened", state);
    });
  }

  function open(): void {
    show();
    focusOn(act.frame.current);
  }

  /** The field, but not on a phone: there it would bring the keyboard up over what is to be read. */
  function focusOn(toRead: HTMLElement | null): void {
    const target = matchMedia("(pointer: coarse)").matches ? toRead : act.field.current;
    (target ?? act.frame.current)?.focus({ preventScroll: true });
  }

  /** Opens without being asked by the visitor: takes no focus from where they type, and never covers the page. */
  function appear(): void {
    if (!signal.aborted && !screen.isCovered()) show();
  }

  /** The chat was left open on the page before: it is here too. */
  function resume(): void {
    if (store.readDraft() !== null) appear();
  }

  function close(): void {
    store.keepDraft(null);
    if (!isOpen) return;
    isOpen = false;
    const { conversation, outbox } = client.state;
    // Whoever is known is followed on: the server may not have spoken yet.
    if (!conversation && !outbox.length && !store.isExpected()) client.stop();
    draw();
    launcher.focus({ preventScroll: true });
    hear((events) => events.emit("close"));
  }

  function wake(): void {
    if (document.hidden) return;
    client.wake();
    markRead();
  }

  /** Somebody else is before the screen, as the page or another tab says. */
  function forget(): void {
    draft = "";
    act.told = [];
    client.reset();
    // A thread that nobody has yet is not waited for; a chat that is closed has nobody to follow.
    if (!isOpen) client.stop();
  }

  function follow(): void {
    if (isOpen || store.isExpected()) client.start();
  }

  /** Goes on in another language: its words are in the chat's file of that language. */
  async function speak(locale: string): Promise<void> {
    const answer = await fetch(`${origin}/widget/${site}/${encodeURIComponent(locale)}`);
    const heard: Look = await answer.json();
    const { CHAT } = await import(`${origin}/chat-${heard.locale}-${RELEASE}.js`);
    look = heard;
    texts = wordsOf(CHAT, look);
    client.greet();
    redraw();
  }

  adoptStyles(root, windowStyles + threadStyles);
  badge.className = "badge";
  launcher.append(badge);
  launcher.setAttribute("aria-haspopup", "dialog");
  announcement.className = "hidden";
  root.append(place, announcement);

  store.watch(
    () => {
      follow();
      client.wake();
    },
    forget,
    signal,
  );
  watchPage(client.visitPage, signal);
  document.addEventListener("visibilitychange", wake, { signal });
  addEventListener("online", wake, { signal });
  // A page that is left must not hold a socket, or the browser can't keep it for the way back.
  addEventListener("pagehide", client.stop, { signal });
  addEventListener("pageshow", follow, { signal });
  darkness.addEventListener("change", redraw, { signal });
  // What is typed here is no shortcut of the page.
  for (const type of ["keydown", "keypress", "keyup"]) root.addEventListener(type, (event) => event.stopPropagation());

  draw();
  follow();
  // Later than the press that has loaded the chat: it opens what it finds closed.
  setTimeout(resume);
  return {
    open,
    close,
    toggle: () => (isOpen ? close() : open()),
    appear,
    placed: redraw,
    withdraw: client.withdrawConsents,
    isOpen: () => isOpen,
    prefill(text) {
      open();
      if (!draft) act.write(String(text ?? ""));
    },
    tell(...call) {
      act.told.push(call);
      redraw();
    },
    reset() {
      store.clear();
      forget();
    },
    setLocale(locale) {
      speak(String(locale)).catch(() => {});
    },
    setDepartment: client.chooseDepartment,
    setTheme(name) {
      theme = name;
      redraw();
    },
    on(name, listener) {
      isHeard = true;
      hear((events) => events.on(name, listener));
    },
    off: (name, listener) => hear((events) => events.off(name, listener)),
    destroy() {
      attention.end();
      leaving.abort();
      client.stop();
      render(null, place);
    },
  };
}
