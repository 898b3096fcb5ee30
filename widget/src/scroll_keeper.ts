// Keeps the reader's place in the thread: at the end while they follow, where they were when they read further up.

/** Closer to the end than this, the reader is taken to follow the conversation. */
const FOLLOWING_PX = 48;
/** Closer to the beginning than this, older messages are fetched. */
const LOAD_OLDER_PX = 240;

export interface ScrollKeeper {
  /** The element that scrolls has come or (null) gone: a Preact ref. */
  readonly attach: (log: HTMLElement | null) => void;
  /** Whether the reader sees the end. */
  readonly isFollowing: boolean;
  /** The thread has been drawn anew; `firstSeq` is of the oldest entry, `hasWritten` takes the reader to the end. */
  settle(firstSeq: number, hasWritten: boolean): void;
  readonly goToEnd: () => void;
}

export interface ScrollKeeperOptions {
  onFollowChange(): void;
  onNearStart(): void;
}

/** A keeper of a thread that has not been drawn yet. */
export function createScrollKeeper({ onFollowChange, onNearStart }: ScrollKeeperOptions): ScrollKeeper {
  let log: HTMLElement | null = null;
  let isFollowing = true;
  let fromEndPx = 0;
  let shownFirstSeq = 0;
  // The keyboard comes up, the composer grows: whoever was at the end stays there.
  const observer = new ResizeObserver(() => {
    if (isFollowing) goToEnd();
  });

  function note(): void {
    if (!log) return;
    fromEndPx = log.scrollHeight - log.scrollTop;
    const follows = fromEndPx - log.clientHeight < FOLLOWING_PX;
    if (log.scrollTop < LOAD_OLDER_PX) onNearStart();
    if (follows === isFollowing) return;
    isFollowing = follows;
    onFollowChange();
  }

  function goToEnd(): void {
    if (log) log.scrollTop = log.scrollHeight;
    note();
  }

  return {
    attach(element) {
      observer.disconnect();
      log = element;
      if (!log) return;
      log.onscroll = note;
      observer.observe(log);
    },
    get isFollowing() {
      return isFollowing;
    },
    settle(firstSeq, hasWritten) {
      if (!log) return;
      if (isFollowing || hasWritten) goToEnd();
      else if (firstSeq !== shownFirstSeq) {
        // Older messages have come in above: what is being read stays where it is.
        log.scrollTop = log.scrollHeight - fromEndPx;
        note();
      }
      shownFirstSeq = firstSeq;
    },
    goToEnd,
  };
}
