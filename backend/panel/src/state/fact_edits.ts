// What somebody changes of a customer's facts, apart from the form: only what differs is sent, and masks never are.
import { FACT_NAMES, type FactName, type Facts } from "../live/customer_requests";

/** What a form holds: undefined is a field that nobody has touched. */
export type FactEdits = Partial<Facts>;

/**
 * What is to be sent. A masked field is replaced by what was typed, or emptied by a word of its own (an empty string
 * in `edits`); what is shown as it is, only where it differs.
 */
export function changesOf(edits: FactEdits, seen: Facts, masked: readonly string[]): FactEdits {
  const changes: [FactName, string][] = [];
  for (const name of FACT_NAMES) {
    const text = edits[name];
    if (text !== undefined && (masked.includes(name) || text.trim() !== seen[name])) changes.push([name, text.trim()]);
  }
  return Object.fromEntries(changes);
}

/** Which of one's fields say something else than a colleague has put there meanwhile. */
export function clashesOf(changes: FactEdits, before: Facts, now: Facts): FactName[] {
  return FACT_NAMES.filter((name) => changes[name] !== undefined && now[name] !== before[name]);
}
