// The chat as it would be: the widget's own window and styles, in a corner of a page that is not there.
import { render } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { Look } from "../../../../../../widget/src/host";
import { CHAT as EN } from "../../../../../../widget/src/languages/en";
import { CHAT as RU } from "../../../../../../widget/src/languages/ru";
import { INITIAL_STATE } from "../../../../../../widget/src/state";
import threadStyles from "../../../../../../widget/src/styles/thread.css";
import windowStyles from "../../../../../../widget/src/styles/window.css";
import { wordsOf } from "../../../../../../widget/src/texts/texts";
import { ChatWindow } from "../../../../../../widget/src/views/chat_window";
import type { Actions } from "../../../../../../widget/src/views/view";
import { fetchLook, type Language, type SiteWidget, type WidgetSettings } from "../../../live/site_requests";
import { Section } from "../../page";
import { useMedia } from "../../use_media";
import { usePrivacyTexts } from "../words";

const PAUSE_MS = 200;

const nothing = () => {};
const ACT: Actions = {
  frame: { current: null },
  field: { current: null },
  told: [],
  attachLog: nothing,
  close: nothing,
  write: nothing,
  tick: nothing,
  withdrawConsents: nothing,
  send: nothing,
  retry: nothing,
  edit: nothing,
  goToEnd: nothing,
};

interface PreviewProps {
  readonly site: SiteWidget;
  readonly settings: WidgetSettings;
  readonly language: Language;
}

export function Preview({ site, settings, language }: PreviewProps) {
  const { widget: words } = usePrivacyTexts();
  const [isOpen, setIsOpen] = useState(true);
  const [isAway, setIsAway] = useState(false);
  const [look, setLook] = useState<Look | null>(null);
  const isDarkOutside = useMedia("(prefers-color-scheme: dark)");
  const page = useRef<HTMLDivElement>(null);
  const asked = JSON.stringify(settings);

  // The colours are the server's to reckon: it makes sure that what is written in them can be read.
  useEffect(() => {
    let isLate = false;
    const timer = setTimeout(async () => {
      const answer = await fetchLook(site, JSON.parse(asked), language);
      if (!isLate && "value" in answer) setLook(answer.value);
    }, PAUSE_MS);
    return () => {
      isLate = true;
      clearTimeout(timer);
    };
  }, [asked, language, site]);

  useEffect(() => {
    const frame = page.current;
    if (!frame || !look) return;
    const root = frame.shadowRoot ?? frame.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    // `:host` of the widget is fixed to the page's corner; here the page is this box.
    sheet.replaceSync(`${look.css}${windowStyles}${threadStyles}
      :host{position:relative!important;inset:auto!important;z-index:auto!important;transform:translate(0)!important;
        width:100%!important;height:100%!important}
      .window.window{max-height:calc(100% - 24px);max-width:calc(100% - 24px)}`);
    root.adoptedStyleSheets = [sheet];
    const isDark = settings.theme === "dark" || (settings.theme === "auto" && isDarkOutside);
    const state = {
      ...INITIAL_STATE,
      status: "online" as const,
      isCaughtUp: true,
      site: { name: site.name, operators_online: !isAway },
    };
    const nowMs = Date.now();
    const view = {
      origin: location.origin,
      state,
      texts: wordsOf(language === "en" ? EN : RU, look),
      nowMs,
      opensAtMs: Date.parse(look.opens_at ?? ""),
      title: look.title,
      form: undefined,
      edition: 0,
      draft: "",
      isOpen,
      isModal: false,
      isDark,
      isFollowing: true,
      unread: 0,
      takes: undefined,
      act: ACT,
      part: () => undefined,
    };
    render(
      <div inert>
        <button type="button" class="launcher" aria-expanded={isOpen} aria-label={look.launcher ?? view.texts.open}>
          {look.launcher}
        </button>
        <ChatWindow {...view} />
      </div>,
      root,
    );
  }, [look, settings.theme, isDarkOutside, isOpen, isAway, language, site]);

  return (
    <Section title={words.preview}>
      <div class="widget__switches">
        <label class="widget__tick">
          <input type="checkbox" checked={isOpen} onInput={(event) => setIsOpen(event.currentTarget.checked)} />
          {words.previewOpen}
        </label>
        <label class="widget__tick">
          <input type="checkbox" checked={isAway} onInput={(event) => setIsAway(event.currentTarget.checked)} />
          {words.previewAway}
        </label>
      </div>
      <div class="widget__preview">
        <div class="widget__page" ref={page} />
      </div>
    </Section>
  );
}
