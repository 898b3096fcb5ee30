// Keeps an operator's drafts in the browser: they are there after a restart and in its other tabs, and for nobody else. No
// part of the first load: what is written before it has come is kept once it has.
import { type Draft, EMPTY_DRAFT, hasWords, isKeepable, withDraft } from "../state/drafts";
import type { Inbox } from "../state/model";
import { goneDrafts, unkeptDrafts } from "../texts/unkept_drafts";
import { DRAFTS_PLACE, WORDS_PLACE } from "./kept_words";
import type { Panel } from "./panel";

/** What is being written in a page, which it and what keeps it share. */
export interface HeldDrafts {
  /** By conversation; the one that was changed last is the last. */
  all: ReadonlyMap<string, Draft>;
  /** Where there are words; the same set while it has the same in it. */
  drafted: ReadonlySet<string>;
  /** The conversation that is on the screen. */
  openId: string | null;
  /** Null until it has come. */
  keeper: DraftsKeeper | null;
}

export interface DraftsKeeper {
  /** The draft was written in this tab. */
  put(id: string): void;
  /**
   * Drops the drafts of conversations that are gone for this operator, or whose words the server has erased, and has those
   * asked for of which that is not known.
   */
  judge(inbox: Inbox): void;
  stop(): void;
}

export interface KeptDraftsSurroundings {
  readonly me: string;
  readonly panel: Pick<Panel, "doubtRows">;
  /** Another tab has written, or a draft was dropped. */
  onChange(): void;
  /**
   * In the words of each language: the browser keeps nothing, so drafts live as long as the page, which is told once; or
   * words are gone with the sight of their conversation.
   */
  onUnkept(words: typeof unkeptDrafts): void;
}

/** Of more the oldest are forgotten. */
const MOST_DRAFTS = 200;
const MAX_AGE_MS = 30 * 24 * 60 * 60 * 1_000;
/** Whoever has pressed a key less than this ago is writing, and no other tab's words come between. */
const PAUSE_MS = 2_000;
const MOST_ASKED_AT_ONCE = 3;

/** Adds what is kept and not too old to what is held, and keeps it from then on. What others have left here is removed. */
export function keepDrafts(held: HeldDrafts, around: KeptDraftsSurroundings): DraftsKeeper {
  const store = localStorage;
  const own = `${DRAFTS_PLACE}${around.me}:`;
  let writtenId: string | null = null;
  let writtenAtMs = 0;
  let isTold = false;

  /** Conversations whose words were there when the draft was, or may have been: a row without words says they were erased. */
  const whole = new Set<string>();
  const written = held.all;
  forgetOthers(store, DRAFTS_PLACE, own);
  forgetOthers(sessionStorage, WORDS_PLACE, WORDS_PLACE + around.me);
  held.all = new Map(load(store, own));
  for (const id of held.all.keys()) whole.add(id);
  for (const [id, draft] of written) {
    const kept = held.all.get(id);
    held.all = withDraft(held.all, id, kept ? joined(kept, draft) : draft);
    keep(id);
  }
  bound();
  changed();
  addEventListener("storage", hear);

  function changed() {
    const drafted = [...held.all].flatMap(([id, draft]) => (hasWords(draft) ? [id] : []));
    if (drafted.length !== held.drafted.size || drafted.some((id) => !held.drafted.has(id))) {
      held.drafted = new Set(drafted);
    }
    around.onChange();
  }

  function keep(id: string) {
    const draft = held.all.get(id) ?? EMPTY_DRAFT;
    if (!held.all.has(id)) whole.delete(id);
    try {
      if (isKeepable(draft)) store.setItem(own + id, JSON.stringify({ at: Date.now(), ...draft }));
      else store.removeItem(own + id);
    } catch {
      if (!isTold) around.onUnkept(unkeptDrafts);
      isTold = true;
    }
  }

  function drop(id: string) {
    held.all = withDraft(held.all, id, EMPTY_DRAFT);
    keep(id);
  }

  function bound() {
    for (const oldest of [...held.all.keys()].slice(0, -MOST_DRAFTS)) drop(oldest);
  }

  function hear({ key, oldValue, newValue }: StorageEvent) {
    // Whoever signs in here next removes them, but takes nothing from a screen
    if (oldValue === "" || newValue === "") return;
    if (key?.startsWith(own)) take(key.slice(own.length));
  }

  function take(id: string) {
    const restMs = writtenId === id && document.hasFocus() ? writtenAtMs + PAUSE_MS - Date.now() : 0;
    if (restMs > 0) {
      setTimeout(() => take(id), restMs);
      return;
    }
    const theirs = read(store.getItem(own + id))?.draft ?? EMPTY_DRAFT;
    // Whether it is a note or an answer never changes under the eyes of who is about to write on
    const isNote = id === held.openId ? (held.all.get(id) ?? EMPTY_DRAFT).isNote : theirs.isNote;
    held.all = withDraft(held.all, id, { ...theirs, isNote });
    if (!held.all.has(id)) whole.delete(id);
    changed();
  }

  return {
    put(id) {
      writtenId = id;
      writtenAtMs = Date.now();
      keep(id);
      bound();
      changed();
    },
    judge({ rows, missing, doubts, folders, connected, resetTick }) {
      const before = held.all;
      const gone = [...before].some(([id, draft]) => missing.has(id) && hasWords(draft));
      const unsure: string[] = [];
      for (const id of before.keys()) {
        const row = rows.get(id);
        const last = row?.conversation.last_message;
        if (last?.body) whole.add(id);
        if (missing.has(id) || (last?.body === "" && whole.has(id))) drop(id);
        else if ((row?.confirmedTick ?? -1) < resetTick) unsure.push(id);
      }
      if (held.all !== before) changed();
      if (gone) around.onUnkept(goneDrafts);
      // Most are in what is read anyway
      if (!connected || folders.waiting.verified === null || folders.mine.verified === null) return;
      const due = unsure.slice(0, MOST_ASKED_AT_ONCE).filter((id) => !doubts.has(id));
      if (due.length > 0) around.panel.doubtRows(due);
    },
    stop: () => removeEventListener("storage", hear),
  };
}

/** Emptied first: by that the tabs of their writer know who has removed them. */
function forgetOthers(store: Storage, place: string, own: string) {
  for (const key of Object.keys(store)) {
    if (!key.startsWith(place) || key.startsWith(own)) continue;
    try {
      store.setItem(key, "");
    } catch {
      // It is removed all the same
    }
    store.removeItem(key);
  }
}

function load(store: Storage, own: string): (readonly [string, Draft])[] {
  const kept: { readonly id: string; readonly at: number; readonly draft: Draft }[] = [];
  for (const key of Object.keys(store)) {
    if (!key.startsWith(own)) continue;
    const one = read(store.getItem(key));
    if (one && Math.abs(Date.now() - one.at) < MAX_AGE_MS) kept.push({ id: key.slice(own.length), ...one });
    else store.removeItem(key);
  }
  return kept.sort((a, b) => a.at - b.at).map(({ id, draft }) => [id, draft]);
}

function read(kept: string | null): { readonly at: number; readonly draft: Draft } | null {
  try {
    const { at, ...draft } = JSON.parse(kept ?? "");
    return { at, draft: { ...EMPTY_DRAFT, ...draft } };
  } catch {
    return null;
  }
}

/** What was kept, and what was written on before that had come. */
function joined(kept: Draft, draft: Draft): Draft {
  const both = (...words: readonly string[]) => words.filter(Boolean).join("\n");
  return { ...kept, ...draft, reply: both(kept.reply, draft.reply), note: both(kept.note, draft.note) };
}
