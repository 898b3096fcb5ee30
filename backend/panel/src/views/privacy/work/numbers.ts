// What is written into a field for a whole number.

/** Null where it is empty. What is no whole number goes to the server as one that it refuses. */
export function wholeNumber(text: string): number | null {
  if (text.trim() === "") return null;
  return Number.isInteger(Number(text)) ? Number(text) : -1;
}
