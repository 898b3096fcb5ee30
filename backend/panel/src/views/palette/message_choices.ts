// What the palette offers for a message of the open thread: the one that had the focus, or the last one.
import { writtenOf } from "../../../../../widget/src/live/uploads";
import { amend, type ShownMessage } from "../../state/amendments";
import { beginningOf } from "../../state/plain_words";
import type { Entry } from "../../state/rows";
import { heldOf } from "../../state/threads";
import { textsOf } from "../../texts/languages";
import type { Desk } from "../actions/desk";
import { amendableOf } from "../amending";
import { askOf } from "../message_bubble";
import type { Choice, ChoiceTexts } from "./choices";

/** The message that has the focus, or whose menu has it. */
export function focusedSeq(focused: Element | null): number | null {
  const bubble = focused?.closest("[data-seq]") ?? focused?.closest(".message")?.querySelector("[data-seq]");
  const seq = Number(bubble?.getAttribute("data-seq"));
  return seq > 0 ? seq : null;
}

/** Of the last message or note of the open thread. */
export function lastSeq({ thread }: Desk): number | null {
  return saidIn(thread?.timeline.entries ?? []).at(-1)?.seq ?? null;
}

export function messageChoices(desk: Desk, seq: number | null, now: Date): readonly Choice[] {
  const { amending } = desk;
  const message = messageOf(desk, seq);
  if (!message || message.body === "") return [];
  const { canEdit, canDelete, canQuote } = amendableOf(message, amending, now);
  const files = "files" in message ? (message.files ?? []) : [];
  const written = files.length > 0 ? writtenOf(message.body, files) : message.body;
  const beginning = beginningOf(written || (files[0]?.name ?? ""));
  const openEditor = amending.editors.get(message.seq);
  const one = (deed: keyof ChoiceTexts["message"], run: () => void): Choice => ({
    id: `message_${deed}`,
    name: (words) => (message.type === "note_added" ? words.ofNote : words.ofMessage)(words.message[deed], beginning),
    run,
  });
  return [
    ...(canQuote ? [one("quote", () => amending.onQuote(message.seq))] : []),
    ...(canEdit && openEditor ? [one("edit", openEditor)] : []),
    ...(canDelete ? [one("delete", remove)] : []),
    ...(written ? [one("copy", () => void navigator.clipboard.writeText(written).catch(() => undefined))] : []),
  ];

  function remove() {
    if (message && confirm(askOf(textsOf(desk.preferences.language), message))) amending.onDelete(message.seq);
  }
}

/** Also one of the past that somebody was led to. */
function messageOf({ thread }: Desk, seq: number | null): ShownMessage | null {
  const entries = thread ? heldOf(thread) : [];
  const said = saidIn(entries);
  const message = seq === null ? said.at(-1) : said.find((one) => one.seq === seq);
  return message ? amend(entries)(message) : null;
}

function saidIn(entries: readonly Entry[]) {
  return entries.filter((entry) => entry.type === "message_posted" || entry.type === "note_added");
}
