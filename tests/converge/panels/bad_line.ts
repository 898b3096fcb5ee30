// The line between a panel and the servers: real sockets that are cut, silenced, held up or not to be had.
import type { SocketLike } from "../../../widget/src/live/connection";

/** What a browser's WebSocket lacks: an end without a farewell. */
export interface RealSocket extends SocketLike {
  terminate(): void;
}

/** Pages are small, so that a few conversations fill several: the server may give any number up to what it is asked. */
const PAGE_ROWS = 3;
const PAGE_ENTRIES = 4;

export class BadLine {
  /** Frames that have come, pongs among them; and sockets that have been asked for. */
  heardCount = 0;
  pongCount = 0;
  dialCount = 0;
  private current: LineSocket | null = null;
  private isDown = false;

  /** `urls` are equal servers, taken in turns; `dial` opens a real socket. */
  constructor(
    private readonly urls: readonly string[],
    private readonly dial: (url: string) => RealSocket,
    private readonly onHeard: () => void,
  ) {}

  open(): SocketLike {
    const url = this.urls[this.dialCount++ % this.urls.length] ?? "";
    const opened = new LineSocket(this.isDown ? null : this.dial(url), (text) => {
      this.heardCount += 1;
      if (text.startsWith('{"type":"pong"')) this.pongCount += 1;
      this.onHeard();
    });
    this.current = opened;
    return opened;
  }

  /** Until `restore` no socket is to be had, and the one there is, is cut. */
  lose(): void {
    this.isDown = true;
    this.cut();
  }

  cut(): void {
    this.current?.cut();
  }

  /** Cuts after so many more frames from the server: what came in the same instant is lost with the rest. */
  cutAfter(frames: number): void {
    this.current?.cutAfter(frames);
  }

  /** Nothing passes in either direction any more, and neither end is told. */
  silence(): void {
    this.current?.silence();
  }

  /** What the server says waits for `restore`. */
  hold(): void {
    this.current?.hold();
  }

  /** From now on the line is good; a socket that had fallen silent stays so: that is for the panel to notice. */
  restore(): void {
    this.isDown = false;
    this.current?.release();
  }

  get isSilent(): boolean {
    return this.current?.isSilent ?? false;
  }
}

class LineSocket implements SocketLike {
  onopen: (() => void) | null = null;
  onmessage: ((message: { data: unknown }) => void) | null = null;
  onclose: ((close: { code: number }) => void) | null = null;
  private hears = true;
  private held: string[] | null = null;
  private framesLeft = Number.POSITIVE_INFINITY;
  private isOver = false;

  constructor(
    private readonly socket: RealSocket | null,
    private readonly onHeard: (text: string) => void,
  ) {
    if (!socket) {
      setTimeout(() => this.end(1006), 0);
      return;
    }
    socket.onopen = () => this.onopen?.();
    socket.onmessage = ({ data }) => this.take(String(data));
    socket.onclose = ({ code }) => {
      this.release();
      if (this.hears) this.end(code);
    };
  }

  send(text: string): void {
    if (this.hears && !this.isOver) this.socket?.send(withSmallPages(text));
  }

  close(code?: number): void {
    this.isOver = true;
    this.socket?.close(code);
  }

  cut(): void {
    this.socket?.terminate();
    this.end(1006);
  }

  cutAfter(frames: number): void {
    this.framesLeft = frames;
  }

  silence(): void {
    this.hears = false;
  }

  /** Whether its end has not been noticed yet. */
  get isSilent(): boolean {
    return !this.hears && !this.isOver;
  }

  hold(): void {
    this.held ??= [];
  }

  release(): void {
    const { held } = this;
    this.held = null;
    for (const text of held ?? []) this.take(text);
  }

  private take(text: string): void {
    if (!this.hears || this.isOver) return;
    if (this.held) {
      this.held.push(text);
      return;
    }
    this.onmessage?.({ data: text });
    this.onHeard(text);
    this.framesLeft -= 1;
    if (this.framesLeft <= 0) this.cut();
  }

  private end(code: number): void {
    if (this.isOver) return;
    this.isOver = true;
    this.onclose?.({ code });
    this.onHeard("");
  }
}

function withSmallPages(text: string): string {
  const command = JSON.parse(text) as { type: string; limit?: number };
  if (command.type === "list_conversations") command.limit = PAGE_ROWS;
  if (command.type === "fetch_history") command.limit = PAGE_ENTRIES;
  return JSON.stringify(command);
}
