// The panel as it is, without its views: on real sockets, with an operator who can wait for it to come to rest.
import { Panel } from "../../../backend/panel/src/live/panel";
import type { Filter, Folder } from "../../../backend/panel/src/operator.gen";
import { comparePlaces, type Frontier, LISTS } from "../../../backend/panel/src/state/folders";
import type { Inbox } from "../../../backend/panel/src/state/model";
import { plan } from "../../../backend/panel/src/state/plan";
import type { Step } from "../../../backend/panel/src/state/steps";
import { PONG_DEADLINE_MS, QUIET_MS } from "../../../widget/src/live/connection";
import { firstSeqOf } from "../../../widget/src/live/timeline";
import { BadLine, type RealSocket } from "./bad_line";
import { TurnedClock } from "./turned_clock";
import { type Reach, reachOf, type View, viewOf } from "./view";

const SETTLE_DEADLINE_MS = 15_000;
const MAX_PAGES = 100;
const TYPING_ENDS_MS = 10_000;

export class Desk {
  readonly line: BadLine;
  private readonly panel: Panel;
  private readonly clock = new TurnedClock();
  private readonly waiting = new Set<() => void>();

  constructor(urls: readonly string[], dial: (url: string) => RealSocket) {
    this.line = new BadLine(urls, dial, () => {
      for (const wake of this.waiting) wake();
    });
    const { clock, line } = this;
    this.panel = new Panel(
      "",
      {
        onChange: () => undefined,
        onNews: () => undefined,
        onBack: () => undefined,
        onGivenUp: () => undefined,
        onSettled: () => undefined,
        onSignedOut: () => undefined,
      },
      new Map(),
      {
        openSocket: () => line.open(),
        setTimer: (callback, delayMs) => clock.setTimer(callback, delayMs),
        clearTimer: (timer) => clock.clearTimer(timer),
        random: () => 0.5,
        steadyMs: () => clock.nowMs(),
      },
    );
    this.panel.start();
  }

  get inbox(): Inbox {
    return this.panel.state.inbox;
  }

  get reach(): Reach {
    return reachOf(this.inbox);
  }

  get link(): string {
    return this.panel.state.link;
  }

  stop(): void {
    this.panel.stop();
  }

  openFolder(folder: Folder, filter: Filter = {}): void {
    this.panel.openFolder(folder, filter);
  }

  openConversation(id: string | null): void {
    this.panel.openConversation(id);
  }

  wantMoreRows(): void {
    this.panel.wantMoreRows(this.inbox.openFolder);
  }

  wantOlderEntries(): void {
    if (this.inbox.openId !== null) this.panel.wantOlderEntries(this.inbox.openId);
  }

  note(id: string, body: string): void {
    this.panel.note(id, body, []);
  }

  send(id: string, body: string): void {
    this.panel.send(id, body);
  }

  edit(id: string, seq: number, body: string): void {
    this.panel.editMessage(id, seq, body);
  }

  delete(id: string, seq: number): void {
    this.panel.deleteMessage(id, seq);
  }

  /** At the version that is on the screen, as somebody would who looks at it. */
  lead(id: string, step: Step): void {
    this.panel.lead({ conversationId: id, step, overSeq: this.inbox.rows.get(id)?.conversation.last_seq ?? 0 });
  }

  /** Sees what the open thread shows. */
  markSeen(): void {
    const { openId, threads } = this.inbox;
    const last = openId === null ? undefined : threads.get(openId)?.timeline.entries.at(-1);
    if (openId !== null && last) this.panel.markSeen(openId, last.seq);
  }

  /** The machine sleeps: its clock goes on, its program does not. */
  sleep(ms: number): void {
    this.clock.jump(ms);
  }

  /** Makes the line good, and lets time pass until the panel has noticed that it had fallen silent. */
  async restore(): Promise<void> {
    this.line.restore();
    while (this.line.isSilent) {
      this.clock.jump(Math.max(QUIET_MS, PONG_DEADLINE_MS));
      await this.news(5);
    }
  }

  /** Returns when nothing is under way or due, and all that the server had to say until now has come. */
  async settle(): Promise<void> {
    const deadlineMs = performance.now() + SETTLE_DEADLINE_MS;
    while (!(await this.isAtRest())) {
      if (performance.now() > deadlineMs) throw new Error(`The panel does not come to rest: ${this.unrest()}`);
    }
  }

  /** Loads, as a newcomer would, all that is on the other's screen. */
  async follow(other: Desk): Promise<void> {
    await this.settle();
    const { openFolder, openId, folders, filter } = other.inbox;
    for (const folder of [...LISTS.filter((folder) => folder !== openFolder), openFolder]) {
      const { shown } = folders[folder];
      if (shown === null && folder !== openFolder) continue;
      this.openFolder(folder, filter);
      await this.settle();
      await this.repeat(
        () => this.wantMoreRows(),
        () => this.covers(folder, shown),
      );
    }
    this.openConversation(openId);
    await this.settle();
    if (openId === null) return;
    const { firstSeq } = other.reach;
    await this.repeat(
      () => this.wantOlderEntries(),
      () => {
        const timeline = this.inbox.threads.get(openId)?.timeline;
        return !timeline?.hasBefore || firstSeqOf(timeline) <= firstSeq;
      },
    );
  }

  /** What is on the screen, as far as `reach` goes. */
  view(reach: Reach = this.reach): View {
    return viewOf(this.panel.state, reach);
  }

  private async isAtRest(): Promise<boolean> {
    const { link } = this.panel.state;
    if (link === "stopped") throw new Error(`The panel has stopped: ${this.panel.state.closeCode}`);
    if (link !== "online") {
      if (link === "offline") this.clock.jumpToNext();
      await this.news();
      return false;
    }
    if (this.inbox.asked.size > 0) {
      await this.news();
      return false;
    }
    if (this.isDue()) {
      this.clock.jumpToNext();
      await this.news(10);
      return false;
    }
    if (this.inbox.typing.size > 0) this.clock.jump(TYPING_ENDS_MS);
    const heard = this.line.heardCount;
    const { pongCount, dialCount } = this.line;
    this.panel.wake();
    while (this.line.pongCount === pongCount && this.line.dialCount === dialCount) await this.news();
    const isQuiet = this.line.heardCount === heard + 1 && this.inbox.typing.size === 0;
    return isQuiet && !this.isDue() && this.inbox.asked.size === 0;
  }

  private isDue(): boolean {
    const { inbox, outgoing } = this.panel.state;
    return plan(inbox).length > 0 || [...outgoing.values()].flat().some(({ state }) => state !== "failed");
  }

  /** Returns when something has come, or when there was time enough for it. */
  private news(atMostMs = 200): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        clearTimeout(timer);
        this.waiting.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, atMostMs);
      this.waiting.add(wake);
    });
  }

  private async repeat(act: () => void, isEnough: () => boolean): Promise<void> {
    for (let round = 0; !isEnough(); round++) {
      if (round >= MAX_PAGES) throw new Error(`The panel does not get further: ${JSON.stringify(this.inbox.folders)}`);
      act();
      await this.settle();
    }
  }

  private covers(folder: Folder, frontier: Frontier | null): boolean {
    const { shown } = this.inbox.folders[folder];
    if (frontier === null || shown === "end") return true;
    return shown !== null && frontier !== "end" && comparePlaces(folder, shown, frontier) >= 0;
  }

  private unrest(): string {
    const { inbox, outgoing, link } = this.panel.state;
    return JSON.stringify({ link, asked: [...inbox.asked.values()], due: plan(inbox), outgoing: [...outgoing] });
  }
}
