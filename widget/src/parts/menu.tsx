// What a visitor can do beside writing, behind one button: fetched once there is a conversation to do it with.
import type { Part, Stage } from "../parts";
import { adoptStyles } from "../sheets";
import menuStyles from "../styles/menu.css";
import { MENU as WORDS } from "../texts/language";
import { download, transcriptOf } from "../transcript";
import { randomUuid } from "../uuid";
import { Icon } from "../views/icon";
import type { View } from "../views/view";
import type { ErasureAsked } from "../visitor.gen";

/** The button and what it opens. */
export function create({ host, client, store, redraw }: Stage): Part {
  let isDownloading = false;
  /** Whether they are being asked if they want to be forgotten. */
  let isAsking = false;
  /** Whether they want a copy mailed. */
  let isCopying = false;
  /** Of the request to be forgotten, until it is acknowledged. */
  let requestId: string | null = null;
  let taken: ErasureAsked | null = null;
  adoptStyles(host.root, menuStyles);
  client.listen((event) => {
    // Said at each welcome until it is confirmed; the server notes it once.
    if (event.type === "welcome") askErasure();
    if (event.type !== "erasure_asked" || event.echo_id !== requestId) return;
    requestId = null;
    taken = event;
    redraw();
  });

  function askErasure(): void {
    if (requestId) client.command({ type: "ask_erasure", echo_id: requestId });
  }

  function ask(is: boolean): void {
    isAsking = is;
    taken = null;
    redraw();
  }

  function copy(is: boolean): void {
    isCopying = is;
    redraw();
  }

  function forget(): void {
    requestId = randomUuid();
    askErasure();
    redraw();
  }

  /** Asks first; then says that it is under way, and what came of it. */
  function Forgetting() {
    if (taken) return <p role="status">{WORDS.forgetTaken(taken.number, taken.due_on && dayWords(taken.due_on))}</p>;
    if (requestId) return <p role="status">{WORDS.forgetting}</p>;
    return (
      <>
        <p>{WORDS.forgetAsk}</p>
        <Item label={WORDS.forgetYes} deed={forget} staysOpen />
        <Item label={WORDS.forgetNo} deed={() => ask(false)} staysOpen />
      </>
    );
  }

  function toggleSound(): void {
    store.mute(!store.isMuted());
    redraw();
  }

  /** Fetches what is older, page by page, then gives all of it to the visitor. */
  function keepAll({ state, texts }: View): void {
    if (state.timeline.hasBefore) {
      client.loadOlder();
      return;
    }
    isDownloading = false;
    download(WORDS.file, transcriptOf(state, texts));
  }

  function startDownload(): void {
    isDownloading = true;
    redraw();
  }

  return (view) => {
    if (isDownloading) keepAll(view);
    const { conversation, timeline } = view.state;
    const items: readonly ItemProps[] = [
      { label: store.isMuted() ? WORDS.unmute : WORDS.mute, deed: toggleSound },
      ...(timeline.entries.length ? [{ label: WORDS.download, deed: startDownload }] : []),
      // Mailed to anybody it would be a way to annoy them: so only once somebody has answered.
      ...(host.look.copies &&
      timeline.entries.some(({ type, author }) => type === "message_posted" && author.kind === "operator")
        ? [{ label: WORDS.copy, deed: () => copy(true), staysOpen: true }]
        : []),
      ...(conversation?.status === "open" ? [{ label: WORDS.end, deed: client.end }] : []),
      { label: WORDS.forget, deed: () => ask(true), staysOpen: true },
    ];
    return (
      <details
        class="menu"
        onKeyDown={(event) => {
          const menu = event.currentTarget;
          if (event.key !== "Escape" || !menu.open) return;
          // The menu alone, not the chat.
          event.stopPropagation();
          // Or the browser, which closes what was opened last, closes the chat as well.
          event.preventDefault();
          menu.open = false;
          menu.querySelector("summary")?.focus();
        }}
        onFocusOut={({ currentTarget: menu, relatedTarget }) => {
          if (!menu.contains(relatedTarget as Node | null)) menu.open = false;
        }}
        onToggle={({ currentTarget: menu }) => {
          if (menu.open) return;
          copy(false);
          ask(false);
        }}
      >
        <summary class="close" aria-label={WORDS.more} title={WORDS.more}>
          <Icon path="M5 12h.01M12 12h.01M19 12h.01" />
        </summary>
        <div class="items">
          {isCopying ? (
            view.part("copy")?.(view)
          ) : isAsking ? (
            <Forgetting />
          ) : (
            items.map((item) => <Item key={item.label} {...item} />)
          )}
        </div>
      </details>
    );
  };
}

interface ItemProps {
  readonly label: string;
  deed(): void;
  /** What is to be seen next is in the menu too. */
  readonly staysOpen?: boolean;
}

function Item({ label, deed, staysOpen }: ItemProps) {
  return (
    <button
      type="button"
      onClick={(event) => {
        const menu = event.currentTarget.closest("details");
        if (menu && !staysOpen) menu.open = false;
        // The button may be gone after its deed, and the focus with it.
        menu?.querySelector("summary")?.focus();
        deed();
      }}
    >
      {label}
    </button>
  );
}

/** A day that came as `2026-12-14`, wherever the reader is. */
function dayWords(day: string): string {
  const options = { day: "numeric", month: "long", timeZone: "UTC" } as const;
  return new Date(day).toLocaleDateString(WORDS.language, options);
}
