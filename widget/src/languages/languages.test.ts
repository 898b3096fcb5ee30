// Every language says everything, and in the same places.
/// <reference types="vite/types/importMeta.d.ts" />
import { expect, test } from "vitest";

type Catalogue = Readonly<Record<string, unknown>>;

const LANGUAGES = import.meta.glob<Readonly<Record<string, Catalogue>>>("./??.ts", { eager: true });
const { "./ru.ts": RUSSIAN = {}, ...OTHERS } = LANGUAGES;

/** The names of all texts, with what kind each is of. */
function shapeOf(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return typeof value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([name, inner]) => [name, shapeOf(inner)] as const)
      .sort(([one], [other]) => one.localeCompare(other)),
  );
}

test.each(Object.entries(OTHERS))("%s has all that Russian has, and nothing more", (_, texts) => {
  expect(shapeOf({ ...texts })).toEqual(shapeOf({ ...RUSSIAN }));
});

test("there is more than one", () => expect(Object.keys(OTHERS)).not.toEqual([]));
