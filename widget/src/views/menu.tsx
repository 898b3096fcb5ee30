// What a visitor can do beside writing, behind one button.
import { Icon } from "./icon";
import type { View } from "./view";

export function Menu({ state, texts, isMuted, act }: View) {
  const { conversation, timeline } = state;
  // A newcomer has nothing to do here yet.
  if (!conversation) return null;
  const items: readonly (readonly [label: string, deed: () => void])[] = [
    [isMuted ? texts.unmute : texts.mute, act.toggleSound],
    ...(timeline.entries.length ? [[texts.download, act.download] as const] : []),
    ...(conversation.status === "open" ? [[texts.end, act.end] as const] : []),
  ];
  return (
    <details
      class="menu"
      onKeyDown={(event) => {
        const menu = event.currentTarget;
        if (event.key !== "Escape" || !menu.open) return;
        // The menu alone, not the chat.
        event.stopPropagation();
        event.preventDefault();
        menu.open = false;
        menu.querySelector("summary")?.focus();
      }}
      onFocusOut={({ currentTarget: menu, relatedTarget }) => {
        if (!menu.contains(relatedTarget as Node | null)) menu.open = false;
      }}
    >
      <summary class="close" aria-label={texts.more} title={texts.more}>
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
}
