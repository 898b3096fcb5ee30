// A layered map is a map, however often it is changed, and knows in what it differs from an earlier one.
import { expect, test } from "vitest";
import { changedKeys, withKey, withoutKey } from "./layered_map";

test("is what a plain map would be after thousands of changes", () => {
  const plain = new Map<string, number>();
  for (let number = 0; number < 1_500; number++) plain.set(`k${number}`, number);
  let map: ReadonlyMap<string, number> = new Map(plain);
  for (let step = 0; step < 3_000; step++) {
    const key = `k${(step * 7_919) % 2_000}`;
    if (step % 5 === 0) {
      plain.delete(key);
      map = withoutKey(map, key);
    } else {
      plain.set(key, -step);
      map = withKey(map, key, -step);
    }
    expect(map.size).toBe(plain.size);
    expect(map.get(key)).toBe(plain.get(key));
    expect(map.has(key)).toBe(plain.has(key));
  }
  expect(new Map(map)).toEqual(plain);
  expect([...map.keys()].sort()).toEqual([...plain.keys()].sort());
  expect([...map.values()].sort()).toEqual([...plain.values()].sort());
});

test("names every key in which it differs from an earlier one, or says that it does not know", () => {
  const first: ReadonlyMap<number, number> = new Map(Array.from({ length: 1_200 }, (_, key) => [key, key]));
  expect(changedKeys(first, first)).toEqual([]);
  let map = first;
  let before = first;
  for (let step = 0; step < 700; step++) {
    before = map;
    map = withKey(map, step * 2, -1 - step);
    expect(changedKeys(before, map)).toContain(step * 2);
  }
  const keys = changedKeys(first, map);
  // More than one base lies between.
  expect(keys).toBeNull();
  expect(changedKeys(map, new Map(map))).toBeNull();
});
