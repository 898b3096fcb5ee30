// What calls a visitor back: a tone, and the number of unread messages in the tab's title. Of all tabs of a site one does it.
export interface Attention {
  /**
   * The number of unread messages, as it is now. `isSeen`: whoever is here sees them come; `isLive`: what was there before
   * has all been fetched, so that more of them are new.
   */
  note(unread: number, isSeen: boolean, isLive: boolean): void;
  /** The title as the page has it. */
  plainTitle(): string;
  /** Puts the title back. */
  end(): void;
}

const TONE_HZ = [659, 880];
const TONE_S = 0.12;
const TONE_GAIN = 0.06;
/** Another tab, in which the message is being read, says so within this time. */
const READ_ELSEWHERE_MS = 300;

/** `isMuted` is asked before each tone. */
export function createAttention(site: string, isMuted: () => boolean, signal: AbortSignal): Attention {
  // Pages without TLS have no locks: there each tab is the first.
  let isFirst = !navigator.locks;
  let known: number | null = null;
  let latest = 0;
  let mark = "";
  let release = () => {};

  /** Held until the tab goes, or is put aside: a page that holds a lock can't be kept for the way back. */
  function stand(): void {
    if (signal.aborted) return;
    navigator.locks
      ?.request(`ryadom:${site}:first`, { signal }, () => {
        isFirst = true;
        return new Promise<void>((resolve) => {
          release = () => {
            isFirst = false;
            resolve();
          };
        });
      })
      // Refused: a frame without an origin of its own has no other tabs.
      .catch(() => {
        isFirst = !signal.aborted;
      });
  }

  function sound(): void {
    // Before the visitor has touched the page browsers play nothing, and keep what was to be played.
    if (navigator.userActivation?.hasBeenActive === false) return;
    try {
      const context = new AudioContext();
      const gain = new GainNode(context, { gain: TONE_GAIN });
      gain.connect(context.destination);
      TONE_HZ.forEach((frequency, place) => {
        const tone = new OscillatorNode(context, { frequency });
        tone.connect(gain);
        tone.start(context.currentTime + place * TONE_S);
        tone.stop(context.currentTime + (place + 1) * TONE_S);
        tone.onended = () => place && context.close();
      });
    } catch {
      // No sound here: a policy, or a device without any.
    }
  }

  // The page may have changed its title meanwhile: only our own mark is taken away.
  const plainTitle = () => (document.title.startsWith(mark) ? document.title.slice(mark.length) : document.title);

  function entitle(unread: number): void {
    const plain = plainTitle();
    mark = unread ? `(${unread}) ` : "";
    if (document.title !== mark + plain) document.title = mark + plain;
  }

  stand();
  addEventListener("pagehide", () => release(), { signal });
  addEventListener("pageshow", (event) => event.persisted && stand(), { signal });
  signal.addEventListener("abort", () => release());

  return {
    note(unread, isSeen, isLive) {
      latest = unread;
      entitle(isFirst ? unread : 0);
      if (isFirst && isLive && known !== null && unread > known && !isSeen && !isMuted()) {
        const heard = unread;
        setTimeout(() => latest >= heard && !signal.aborted && sound(), READ_ELSEWHERE_MS);
      }
      if (isLive) known = unread;
    },
    plainTitle,
    end: () => entitle(0),
  };
}
