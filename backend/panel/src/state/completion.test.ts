// Where a completion begins, and whom a note calls.
import { expect, test } from "vitest";
import { nearestTrigger, triggerAt } from "./completion";
import { colleaguesFor, mentionedIn } from "./mentioned";

const PEOPLE = [
  { id: "a", name: "Анна" },
  { id: "k", name: "Анна Котова" },
  { id: "b", name: "Борис Ёлкин" },
];

test("a sign begins a completion at the beginning and behind a blank only", () => {
  expect(triggerAt("/цена", 5, "/")).toEqual({ start: 0, query: "цена" });
  expect(triggerAt("см.\n/це", 7, "/")).toEqual({ start: 4, query: "це" });
  expect(triggerAt("и/или", 5, "/")).toBeNull();
  expect(triggerAt("https://a.test/b", 16, "/")).toBeNull();
  expect(triggerAt("5 / 6", 5, "/")).toBeNull();
  expect(triggerAt("/цена и", 7, "/")).toBeNull();
  expect(triggerAt("/цена", 3, "/")).toEqual({ start: 0, query: "це" });
});

test("a name may have a blank", () => {
  expect(triggerAt("@Анна Ко", 8, "@", "one")).toEqual({ start: 0, query: "Анна Ко" });
  expect(triggerAt("@Анна глянь это", 15, "@", "one")).toBeNull();
  expect(triggerAt("anna@shop.test", 14, "@", "one")).toBeNull();
});

test("of two signs the nearer one counts, also where a name might go on", () => {
  const sources = [
    { sign: "@", blanks: "one" },
    { sign: "/", blanks: "none" },
  ] as const;
  const found = (text: string) => {
    const nearest = nearestTrigger(text, text.length, sources);
    return nearest && [nearest.source.sign, nearest.trigger.query];
  };
  expect(found("@Анна /це")).toEqual(["/", "це"]);
  expect(found("/це @Ан")).toEqual(["@", "Ан"]);
  expect(found("@Анна Ко")).toEqual(["@", "Анна Ко"]);
  expect(found("Анна глянь")).toBeNull();
});

test("colleagues are found by any of their names", () => {
  expect(colleaguesFor("", PEOPLE)).toHaveLength(3);
  expect(colleaguesFor("ёл", PEOPLE).map(({ id }) => id)).toEqual(["b"]);
  expect(colleaguesFor("анна к", PEOPLE).map(({ id }) => id)).toEqual(["k"]);
});

test("the longest name is meant, in whatever case, and no part of a longer word", () => {
  expect(mentionedIn("@Анна Котова, глянь", PEOPLE)).toEqual(["k"]);
  expect(mentionedIn("@анна, и @Борис Ёлкин", PEOPLE)).toEqual(["a", "b"]);
  expect(mentionedIn("@Аннабель @Борис", PEOPLE)).toEqual([]);
});
