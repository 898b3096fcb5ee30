// JSON as the standard has it, whatever `toJSON` the page's libraries have put on prototypes (Prototype.js, for example).

/** The text of a value made of plain objects, lists, strings, numbers and booleans. */
export function toJson(value: unknown): string {
  // A replacer is told what `toJSON` has made of the value, but finds the value itself where it was.
  return JSON.stringify(value, function (this: Record<string, unknown>, key) {
    return this[key];
  });
}
