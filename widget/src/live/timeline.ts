// A conversation's timeline as a client holds it: one unbroken stretch of entries, whatever order frames come in.

/** What the rules need to know of an entry; `prev_seq` is the seq before it in what this client may see, 0 for none. */
export interface Placed {
  readonly seq: number;
  readonly prev_seq: number;
}

/** The part of a `history` frame that the rules read. */
export interface HistoryPage<E extends Placed> {
  readonly entries: readonly E[];
  readonly has_before: boolean;
  readonly last_seq: number;
}

export interface Timeline<E extends Placed> {
  /** Oldest first, without a gap. */
  readonly entries: readonly E[];
  /** Entries that came too early: they follow once the gap before them is closed. Oldest first. */
  readonly early: readonly E[];
  /** The newest seq anybody has spoken of: beyond the last entry means that something is missing. */
  readonly heardSeq: number;
  /** Whether older entries can be fetched with `before_seq`. */
  readonly hasBefore: boolean;
  /** Whether a history has come (an empty one counts), or the timeline was followed from its first entry. */
  readonly isLoaded: boolean;
}

/** Early entries beyond this many are dropped: closing the gap brings them again. */
const MAX_EARLY = 200;

const EMPTY: Timeline<never> = { entries: [], early: [], heardSeq: 0, hasBefore: false, isLoaded: false };

/** A timeline of which nothing is known. */
export function emptyTimeline<E extends Placed>(): Timeline<E> {
  return EMPTY;
}

/** The seq of the newest entry held, 0 where there is none: what `after_seq` takes. */
export function lastSeqOf<E extends Placed>(timeline: Timeline<E>): number {
  return timeline.entries.at(-1)?.seq ?? 0;
}

/** The seq of the oldest entry held, 0 where there is none: what `before_seq` takes. */
export function firstSeqOf<E extends Placed>(timeline: Timeline<E>): number {
  return timeline.entries[0]?.seq ?? 0;
}

/**
 * What to ask with `fetch_history`: entries after `after_seq`, or, where that is null, the latest; null: nothing is
 * missing. An answer that changes nothing need not be asked for again before the next event.
 */
export function missingFrom<E extends Placed>(timeline: Timeline<E>): { readonly after_seq: number | null } | null {
  const lastSeq = lastSeqOf(timeline);
  if (timeline.heardSeq <= lastSeq) return null;
  return { after_seq: timeline.isLoaded ? lastSeq : null };
}

/** Hears of a seq without its entry, e.g. from `welcome`. */
export function hearOf<E extends Placed>(timeline: Timeline<E>, seq: number): Timeline<E> {
  return seq > timeline.heardSeq ? { ...timeline, heardSeq: seq } : timeline;
}

/** Applies an entry that came as an event. A known seq changes nothing: the very same timeline is returned. */
export function applyEvent<E extends Placed>(timeline: Timeline<E>, entry: E): Timeline<E> {
  const lastSeq = lastSeqOf(timeline);
  if (entry.seq <= lastSeq || timeline.early.some((early) => early.seq === entry.seq)) return timeline;
  return follow({
    ...timeline,
    early: merged(timeline.early, [entry]),
    heardSeq: Math.max(timeline.heardSeq, entry.seq),
  });
}

/**
 * Applies a page of history: the latest, one after a seq or one before a seq, in any order, also one that is late.
 *
 * A page that touches the stretch lengthens it; one beyond a gap waits until the gap is closed; one that lies before
 * the stretch without touching it is of a question that nobody asks any more.
 */
export function applyHistory<E extends Placed>(timeline: Timeline<E>, page: HistoryPage<E>): Timeline<E> {
  const heardSeq = Math.max(timeline.heardSeq, page.last_seq);
  const first = page.entries[0];
  const last = page.entries.at(-1);
  if (!first || !last) {
    const hasBefore = timeline.hasBefore && page.has_before;
    return { ...timeline, heardSeq, hasBefore, isLoaded: true };
  }
  const start = timeline.entries[0];
  if (!start) {
    // The first page that comes is where the stretch begins; early entries that it holds fall away in `follow`.
    return follow({ ...timeline, entries: page.entries, heardSeq, hasBefore: page.has_before, isLoaded: true });
  }
  if (last.seq < start.prev_seq) return { ...timeline, heardSeq };
  if (first.prev_seq > lastSeqOf(timeline)) {
    return follow({ ...timeline, heardSeq, early: merged(timeline.early, page.entries) });
  }
  return follow({
    ...timeline,
    heardSeq,
    entries: merged(timeline.entries, page.entries),
    hasBefore: first.seq <= start.seq ? page.has_before : timeline.hasBefore,
    isLoaded: true,
  });
}

/** Moves early entries to the stretch for as long as each follows the one before. */
function follow<E extends Placed>(timeline: Timeline<E>): Timeline<E> {
  let lastSeq = lastSeqOf(timeline);
  const following: E[] = [];
  const early: E[] = [];
  for (const entry of timeline.early) {
    if (entry.seq <= lastSeq) continue;
    // With nothing held yet only the very first entry can begin the stretch: another would hide what came before it.
    if (entry.prev_seq > lastSeq) {
      early.push(entry);
    } else {
      following.push(entry);
      lastSeq = entry.seq;
    }
  }
  return {
    ...timeline,
    early: early.slice(0, MAX_EARLY),
    entries: [...timeline.entries, ...following],
    isLoaded: timeline.isLoaded || following.length > 0,
  };
}

/** Both lists as one, by seq; of two with the same seq the first list's. */
function merged<E extends Placed>(known: readonly E[], more: readonly E[]): E[] {
  const seqs = new Set(known.map((entry) => entry.seq));
  return [...known, ...more.filter((entry) => !seqs.has(entry.seq))].sort((a, b) => a.seq - b.seq);
}
