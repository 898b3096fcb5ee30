// The parts of the chat that are fetched only when they are needed, each a file of its own (`parts/`).
import { Fragment, h, type VNode } from "preact";
import type { Client } from "./client";
import type { Events, Hear } from "./events";
import type { Host } from "./host";
import type { Jsx } from "./part_jsx";
import type { VisitorStore } from "./storage";
import type { View } from "./views/view";
import type { Author } from "./visitor.gen";

/** Stands in the names of the files that belong together; scripts/build.mjs puts it in. */
declare const RELEASE: string;

/** What a part works with. It lives as long as the chat, so it may keep a state of its own. */
export interface Stage {
  readonly host: Host;
  readonly client: Client;
  readonly hear: Hear;
  readonly store: VisitorStore;
  /** Ends with the chat. */
  readonly signal: AbortSignal;
  redraw(): void;
}

/** Draws a part, or what it has to say about somebody; null: nothing to be seen. */
export type Part = (view: View, about?: Author) => VNode | null;

/** What the file of a part exports; `lendJsx` is added by the bundler. */
export interface PartModule {
  readonly lendJsx?: (jsx: Jsx) => void;
  create(stage: Stage): Part | Events;
}

/** Gives a part by its name; undefined until it is there, which is told by a redraw. */
export interface Parts {
  /** Draws nothing, says nothing in any language, and lives through a change of it: `events.ts`. */
  (name: "events"): Events | undefined;
  (name: string): Part | undefined;
}

/** A part that did not come is asked for again by whoever draws it later than this. */
const RETRY_MS = 5_000;

/** The parts in the language that the chat speaks now. */
export function createParts(stage: Stage, language: () => string): Parts {
  /** What came, or from when on it may be asked for again. */
  const parts = new Map<string, Part | Events | number>();
  let attempts = 0;

  async function load(file: string): Promise<void> {
    parts.set(file, Number.POSITIVE_INFINITY);
    try {
      // A failed import is remembered by its address for as long as the page lives, so each attempt has its own.
      const module: PartModule = await import(`${stage.host.origin}/${file}?${attempts}`);
      module.lendJsx?.({ h, Fragment });
      if (stage.signal.aborted) return;
      parts.set(file, module.create(stage));
      stage.redraw();
    } catch {
      attempts += 1;
      parts.set(file, performance.now() + RETRY_MS);
    }
  }

  return ((name: string) => {
    const file = `${name === "events" ? name : `${name}-${language()}`}-${RELEASE}.js`;
    const part = parts.get(file) ?? 0;
    if (typeof part !== "number") return part;
    if (part <= performance.now()) void load(file);
    return undefined;
  }) as Parts;
}
