// What stands for somebody who has no picture: the first letters of their name, on a colour that is always the same.

const COLOURS = 6;

/** 0 to 5: which of the colours that the style sheets have. The end of an id is random. */
export function colourOf(id: string): number {
  return Number.parseInt(id.slice(-4), 16) % COLOURS || 0;
}

/** Of the first two words; empty where there is no name. */
export function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/).slice(0, 2);
  return words.map((word) => [...word][0]?.toUpperCase() ?? "").join("");
}
