// A key as it is printed on a keyboard.
import type { Key } from "./actions";

const NAMES: Readonly<Record<string, string>> = { Escape: "Esc", Mod: isApple() ? "⌘" : "Ctrl" };

export function KeyCap({ of }: { readonly of: Key }) {
  return (
    <>
      {of.split("+").map((part, index) => (
        <span key={part}>
          {index > 0 && " + "}
          <kbd class="kbd">{NAMES[part] ?? (part.length === 1 ? part.toUpperCase() : part)}</kbd>
        </span>
      ))}
    </>
  );
}

function isApple(): boolean {
  return /^(Mac|iP)/.test(navigator.platform);
}
