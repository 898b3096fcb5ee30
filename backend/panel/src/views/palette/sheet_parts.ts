// Leads from the palette to a field of the open conversation's sheet «Ещё», which is fetched when it is first opened.
import { takeUp } from "./take_up";

/** The time until which it is snoozed, or the name of a tag that there is not yet. */
export type SheetPart = "time" | "tag";

const FIELDS: Readonly<Record<SheetPart, string>> = {
  time: "input[type=datetime-local]",
  tag: "input:not([type])",
};
const HOME = ".thread-bar .actions";

export function goToSheet(part: SheetPart, onMissing: () => void): void {
  takeUp({
    find: () => document.querySelector<HTMLElement>(`${HOME} form ${FIELDS[part]}`),
    // Its own button: the key opens the sheet of what is selected, where something is
    open: () => document.querySelector<HTMLElement>(`${HOME} > [aria-expanded=false]`)?.click(),
    home: HOME,
    onMissing,
  });
}
