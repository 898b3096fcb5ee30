// The chat's window: who is there, the thread or what stands in its place, and the composer.
import type { ChatState } from "../state";
import { dayOf, timeOf } from "../texts/texts";
import { Composer } from "./composer";
import { Icon } from "./icon";
import { Thread } from "./thread";
import type { View } from "./view";

export function ChatWindow(view: View) {
  const { state, texts, isOpen, isModal, isDark, act } = view;
  const siteName = view.title || state.site?.name;
  const name = state.conversation?.operator?.name || siteName || texts.chat;
  return (
    <section
      ref={act.frame}
      class={`window${isOpen ? " open" : ""}${isDark ? " dark" : ""}`}
      role="dialog"
      aria-modal={isModal}
      aria-label={texts.chat + (siteName ? `: ${siteName}` : "")}
      tabIndex={-1}
      onKeyDown={(event) => {
        if (event.key === "Escape" && !event.isComposing) act.close();
        if (event.key === "Tab" && isModal) keepFocusInside(event);
      }}
    >
      {act.told[0] && view.part("profile")?.(view)}
      <header class="header">
        {state.conversation?.operator && view.part("faces")?.(view, state.conversation.operator)}
        <div class="who">
          <h2 class="name" title={name}>
            {name}
          </h2>
          <p class="presence">{presenceOf(view)}</p>
        </div>
        {state.conversation && view.part("menu")?.(view)}
        <button type="button" class="close" aria-label={texts.close} title={texts.close} onClick={act.close}>
          <Icon path="M6 6l12 12M18 6 6 18" />
        </button>
      </header>
      <p class="bar" role="status">
        {state.isCutOff && <span>{texts.noConnection}</span>}
      </p>
      {state.invitation && view.part("invited")?.(view)}
      <Content {...view} />
      {isStopped(state) ? <Stopped {...view} /> : <Composer {...view} />}
    </section>
  );
}

function Content(view: View) {
  const { state, texts } = view;
  if (state.timeline.entries.length || state.outbox.length) return <Thread {...view} />;
  // Until the server has spoken a returning visitor waits for their thread; a new one has none to wait for.
  const isExpected = state.site ? state.conversation && !state.isCaughtUp : state.isReturning;
  if (isStopped(state)) return <div class="thread" />;
  if (isExpected) {
    return (
      <div class="thread skeleton" role="img" aria-label={texts.loading}>
        <i />
        <i />
        <i />
      </div>
    );
  }
  return (
    <div class="thread greeting">
      <p class="greeting-title">{texts.greeting}</p>
      <p>{state.site?.operators_online === false ? texts.greetingOffline : texts.greetingOnline}</p>
    </div>
  );
}

/** Why there is nothing to be written, and what has been written already: it may be kept nowhere else. */
function Stopped({ state, texts, draft, act }: View) {
  const isOutdated = state.closeCode === 4426;
  return (
    <div class="stopped">
      <p role="alert">{isOutdated ? texts.outdated : texts.unwelcome}</p>
      {isOutdated && (
        <button type="button" class="link" onClick={() => location.reload()}>
          {texts.reload}
        </button>
      )}
      {draft && <textarea ref={act.field} rows={1} readOnly value={draft} aria-label={texts.compose} />}
    </div>
  );
}

function presenceOf(view: View): string {
  const { site, conversation, status } = view.state;
  if (!site || status !== "online") return status === "stopped" ? "" : view.texts.connecting;
  const presence = site.operators_online ? view.texts.online : absenceOf(view);
  return conversation?.operator
    ? `${view.title || site.name} · ${presence.charAt(0).toLowerCase()}${presence.slice(1)}`
    : presence;
}

/** Nobody is there: until when, where that is known. */
function absenceOf({ texts, nowMs, opensAtMs }: View): string {
  if (!(opensAtMs > nowMs)) return texts.offline;
  const day = dayOf(texts, opensAtMs, nowMs);
  const isNamed = day === texts.today || day === texts.tomorrow;
  return texts.backAt(isNamed ? day.toLowerCase() : day, timeOf(texts, opensAtMs));
}

/** Whether the server has said that it will not speak with this page. */
function isStopped({ status, closeCode }: ChatState): boolean {
  return status === "stopped" && closeCode !== null;
}

/** On a phone the window is all there is: Tab goes round in it. */
function keepFocusInside(event: KeyboardEvent & { readonly currentTarget: HTMLElement }): void {
  const stops = [...event.currentTarget.querySelectorAll<HTMLElement>("a, button, summary, textarea, [tabindex='0']")];
  if (event.shiftKey) stops.reverse();
  const { activeElement } = event.currentTarget.getRootNode() as ShadowRoot;
  if (activeElement !== stops.at(-1) && activeElement !== event.currentTarget) return;
  event.preventDefault();
  stops[0]?.focus();
}
