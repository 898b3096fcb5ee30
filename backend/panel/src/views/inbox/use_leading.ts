// Steps on their way, one or many: what was done can be undone, what a colleague was quicker with is shown and can be repeated.
import { useRef, useState } from "preact/hooks";
import type { Panel } from "../../live/panel";
import type { Deed } from "../../state/outgoing";
import { amidWords, beginningOf } from "../../state/plain_words";
import { type Aimed, aimedAt } from "../../state/steps";
import type { Toast, UndoOffer } from "../../state/toasts";
import { type Overtaken, overtakenBy, stillDue } from "../../state/undoing";
import { errorText } from "../../texts/errors";
import type { Texts } from "../../texts/ru";
import type { useToasts } from "../use_toasts";
import { conflictToast, type Outcome, type Said, toastOf, toastsOf, type WayBack, wayBack } from "./deed_toasts";
import { createDone, type Done, type LastDone } from "./done";

/** The server takes so many commands at once from nobody's hands. */
const MAX_FLYING = 20;
/** Refusals that say nothing of the deed: the next time it may be taken. */
const PASSING_CODES: ReadonlySet<string> = new Set(["busy", "rate_limited", "database_unavailable", "internal"]);

/** Steps of one conversation, one after the other: the next one once the one before is done, none after a refusal. */
interface Run {
  readonly steps: readonly [Aimed, ...Aimed[]];
  /** What they take back, and whether that is said at their end. */
  readonly undone: { readonly done: Done; readonly isSaid: boolean } | null;
}

interface Batch extends Outcome {
  readonly total: number;
  readonly waiting: Run[];
  readonly flying: Map<string, Run>;
  readonly undo: Map<Aimed, WayBack>;
  readonly failed: { readonly aimed: Aimed; readonly code: string }[];
}

export interface Progress {
  readonly done: number;
  readonly total: number;
}

/** `canLead`: the role allows what is undone here. */
export function useLeading(
  panel: () => Panel,
  texts: Texts,
  toasts: Pick<ReturnType<typeof useToasts>, "add"> & { readonly withdraw: (offer: UndoOffer) => void },
  canLead: boolean,
) {
  const singles = useRef(new Map<string, Run>());
  const batch = useRef<Batch | null>(null);
  const [done] = useState(() => createDone(() => panel().clock.nowMs()));
  const [progress, setProgress] = useState<Progress | null>(null);
  const rowOf = (id: string) => panel().state.inbox.rows.get(id)?.conversation;
  const me = () => panel().state.inbox.session?.me.id ?? "";

  function leadOne(aimed: Aimed): void {
    leadRun({ steps: [aimed], undone: null });
  }

  function leadRun(run: Run): void {
    const [first] = run.steps;
    const before = rowOf(first.conversationId);
    const echoId = send(run);
    if (before) say(toastOf(texts, me(), first, before), [before.id], echoId);
  }

  function send(run: Run): string {
    const echoId = panel().lead(run.steps[0]);
    singles.current.set(echoId, run);
    return echoId;
  }

  /** What can't be taken back is kept too: so the key undoes nothing before it. */
  function say(said: Said, conversationIds: readonly string[], echoId: string | null): void {
    const offer = said.offer?.word === "undo" ? said.offer : null;
    done.add({ text: said.text, offer, conversationIds, echoId });
    toasts.add(said);
  }

  /** Something of the operator's own is gone, named by `what`: no server and no colleague has to be asked to have it back. */
  function drop(what: string, conversationId: string | null, putBack: () => Promise<boolean>): void {
    const offer = { word: "undo", steps: [], left: [], putBack } as const;
    say({ text: texts.inbox.did.remove(amidWords(beginningOf(what))), conversationId, kind: "done", offer }, [], null);
  }

  /**
   * Leads many, a few at a time; says what came of it at the end. False while others are on their way. `undone`: what
   * they undo, in words; `failed`: those of which it is known before that they can't be.
   */
  function leadMany(steps: readonly Aimed[], undone: string | null = null, failed: Batch["failed"] = []): boolean {
    if (batch.current) return false;
    if (steps.length === 0) return true;
    const undo = new Map<Aimed, WayBack>();
    for (const aimed of steps) {
      const before = rowOf(aimed.conversationId);
      if (before) undo.set(aimed, wayBack(aimed, before));
    }
    for (const { aimed } of failed) undo.delete(aimed);
    const isFailed = (id: string) => failed.some(({ aimed }) => aimed.conversationId === id);
    const waiting = runsOf(steps.filter(({ conversationId }) => !isFailed(conversationId)));
    batch.current = { steps, undone, total: waiting.length, waiting, flying: new Map(), undo, failed };
    goOn(batch.current);
    return true;
  }

  function goOn(now: Batch): void {
    while (now.flying.size < MAX_FLYING) {
      const next = now.waiting.shift();
      if (!next) break;
      now.flying.set(panel().lead(next.steps[0]), next);
    }
    const left = now.waiting.length + now.flying.size;
    if (left > 0) {
      setProgress({ done: now.total - left, total: now.total });
      return;
    }
    batch.current = null;
    setProgress(null);
    const ids = new Set(now.steps.map(({ conversationId }) => conversationId));
    for (const said of toastsOf(texts, me(), now)) {
      if (said.kind === "failed" || now.undone !== null) toasts.add(said);
      else say(said, [...ids], null);
    }
  }

  function settle(echoId: string): void {
    const single = singles.current.get(echoId);
    singles.current.delete(echoId);
    if (single) {
      finish(single);
      return;
    }
    const flown = batch.current?.flying.get(echoId);
    if (!batch.current || !flown) return;
    batch.current.flying.delete(echoId);
    const rest = restOf(flown);
    if (rest) batch.current.flying.set(panel().lead(rest.steps[0]), rest);
    goOn(batch.current);
  }

  function finish(run: Run): void {
    const rest = restOf(run);
    if (rest) send(rest);
    if (rest || !run.undone?.isSaid) return;
    sayUndone(run.undone.done.text, run.steps[0].conversationId);
  }

  function sayUndone(what: string, conversationId: string | null): void {
    toasts.add({ text: texts.toast.undone(what), conversationId, kind: "done", offer: null, isOfDeed: true });
  }

  function giveUp(deed: Deed, code: string): void {
    const now = batch.current;
    const [aimed] = now?.flying.get(deed.echo_id)?.steps ?? [];
    if (now && aimed) {
      now.flying.delete(deed.echo_id);
      now.failed.push({ aimed, code });
      now.undo.delete(aimed);
      goOn(now);
      return;
    }
    const single = singles.current.get(deed.echo_id);
    singles.current.delete(deed.echo_id);
    done.forget(deed.echo_id);
    const row = rowOf(deed.conversation_id);
    if (code === "conversation_changed" && single && row) {
      toasts.add(conflictToast(texts, row, single.steps, new Date(panel().clock.nowMs())));
      return;
    }
    if (single?.undone && PASSING_CODES.has(code)) done.putBack(single.undone.done, single.steps);
    const text = texts.toast.actionFailed(errorText(texts, code));
    toasts.add({
      text,
      conversationId: deed.conversation_id,
      kind: "failed",
      offer: null,
      isOfDeed: single !== undefined,
    });
  }

  /** Takes a toast's offer, and tells whether it has begun; a repeated step is judged by how the conversation is by now. */
  function take({ offer, text }: Toast): boolean {
    if (!offer || offer.word === "open") return false;
    if (offer.word === "undo") return undo(done.of(offer) ?? done.lost(offer, text), false);
    for (const run of runsOf(offer.steps)) {
      const row = rowOf(run.steps[0].conversationId);
      leadRun(row ? aimedRun(row, run) : run);
    }
    return true;
  }

  /** Why nothing can be undone just now, in words; or null. */
  function hindrance(): string | null {
    if (batch.current) return texts.toast.isRunning;
    if (!panel().state.inbox.connected) return texts.toast.undoOffline;
    return canLead ? null : texts.toast.actionFailed(errorText(texts, "right_missing"));
  }

  /** False where it has not begun, and why is said. */
  function undo(one: Done, isSaid: boolean): boolean {
    const offer = one.offer;
    if (offer?.putBack) {
      done.undone(one, []);
      void offer.putBack().then((isBack) => {
        if (!isBack) say({ text: one.text, conversationId: null, kind: "done", offer }, [], null);
        else if (isSaid) sayUndone(one.text, null);
      });
      return true;
    }
    const runs = offer ? runsOf(stillDue(offer.steps, panel().clock.nowMs()), { done: one, isSaid }) : [];
    const isUndoing = ({ steps, undone }: Run) =>
      undone !== null && runs.some((run) => run.steps[0].conversationId === steps[0].conversationId);
    const isBusy = [...singles.current.values()].some(isUndoing);
    const why = hindrance() ?? (isBusy ? texts.toast.isRunning : null);
    const [first] = runs;
    if (why !== null || !offer || !first) return sayNot(why ?? texts.toast.cannotUndo(one.text));

    const overtaken = new Map(runs.map((run) => [run, overtakenOf(run, one)]));
    if (isOfOne(offer)) {
      const row = rowOf(first.steps[0].conversationId);
      const came = overtaken.get(first) ?? null;
      if (row && came) toasts.add(conflictToast(texts, row, first.steps, new Date(panel().clock.nowMs()), came));
      else send(first);
    } else {
      const failed = runs.flatMap((run) =>
        overtaken.get(run) ? [{ aimed: run.steps[0], code: "conversation_changed" }] : [],
      );
      const due = runs.flatMap(({ steps }) => steps);
      leadMany(due, one.text, failed);
    }
    const gone = runs.filter((run) => !overtaken.get(run)).map(({ steps: [{ conversationId }] }) => conversationId);
    done.undone(one, gone);
    return true;
  }

  function overtakenOf(run: Run, { offer, echoId }: Done): Overtaken | null {
    const { rows, doubts, threads } = panel().state.inbox;
    const id = run.steps[0].conversationId;
    const left = offer?.left.find(({ conversationId }) => conversationId === id);
    const row = rows.get(id)?.conversation;
    // What is on its way, and a row that is behind the server: the server says whether anybody was quicker
    const isUnknown = (echoId !== null && singles.current.has(echoId)) || doubts.has(id);
    return left && row && !isUnknown ? overtakenBy(left, run.steps, row, threads.get(id)) : null;
  }

  function sayNot(text: string): false {
    toasts.add({ text, conversationId: null, kind: "failed", offer: null });
    return false;
  }

  /** Undoes the last deed that is not undone, also where its toast has gone, and says so; or says why it does not. */
  function undoLast(): void {
    const last = done.last();
    if (batch.current) sayNot(texts.toast.isRunning);
    else if (last && undo(last, true) && last.offer) toasts.withdraw(last.offer);
  }

  /** What `undoLast` would undo, in words, and whether it could; null where there is nothing. */
  function lastDone(): LastDone | null {
    const last = done.last();
    if (!last && !batch.current) return null;
    return {
      what: last?.text ?? "",
      canBeUndone: Boolean(last?.offer && (last.offer.putBack ? !batch.current : hindrance() === null)),
    };
  }

  return { leadOne, leadMany, drop, settle, giveUp, take, undoLast, lastDone, progress };
}

/** One for each conversation, in the order of their first steps. */
function runsOf(steps: readonly Aimed[], undone: Run["undone"] = null): Run[] {
  const ofEach = new Map<string, [Aimed, ...Aimed[]]>();
  for (const aimed of steps) {
    const held = ofEach.get(aimed.conversationId);
    if (held) held.push(aimed);
    else ofEach.set(aimed.conversationId, [aimed]);
  }
  return [...ofEach.values()].map((ofOne) => ({ steps: ofOne, undone }));
}

function restOf({ steps: [, second, ...others], undone }: Run): Run | null {
  return second ? { steps: [second, ...others], undone } : null;
}

function aimedRun(row: Parameters<typeof aimedAt>[0], { steps: [first, ...others], undone }: Run): Run {
  return { steps: [aimedAt(row, first.step), ...others.map(({ step }) => aimedAt(row, step))], undone };
}

function isOfOne({ steps }: UndoOffer): boolean {
  return new Set(steps.map(({ conversationId }) => conversationId)).size === 1;
}
