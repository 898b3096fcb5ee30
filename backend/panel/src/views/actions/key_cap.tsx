// A key as it is printed on a keyboard.
import type { Key } from "./actions";

/** Of the key that others are pressed with. */
export const MOD_NAME = isApple() ? "⌘" : "Ctrl";

const NAMES: Readonly<Record<string, string>> = { Escape: "Esc", Mod: MOD_NAME };

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
