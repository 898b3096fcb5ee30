// What a visitor can do beside writing, behind one button: fetched once there is a conversation to do it with.
import type { Part, Stage } from "../parts";
import { adoptStyles } from "../sheets";
import menuStyles from "../styles/menu.css";
import { MENU as WORDS } from "../texts/language";
import { download, transcriptOf } from "../transcript";
import { Icon } from "../views/icon";
import type { View } from "../views/view";

/** The button and what it opens. */
export function create({ host, client, store, redraw }: Stage): Part {
  let isDownloading = false;
  adoptStyles(host.root, menuStyles);

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
    const items: readonly (readonly [label: string, deed: () => void])[] = [
      [store.isMuted() ? WORDS.unmute : WORDS.mute, toggleSound],
      ...(timeline.entries.length ? [[WORDS.download, startDownload] as const] : []),
      ...(conversation?.status === "open" ? [[WORDS.end, client.end] as const] : []),
    ];
    return (
      <details
        class="menu"
        onKeyDown={(event) => {
          const menu = event.currentTarget;
          if (event.key !== "Escape" || !menu.open) return;
          // The menu alone, not the chat.
          event.stopPropagation();
          menu.open = false;
          menu.querySelector("summary")?.focus();
        }}
        onFocusOut={({ currentTarget: menu, relatedTarget }) => {
          if (!menu.contains(relatedTarget as Node | null)) menu.open = false;
        }}
      >
        <summary class="close" aria-label={WORDS.more} title={WORDS.more}>
          <Icon path="M5 12h.01M12 12h.01M19 12h.01" />
        </summary>
        <div class="items">
          {items.map(([label, deed]) => (
            <button
              key={label}
              type="button"
              onClick={(event) => {
                const menu = event.currentTarget.closest("details");
                if (menu) menu.open = false;
                deed();
                menu?.querySelector("summary")?.focus();
              }}
            >
              {label}
            </button>
          ))}
        </div>
      </details>
    );
  };
}
