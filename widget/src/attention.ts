// What calls a visitor back: a tone, and the number of unread messages in the tab's title. Of all tabs of a site one does it.
export interface Attention {
  /** The number of unread messages, as it is now; `isSeen`: whoever is here sees them come. */
  note(unread: number, isSeen: boolean): void;
  /** Puts the title back. */
  end(): void;
}

const TONE_HZ = [659, 880];
const TONE_S = 0.12;
const TONE_GAIN = 0.06;

/** `isMuted` is asked before each tone. */
export function createAttention(site: string, isMuted: () => boolean, signal: AbortSignal): Attention {
  // Pages without TLS have no locks: there each tab is the first.
  let isFirst = !navigator.locks;
  let heard = 0;
  let mark = "";

  // Held until the tab goes; then the next one has it.
  navigator.locks
    ?.request(`ryadom:${site}:first`, { signal }, () => {
      isFirst = true;
      return new Promise((resolve) => signal.addEventListener("abort", resolve));
    })
    .catch(() => {});

  function sound(): void {
    try {
      const context = new AudioContext();
      const gain = new GainNode(context, { gain: TONE_GAIN });
      gain.connect(context.destination);
      for (const [place, frequency] of TONE_HZ.entries()) {
        const tone = new OscillatorNode(context, { frequency });
        tone.connect(gain);
        tone.start(context.currentTime + place * TONE_S);
        tone.stop(context.currentTime + (place + 1) * TONE_S);
        tone.onended = () => place && context.close();
      }
    } catch {
      // No sound here: a policy, or a device without any.
    }
  }

  function entitle(unread: number): void {
    // The page may have changed its title meanwhile: only our own mark is taken away.
    const plain = document.title.startsWith(mark) ? document.title.slice(mark.length) : document.title;
    mark = unread ? `(${unread}) ` : "";
    if (document.title !== mark + plain) document.title = mark + plain;
  }

  return {
    note(unread, isSeen) {
      if (isFirst) {
        entitle(unread);
        if (unread > heard && !isSeen && !isMuted()) sound();
      }
      heard = unread;
    },
    end: () => entitle(0),
  };
}
