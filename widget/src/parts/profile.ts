// What the page tells of the visitor: who they are by their site's signature, attributes, events. It waits here, in memory,
// until there is a conversation to keep it with, and whoever is asked has agreed.
import { askedConsents, isHeldBack } from "../consents";
import type { Part, Stage } from "../parts";
import { randomUuid } from "../uuid";
import type { Actions } from "../views/view";
import type { Error as ErrorEvent, Identified, Identify, SetAttributes, Track, VisitorEvent } from "../visitor.gen";

type Attributes = SetAttributes["attributes"];

/** What the server keeps of a visitor: what came before would go again. */
const MAX_EVENTS = 100;
/** So long a message waits for the answer to who writes it. */
const ANSWER_DEADLINE_MS = 5_000;
const KEY = /^[\w.\-А-Яа-яЁё]{1,40}$/;
const MAX_TEXT_CHARS = 500;
const FIELDS = ["token", "id", "hash", "name", "email", "phone"] as const;

/** One command at a time: it is put back where it may be sent again, and dropped where it is refused for good. */
interface Underway {
  readonly echoId: string;
  restore(): void;
  drop?(): void;
}

export function create({ client, hear, store, signal }: Stage): Part {
  let act: Actions | null = null;
  let heard: Actions["told"] = [];
  let who: Omit<Identify, "type" | "echo_id"> | null = null;
  /** Whether it is to be said now, and of which visitor the server has kept it. */
  let isDue = false;
  let keptFor = "";
  let attributes: Attributes = {};
  let tracked: Track[] = [];
  let underway: Underway | null = null;
  let deadline = 0;

  function complain(code: string, field: string): void {
    hear((events) => events.emit("error", { code, field }));
  }

  function forget(): void {
    who = underway = null;
    isDue = false;
    keptFor = "";
    attributes = {};
    tracked = [];
  }

  /** Somebody else sits before the screen, as the page or another tab has said: nothing of the one before is told of them. */
  function noteReset(): void {
    if (!act || act.told === heard) return;
    heard = act.told;
    forget();
  }

  function identify(given: unknown): void {
    const fields = Object(given) as Record<string, unknown>;
    const said: Partial<Record<(typeof FIELDS)[number], string>> = {};
    for (const name of FIELDS) if (fields[name] != null) said[name] = String(fields[name]);
    if (!said.token && !(said.id && said.hash)) {
      complain("identity_refused", said.id ? "hash" : "token");
      return;
    }
    who = said;
    keptFor = "";
    isDue = true;
    // A message that goes first might begin a conversation where the person has one.
    if (!client.state.conversation) client.speakAs(null);
  }

  function cleanTold(given: unknown, field: string): Attributes | null {
    const told: Attributes = {};
    for (const [key, value] of Object.entries(Object(given) as object)) {
      const isText = typeof value === "string" && value.length <= MAX_TEXT_CHARS;
      const isPlain = value === null || typeof value === "boolean" || Number.isFinite(value);
      if (!KEY.test(key) || !(isText || isPlain)) {
        complain("bad_attributes", `${field}.${key}`);
        return null;
      }
      told[key] = value;
    }
    return told;
  }

  function take([method, ...rest]: Actions["told"][number]): void {
    if (method === "identify") identify(rest[0]);
    else if (method === "setAttributes") attributes = { ...attributes, ...cleanTold(rest[0], "attributes") };
    else if (method === "track") {
      const properties = cleanTold(rest[1], "properties");
      const event = {
        type: "track",
        echo_id: randomUuid(),
        name: String(rest[0]),
        properties: properties ?? {},
      } as const;
      if (properties) tracked = [...tracked, event].slice(-MAX_EVENTS);
    }
  }

  function send(command: Identify | SetAttributes | Track, ends: Omit<Underway, "echoId">): boolean {
    if (!client.command(command)) return false;
    underway = { ...ends, echoId: command.echo_id };
    return true;
  }

  function sendIdentity(said: NonNullable<typeof who>): void {
    const isSent = send(
      { type: "identify", echo_id: randomUuid(), ...said },
      {
        restore() {
          isDue = true;
        },
        drop() {
          who = null;
        },
      },
    );
    if (!isSent) return;
    isDue = false;
    clearTimeout(deadline);
    deadline = setTimeout(release, ANSWER_DEADLINE_MS) as unknown as number;
  }

  function sendAttributes(): void {
    const told = attributes;
    const isSent = send(
      { type: "set_attributes", echo_id: randomUuid(), attributes: told },
      {
        restore() {
          attributes = { ...told, ...attributes };
        },
      },
    );
    if (isSent) attributes = {};
  }

  function sendEvent(event: Track): void {
    if (send(event, { restore: () => void tracked.unshift(event) })) tracked.shift();
  }

  /** Says what may be said now, one thing after the other. */
  function advance(): void {
    const { state } = client;
    if (underway || signal.aborted || state.status !== "online" || !state.site) return;
    if (who && isDue && !isHeldBack(state)) sendIdentity(who);
    else if (state.conversation && !askedConsents(state).length) {
      if (Object.keys(attributes).length) sendAttributes();
      else if (tracked[0]) sendEvent(tracked[0]);
    }
  }

  /** Lets messages go, as whom the client is. */
  function release(): void {
    clearTimeout(deadline);
    if (client.identity) client.speakAs(client.identity);
  }

  async function become({ visitor_id, token, is_kept }: Identified): Promise<void> {
    const own = client.identity;
    if (is_kept) keptFor = visitor_id;
    if (token) {
      const next = { visitorId: visitor_id, token };
      const kept = store.renew(next) ? next : await store.claim(next);
      // Meanwhile the page may have said that somebody else is before it.
      if (client.identity !== own) return store.forget(token);
      // Another visitor's conversation is on another socket; until that is there nothing goes.
      if (own?.visitorId !== kept.visitorId) client.greet();
      client.speakAs(kept);
    }
    release();
  }

  function noteRefusal({ code, field, retry_after_s }: ErrorEvent, { restore, drop }: Underway): void {
    if (code === "identity_differs") {
      store.clear();
      act?.write("");
      client.reset();
      client.speakAs(null);
      isDue = true;
      return;
    }
    release();
    if (retry_after_s) {
      restore();
      // As if it were under way until then.
      underway = { echoId: "", restore };
      setTimeout(() => {
        underway = null;
        advance();
      }, retry_after_s * 1000);
    } else if (code === "consent_required" || code === "conversation_unknown") restore();
    else {
      drop?.();
      complain(code, field ?? "");
    }
    // An identity waits for what has changed; see `heed`.
    if (code === "consent_required") isDue = false;
  }

  function heed(event: VisitorEvent): void {
    noteReset();
    const asked = underway;
    if (event.type === "welcome") {
      underway = null;
      asked?.restore();
      isDue = who !== null && keptFor !== event.visitor_id;
    } else if ("echo_id" in event && asked && event.echo_id === asked.echoId) {
      underway = null;
      if (event.type === "identified") void become(event);
      else if (event.type === "error") noteRefusal(event, asked);
    }
    const { conversation } = client.state;
    // What could not be kept before there was a conversation, and a consent, can be now.
    const isNews = event.type === "consents_changed" || event.type === "message_posted";
    if (isNews && who && conversation && keptFor !== client.identity?.visitorId) isDue = true;
    advance();
  }

  client.listen(heed);
  return (view) => {
    act = view.act;
    noteReset();
    for (const told of heard.splice(0)) take(told);
    advance();
    return null;
  };
}
