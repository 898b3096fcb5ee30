// A visitor's client, its browser, and the server that the test plays.
import { type Client, createClient } from "./client";
import { type Frame, World } from "./live/fake_surroundings";
import type { Outbox } from "./live/outbox";
import type { Letter } from "./state";
import type { Identity, VisitorStore } from "./storage";
import type { Proof, SiteState, Work } from "./visitor.gen";

export const OPERATOR = { kind: "operator", id: "op", name: "Анна" };
export const VISITOR = { kind: "visitor", id: "V", name: "" };

/** An operator's message, unless `change` says otherwise. */
export function posted(seq: number, change: object = {}): Frame {
  return {
    type: "message_posted",
    conversation_id: "C",
    seq,
    prev_seq: seq - 1,
    created_at: "2026-03-01T12:00:00Z",
    author: OPERATOR,
    echo_id: null,
    body: `message ${seq}`,
    ...change,
  };
}

/** Claims and adoptions are promises: lets them settle. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
}

/** A browser's storage that all its tabs share. */
class Browser {
  identity: Identity | null = null;
  readonly outboxes = new Map<string, Outbox<Letter>>();

  tab(name: string): VisitorStore {
    return {
      read: () => this.identity,
      isExpected: () => this.identity !== null || this.outboxes.size > 0,
      claim: async (identity) => {
        this.identity ??= identity;
        return this.identity;
      },
      renew: (identity) => {
        if (this.identity?.visitorId !== identity.visitorId) return false;
        this.identity = identity;
        return true;
      },
      forget: (token) => {
        if (this.identity?.token === token) this.identity = null;
      },
      keepOutbox: (outbox) => {
        if (outbox.length) this.outboxes.set(name, outbox);
        else this.outboxes.delete(name);
      },
      readDraft: () => null,
      keepDraft: () => {},
      isMuted: () => false,
      mute: () => {},
      adoptOutboxes: async (take) => {
        for (const [other, outbox] of [...this.outboxes]) {
          if (!other.startsWith("gone")) continue;
          take(outbox);
          this.outboxes.delete(other);
        }
      },
      clear: () => {
        this.identity = null;
        this.outboxes.clear();
      },
      watch: () => {},
    };
  }
}

/** One tab in front of one server; the frames are of its newest socket. */
export class Scene {
  readonly world = new World();
  readonly browser = new Browser();
  readonly client: Client;
  /** Work is done at once, unless a test does it itself. */
  doWork = async ({ challenge, salt, signature }: Work): Promise<Proof> => ({ challenge, salt, signature, number: 7 });
  /** As the page's look has it. */
  site: SiteState | null;

  constructor(prepare: (browser: Browser) => void = () => {}, site: SiteState | null = null) {
    this.site = site;
    prepare(this.browser);
    this.client = createClient(
      {
        origin: "https://chat.example",
        site: "shop-key",
        getLocale: () => "ru",
        store: this.browser.tab("tab"),
        getPage: () => ({ url: "https://shop.example/tea" }),
        onChange: () => {},
        getSite: () => this.site,
        doWork: (work) => this.doWork(work),
      },
      this.world,
    );
    this.client.start();
  }

  /** The server says something. */
  say(frame: object): void {
    this.world.last.say(frame);
  }

  /** The server welcomes the newest socket; `lastSeq` null: the visitor has no conversation. */
  welcome(lastSeq: number | null, visitorId = "V", consents: object[] = []): void {
    this.world.last.onopen?.();
    const marks = { visitor_read_seq: 0, operator_read_seq: 0 };
    this.say({
      type: "welcome",
      protocol: 1,
      server_time: "2026-03-01T12:00:00Z",
      visitor_id: visitorId,
      token: `token-${visitorId}-${this.world.sockets.length}`,
      site: { name: "Лавка", operators_online: true, consents },
      conversation: lastSeq === null ? null : { id: "C", status: "open", last_seq: lastSeq, operator: null, ...marks },
    });
  }

  history(entries: Frame[], lastSeq: number, requestId: unknown = null, hasBefore = false): void {
    const page = { entries, has_before: hasBefore, has_after: false, last_seq: lastSeq };
    this.say({ type: "history", request_id: requestId, conversation_id: "C", ...page });
  }

  /** The connection breaks and comes back; the server has not spoken yet. */
  reconnect(): void {
    this.world.last.onclose?.({ code: 1006 });
    this.client.wake();
  }

  /** The server has stored the visitor's message. */
  acknowledge(seq: number, echoId: unknown): void {
    this.say(posted(seq, { author: VISITOR, echo_id: echoId }));
  }

  /** What the client has sent of this type, oldest first. */
  sent(type: string): Frame[] {
    return this.world.last.sent.filter((frame) => frame.type === type);
  }

  lastSent(type: string): Frame {
    const frame = this.sent(type).at(-1);
    if (!frame) throw new Error(`no ${type} has been sent`);
    return frame;
  }

  /** What the thread holds. */
  get bodies(): string[] {
    return this.client.state.timeline.entries.map((entry) => ("body" in entry ? entry.body : entry.type));
  }
}
