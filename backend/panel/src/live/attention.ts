// Calls for attention outside the page's own frame: a short tone, the number in the title, the dot on the icon.

const TONE_HZ = [660, 880] as const;
const TONE_S = 0.09;
const TONE_GAIN = 0.06;
const MIN_PAUSE_MS = 1_500;

/** Plays a short two-note tone, at most once in 1.5 s. Silent until the page has been clicked or typed into once. */
export class Chime {
  private context: AudioContext | null = null;
  private lastMs = Number.NEGATIVE_INFINITY;

  /** To be called from a click or a key: browsers allow sound only after one. */
  unlock(): void {
    this.context ??= new AudioContext();
    if (this.context.state === "suspended") void this.context.resume();
  }

  play(nowMs: number): void {
    const { context } = this;
    if (context?.state !== "running" || nowMs - this.lastMs < MIN_PAUSE_MS) return;
    this.lastMs = nowMs;
    TONE_HZ.forEach((frequency, index) => {
      const startS = context.currentTime + index * TONE_S;
      const oscillator = new OscillatorNode(context, { frequency, type: "sine" });
      const gain = new GainNode(context, { gain: 0 });
      gain.gain.setValueAtTime(0, startS);
      gain.gain.linearRampToValueAtTime(TONE_GAIN, startS + 0.01);
      gain.gain.exponentialRampToValueAtTime(0.0001, startS + 2 * TONE_S);
      oscillator.connect(gain).connect(context.destination);
      oscillator.start(startS);
      oscillator.stop(startS + 2 * TONE_S);
    });
  }
}

/** Puts the number of conversations that want this operator into the title and marks the icon. */
export function showBadge(count: number, product: string): void {
  const title = count > 0 ? `(${count > 999 ? "999+" : count}) ${product}` : product;
  if (document.title !== title) document.title = title;
  const icon = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
  const href = iconUrl(count > 0);
  if (icon && icon.getAttribute("href") !== href) icon.setAttribute("href", href);
}

function iconUrl(marked: boolean): string {
  const bubble = "<path fill='#2f5aa0' d='M4 4h16a4 4 0 0 1 4 4v10a4 4 0 0 1-4 4h-8l-6 6v-6H4z'/>";
  const mark = marked ? "<circle cx='25' cy='7' r='6.5' fill='#c8372c'/>" : "";
  const svg = `<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'>${bubble}${mark}</svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}
