// What the palette offers for a message of the open thread: the one that had the focus, or the last one.
import { writtenOf } from "../../../../../widget/src/live/uploads";
import { textsOf } from "../../preferences";
import { amend, type ShownMessage } from "../../state/amendments";
import type { Desk } from "../actions/desk";
import { amendableOf } from "../amending";
import { askOf, beginningOf } from "../message_bubble";
import type { Choice, ChoiceTexts } from "./choices";

/** The message that has the focus, or whose menu has it. */
export function focusedSeq(focused: Element | null): number | null {
  const bubble = focused?.closest("[data-seq]") ?? focused?.closest(".message")?.querySelector("[data-seq]");
  const seq = Number(bubble?.getAttribute("data-seq"));
  return seq > 0 ? seq : null;
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

function messageOf({ thread }: Desk, seq: number | null): ShownMessage | null {
  const entries = thread?.timeline.entries ?? [];
  const said = entries.filter((entry) => entry.type === "message_posted" || entry.type === "note_added");
  const message = (seq !== null && said.find((one) => one.seq === seq)) || said.at(-1);
  return message ? amend(entries)(message) : null;
}
