// What the panel's tabs in one browser know of each other: who sounds and shows, and whether any is looked at.
//
// By Web Locks: a tab that is closed or crashes lets go of its own, so nobody has to say goodbye and nothing is stored.
// Without them (a page that came by plain HTTP from another machine) each tab is alone, and sounds for itself.

const PREFIX = "ryadom:panel:";

/** Nobody turns from tab to tab faster. */
export const LOOKS_HOLD_MS = 100;

/** One deed that only one of the tabs does. */
export type Duty = "speaker" | "notifier";

export class Tabs {
  private readonly duties = new Set<Duty>();
  private readonly asked = new Set<Duty>();
  private readonly gone = new AbortController();
  private letGo: (() => void) | null = null;
  /** What was asked last, and when: hundreds of news a second share an answer. */
  private looks: Promise<readonly string[]> | null = null;
  private lookedAtMs = 0;

  constructor(private readonly locks: LockManager | undefined) {}

  /** Asks to do this for all tabs, from when whoever does it now is gone. */
  offer(duty: Duty): void {
    if (this.asked.has(duty)) return;
    this.asked.add(duty);
    if (!this.locks) {
      this.duties.add(duty);
      return;
    }
    this.hold(duty, () => this.duties.add(duty), this.gone.signal);
  }

  does(duty: Duty): boolean {
    return this.duties.has(duty) && !this.gone.signal.aborted;
  }

  /** Somebody looks at this tab, and at this conversation in it (null: at none); undefined: nobody looks. */
  look(conversationId: string | null | undefined): void {
    this.letGo?.();
    this.letGo = null;
    this.looks = null;
    if (conversationId === undefined || !this.locks || this.gone.signal.aborted) return;
    const over = new AbortController();
    this.letGo = () => over.abort();
    this.hold(`look:${conversationId ?? ""}`, () => undefined, over.signal);
  }

  /** Whether any tab is looked at, and whether at this conversation. */
  async looksAt(conversationId: string): Promise<{ readonly any: boolean; readonly conversation: boolean }> {
    const nowMs = performance.now();
    if (nowMs - this.lookedAtMs >= LOOKS_HOLD_MS) this.looks = null;
    if (!this.looks) {
      this.looks = this.lookAround();
      this.lookedAtMs = nowMs;
    }
    const looks = await this.looks;
    return { any: looks.length > 0, conversation: looks.includes(`${PREFIX}look:${conversationId}`) };
  }

  /** This tab does nothing more for the others. */
  leave(): void {
    this.letGo?.();
    this.gone.abort();
  }

  private async lookAround(): Promise<readonly string[]> {
    const held = (await this.locks?.query())?.held ?? [];
    return held.flatMap(({ name }) => (name?.startsWith(`${PREFIX}look:`) ? [name] : []));
  }

  /** Holds a lock from when it is free until the signal. Tabs that look share theirs. */
  private hold(name: string, onHeld: () => void, until: AbortSignal): void {
    const mode = name.startsWith("look:") ? "shared" : "exclusive";
    this.locks
      ?.request(PREFIX + name, { mode, signal: until }, () => {
        onHeld();
        return new Promise<void>((done) => until.addEventListener("abort", () => done(), { once: true }));
      })
      // Let go of before it was held
      .catch(() => undefined);
  }
}
