// What the browser remembers between pages, once the visitor has written: who they are, and what is still to be sent.
//
// `ryadom:<site key>` holds the identity and is shared by all tabs. Each tab keeps its unsent messages under a key of
// its own, so that no two tabs write the same key, and holds a lock of that name for as long as there are any. A tab
// that finds such a key with nobody holding its lock takes the messages over: their tab is gone. The draft of an open
// chat is the tab's own: it lies in `sessionStorage` and goes with the tab. So does all of it on the server's own page for who
// comes by a link from a mail: they are that visitor in this tab alone.
import { toJson } from "./json";
import type { Outbox } from "./live/outbox";
import type { Letter } from "./state";
import { randomUuid } from "./uuid";

/** Stands in the place of an identity for a moment, to be heard by other tabs. */
const CLEARED = '"cleared"';

/** A visitor as the server named them. */
export interface Identity {
  readonly visitorId: string;
  readonly token: string;
}

export interface VisitorStore {
  /** The identity that this browser keeps. */
  read(): Identity | null;
  /** Whether there is somebody to follow, or something still to be sent, here or by a tab that is gone. */
  isExpected(): boolean;
  /**
   * Keeps the identity, unless another tab was first: then theirs is given back, and is the one to go on with. One tab
   * at a time may do this, so two first messages at once can't make two visitors.
   */
  claim(identity: Identity): Promise<Identity>;
  /** Puts a newer token in place of the kept one; false: what is kept is not (or no more) of this visitor. */
  renew(identity: Identity): boolean;
  /** Forgets the identity with this token. */
  forget(token: string): void;
  /** Keeps what this tab has to send. */
  keepOutbox(outbox: Outbox<Letter>): void;
  /** What was being written where the chat was left open, on the page before in this tab; null: it was not. */
  readDraft(): string | null;
  /** Keeps the draft of an open chat for the next page, once there is somebody to keep it for; null: forgets it. */
  keepDraft(draft: string | null): void;
  isMuted(): boolean;
  /** Remembers whether what comes makes no sound: for good once there is somebody to keep it for, else in this tab. */
  mute(isMuted: boolean): void;
  /** Hands over what tabs that are gone had to send; `take` must have kept the messages when it returns. */
  adoptOutboxes(take: (outbox: Outbox<Letter>) => void): Promise<void>;
  /** Forgets all that was kept for the visitor, by all tabs, and tells those that live. */
  clear(): void;
  /**
   * Calls back when another tab has changed the identity, or has cleared everything, until `signal` ends this tab's part
   * in it all.
   */
  watch(onChange: () => void, onClear: () => void, signal: AbortSignal): void;
}

/** The store of a site in this browser; where storage is blocked it keeps nothing and everything else works. */
export function openStore(site: string): VisitorStore {
  const key = `ryadom:${site}`;
  const mutedKey = `${key}:muted`;
  const draftKey = `${key}:draft`;
  const outboxPrefix = `${key}:outbox:`;
  const outboxKey = outboxPrefix + randomUuid();
  let isMutedHere = false;
  let releaseOutbox: (() => void) | null = null;

  function read(): Identity | null {
    const identity = parse(storage()?.getItem(key)) as Identity | null;
    return typeof identity?.token === "string" ? identity : null;
  }

  function write(name: string, text: string, area = storage()): void {
    try {
      area?.setItem(name, text);
    } catch {
      // The storage is full: what is written lives as long as this page.
    }
  }

  /** Tells other tabs that this one lives, while it has something to send: a lock held for longer has a price (bfcache). */
  function holdLock(isNeeded: boolean): void {
    if (isNeeded === (releaseOutbox !== null)) return;
    if (!isNeeded) {
      releaseOutbox?.();
      releaseOutbox = null;
      return;
    }
    const released = new Promise<void>((resolve) => {
      releaseOutbox = resolve;
    });
    void withLock(outboxKey, {}, () => released);
  }

  function isExpected(): boolean {
    return Boolean(storage()?.getItem(key));
  }

  return {
    read,
    isExpected,
    async claim(identity) {
      let kept = identity;
      await withLock(key, {}, async () => {
        const known = read();
        if (known) kept = known;
        else write(key, toJson(identity));
      });
      return kept;
    },
    renew(identity) {
      if (read()?.visitorId !== identity.visitorId) return false;
      write(key, toJson(identity));
      return true;
    },
    forget(token) {
      if (read()?.token === token) storage()?.removeItem(key);
    },
    keepOutbox(outbox) {
      holdLock(outbox.length > 0);
      if (!outbox.length) {
        storage()?.removeItem(outboxKey);
        return;
      }
      // The loader looks for the shared key only: it must be there as soon as there is something to send.
      if (!isExpected()) write(key, "{}");
      write(outboxKey, toJson(outbox));
    },
    readDraft() {
      return isExpected() ? (storage("sessionStorage")?.getItem(draftKey) ?? null) : null;
    },
    keepDraft(draft) {
      const area = storage("sessionStorage");
      if (draft !== null && isExpected()) write(draftKey, draft, area);
      else area?.removeItem(draftKey);
    },
    isMuted: () => (isExpected() ? Boolean(storage()?.getItem(mutedKey)) : isMutedHere),
    mute(isMuted) {
      isMutedHere = isMuted;
      if (isMuted && isExpected()) write(mutedKey, "1");
      else storage()?.removeItem(mutedKey);
    },
    async adoptOutboxes(take) {
      const names = Object.keys(storage() ?? {}).filter((name) => name.startsWith(outboxPrefix) && name !== outboxKey);
      for (const name of names) {
        await withLock(name, { ifAvailable: true }, async () => {
          take((parse(storage()?.getItem(name)) as Outbox<Letter> | null) ?? []);
          storage()?.removeItem(name);
        });
      }
    },
    clear() {
      isMutedHere = false;
      // Somebody who is only refused loses nothing that is unsent; here that is what is wanted. So it is said apart.
      write(key, CLEARED);
      for (const name of Object.keys(storage() ?? {})) {
        if (name === key || name.startsWith(`${key}:`)) storage()?.removeItem(name);
      }
      storage("sessionStorage")?.removeItem(draftKey);
    },
    watch(onChange, onClear, signal) {
      addEventListener(
        "storage",
        (event) => event.key === key && (event.newValue === CLEARED ? onClear() : onChange()),
        { signal },
      );
      signal.addEventListener("abort", () => holdLock(false));
    },
  };
}

/** Runs `work` under a lock that all tabs of this origin share; pages without TLS have no locks and go without. */
async function withLock(name: string, options: LockOptions, work: () => Promise<void>): Promise<void> {
  const { locks } = navigator;
  if (!locks) return work();
  try {
    // Without `ifAvailable` the lock is always granted in the end; with it, null says that its tab lives.
    await locks.request(name, options, async (lock) => (lock ? work() : undefined));
  } catch {
    // Locks are refused where storage is (a sandboxed frame): nothing is shared, so nothing needs one.
    await work();
  }
}

/** The page says where what is kept for the visitor lies, if elsewhere than where all tabs find it. */
function storage(area = document.documentElement.dataset.ryadom ?? "localStorage"): Storage | null {
  try {
    return window[area as "localStorage"];
  } catch {
    return null;
  }
}

function parse(text: string | null | undefined): unknown {
  try {
    return JSON.parse(text ?? "null");
  } catch {
    return null;
  }
}
