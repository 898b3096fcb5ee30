// Whatever order frames come in, the client ends with the whole truth, once, in order.
import { expect, test } from "vitest";
import {
  applyEvent,
  applyHistory,
  emptyTimeline,
  firstSeqOf,
  type HistoryPage,
  hearOf,
  lastSeqOf,
  missingFrom,
  type Timeline,
} from "./timeline";

interface Entry {
  readonly seq: number;
  readonly prev_seq: number;
}

/** A conversation as its server holds it, with holes where this audience may not see. */
class Truth {
  readonly entries: Entry[] = [];

  grow(seq: number): Entry {
    const entry = { seq, prev_seq: this.lastSeq };
    this.entries.push(entry);
    return entry;
  }

  get lastSeq(): number {
    return this.entries.at(-1)?.seq ?? 0;
  }

  after(seq: number, limit: number): HistoryPage<Entry> {
    const entries = this.entries.filter((entry) => entry.seq > seq).slice(0, limit);
    return { entries, has_before: seq > 0, last_seq: this.lastSeq };
  }

  before(seq: number, limit: number): HistoryPage<Entry> {
    const older = this.entries.filter((entry) => entry.seq < seq);
    return { entries: older.slice(-limit), has_before: older.length > limit, last_seq: this.lastSeq };
  }

  latest(limit: number): HistoryPage<Entry> {
    return this.before(Number.POSITIVE_INFINITY, limit);
  }
}

function truthOf(...seqs: number[]): Truth {
  const truth = new Truth();
  for (const seq of seqs) truth.grow(seq);
  return truth;
}

const seqsOf = (timeline: Timeline<Entry>) => timeline.entries.map((entry) => entry.seq).join();

test("an event that follows is appended", () => {
  const truth = truthOf(1, 2);
  const timeline = applyHistory(emptyTimeline<Entry>(), truth.latest(50));
  expect(seqsOf(applyEvent(timeline, truth.grow(5)))).toBe("1,2,5");
});

test("the first event of a new conversation begins the timeline without any history", () => {
  const timeline = applyEvent(emptyTimeline<Entry>(), { seq: 1, prev_seq: 0 });
  expect(seqsOf(timeline)).toBe("1");
  expect(missingFrom(timeline)).toBeNull();
  expect(timeline.hasBefore).toBe(false);
});

test("a known seq changes nothing, not even the object", () => {
  const truth = truthOf(1, 2);
  const timeline = applyHistory(emptyTimeline<Entry>(), truth.latest(50));
  expect(applyEvent(timeline, { seq: 2, prev_seq: 1 })).toBe(timeline);
});

test("an event beyond a gap waits for the history that closes it", () => {
  const truth = truthOf(1, 2, 3, 4);
  let timeline = applyHistory(emptyTimeline<Entry>(), truthOf(1).latest(50));
  timeline = applyEvent(timeline, { seq: 4, prev_seq: 3 });
  expect(seqsOf(timeline)).toBe("1");
  expect(missingFrom(timeline)).toEqual({ after_seq: 1 });
  timeline = applyHistory(timeline, { ...truth.after(1, 2), last_seq: 3 });
  expect(seqsOf(timeline)).toBe("1,2,3,4");
  expect(missingFrom(timeline)).toBeNull();
});

test("an event before any history asks for the latest page, not for everything from the beginning", () => {
  const timeline = applyEvent(emptyTimeline<Entry>(), { seq: 900, prev_seq: 899 });
  expect(missingFrom(timeline)).toEqual({ after_seq: null });
});

test("a page that ends early leaves the rest missing", () => {
  const truth = truthOf(1, 2, 3, 4, 5);
  let timeline = applyHistory(emptyTimeline<Entry>(), truthOf(1).latest(50));
  timeline = applyHistory(timeline, truth.after(1, 2));
  expect(missingFrom(timeline)).toEqual({ after_seq: 3 });
});

test("a seq that was only heard of is missing", () => {
  const timeline = hearOf(applyHistory(emptyTimeline<Entry>(), truthOf(1, 2).latest(50)), 3);
  expect(missingFrom(timeline)).toEqual({ after_seq: 2 });
});

test("older pages are put in front until there are no more", () => {
  const truth = truthOf(1, 3, 4, 6, 7);
  let timeline = applyHistory(emptyTimeline<Entry>(), truth.latest(2));
  expect(timeline.hasBefore).toBe(true);
  timeline = applyHistory(timeline, truth.before(firstSeqOf(timeline), 2));
  timeline = applyHistory(timeline, truth.before(firstSeqOf(timeline), 2));
  expect(seqsOf(timeline)).toBe("1,3,4,6,7");
  expect(timeline.hasBefore).toBe(false);
});

test("where older entries were deleted meanwhile the empty page says so", () => {
  let timeline = applyHistory(emptyTimeline<Entry>(), truthOf(1, 2, 3).latest(1));
  timeline = applyHistory(timeline, { entries: [], has_before: false, last_seq: 3 });
  expect(timeline.hasBefore).toBe(false);
});

/** Deterministic, so that a failing seed can be run again. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1664525 + 1013904223) % 4294967296;
    return state / 4294967296;
  };
}

/**
 * A server that grows, and a network that delays, doubles and loses. Questions are answered with what the server held
 * when they reached it; answers and events arrive in any order. In the end the network is calm.
 */
function interleave(seed: number): { timeline: Timeline<Entry>; truth: Truth } {
  const random = randomFrom(seed);
  const below = (limit: number) => Math.floor(random() * limit);
  const truth = new Truth();
  for (let count = below(30); count > 0; count -= 1) truth.grow(truth.lastSeq + 1 + below(3));
  const wire: ((timeline: Timeline<Entry>) => Timeline<Entry>)[] = [];
  const page = (answer: HistoryPage<Entry>) => wire.push((timeline) => applyHistory(timeline, answer));
  let timeline = emptyTimeline<Entry>();
  const ask = () => {
    const missing = missingFrom(timeline);
    if (missing) page(missing.after_seq === null ? truth.latest(5) : truth.after(missing.after_seq, 1 + below(6)));
  };
  if (truth.entries.length) page(truth.latest(1 + below(10)));
  for (let step = 0; step < 120; step += 1) {
    const what = random();
    if (what < 0.3) {
      const entry = truth.grow(truth.lastSeq + 1 + below(3));
      for (let copies = below(3); copies > 0; copies -= 1) wire.push((held) => applyEvent(held, entry));
    } else if (what < 0.45) {
      ask();
    } else if (what < 0.55 && timeline.hasBefore) {
      page(truth.before(firstSeqOf(timeline), 1 + below(6)));
    } else if (wire.length) {
      const [arrives] = wire.splice(below(wire.length), 1);
      if (arrives) timeline = arrives(timeline);
      expectUnbroken(timeline, truth, seed);
    }
  }
  for (const arrives of wire) timeline = arrives(timeline);
  timeline = hearOf(timeline, truth.lastSeq);
  for (let missing = missingFrom(timeline); missing; missing = missingFrom(timeline)) {
    timeline = applyHistory(timeline, missing.after_seq === null ? truth.latest(5) : truth.after(missing.after_seq, 7));
  }
  while (timeline.hasBefore) timeline = applyHistory(timeline, truth.before(firstSeqOf(timeline), 7));
  return { timeline, truth };
}

function expectUnbroken(timeline: Timeline<Entry>, truth: Truth, seed: number): void {
  const from = truth.entries.findIndex((entry) => entry.seq === firstSeqOf(timeline));
  const stretch = timeline.entries.length ? truth.entries.slice(from, from + timeline.entries.length) : [];
  expect(timeline.entries, `seed ${seed}`).toEqual(stretch);
  expect(timeline.heardSeq, `seed ${seed}`).toBeGreaterThanOrEqual(lastSeqOf(timeline));
}

test("events, histories, gaps, doubles and losses in any order converge to the whole truth", () => {
  for (let seed = 1; seed <= 500; seed += 1) {
    const { timeline, truth } = interleave(seed);
    expect(timeline.entries, `seed ${seed}`).toEqual(truth.entries);
  }
  // Not a measure of speed: on a busy machine it is the same work.
}, 60_000);
