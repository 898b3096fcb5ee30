// Tones, made by Web Audio of a few sines: nothing is fetched, and the policy of the page needs no exception.
import type { Tone } from "../state/alerts";

interface Note {
  readonly hz: number;
  /** When it begins and how long it dies away, in seconds. */
  readonly atS: number;
  readonly lengthS: number;
}

const NOTES: Readonly<Record<Exclude<Tone, "off">, readonly Note[]>> = {
  drop: [{ hz: 1_175, atS: 0, lengthS: 0.16 }],
  bell: [
    { hz: 660, atS: 0, lengthS: 0.24 },
    { hz: 880, atS: 0.11, lengthS: 0.36 },
  ],
  knock: [
    { hz: 196, atS: 0, lengthS: 0.09 },
    { hz: 196, atS: 0.14, lengthS: 0.09 },
  ],
  chord: [
    { hz: 523, atS: 0, lengthS: 0.5 },
    { hz: 659, atS: 0.06, lengthS: 0.5 },
    { hz: 784, atS: 0.12, lengthS: 0.5 },
  ],
};
/** At full volume: several notes together stay below the loudest that a browser plays undistorted. */
const FULL_GAIN = 0.16;
const ATTACK_S = 0.01;
const SILENT_GAIN = 0.0001;
const MIN_PAUSE_MS = 1_500;

/** `missing`: the browser has no Web Audio. */
export type Played = "sound_played" | "sound_off" | "sound_blocked" | "sound_missing";

/** Silent until the page has been pressed or typed into once: browsers ask for that. */
export class Speaker {
  private context: AudioContext | null = null;
  private lastMs = Number.NEGATIVE_INFINITY;

  /** To be called from a press or a key. Resolves once it is known whether the page may sound. */
  async unlock(): Promise<boolean> {
    if (typeof AudioContext === "undefined") return false;
    this.context ??= new AudioContext();
    if (this.context.state !== "running") await this.context.resume().catch(() => undefined);
    return this.context.state === "running";
  }

  /** Plays, unless something sounded within the last 1.5 s. `volume` is from 0 to 1. */
  play(tone: Tone, volume: number, nowMs: number): void {
    if (nowMs - this.lastMs < MIN_PAUSE_MS) return;
    if (this.playNow(tone, volume) === "sound_played") this.lastMs = nowMs;
  }

  /** Plays at once, and says what became of it. */
  playNow(tone: Tone, volume: number): Played {
    if (typeof AudioContext === "undefined") return "sound_missing";
    if (tone === "off" || volume === 0) return "sound_off";
    const { context } = this;
    if (context?.state !== "running") return "sound_blocked";
    for (const note of NOTES[tone]) {
      const startS = context.currentTime + note.atS;
      const oscillator = new OscillatorNode(context, { frequency: note.hz, type: "sine" });
      const gain = new GainNode(context, { gain: 0 });
      gain.gain.setValueAtTime(0, startS);
      // Ears hear squares: half of the slider is half as loud
      gain.gain.linearRampToValueAtTime(FULL_GAIN * volume ** 2, startS + ATTACK_S);
      gain.gain.exponentialRampToValueAtTime(SILENT_GAIN, startS + note.lengthS);
      oscillator.connect(gain).connect(context.destination);
      oscillator.start(startS);
      oscillator.stop(startS + note.lengthS);
    }
    return "sound_played";
  }
}
