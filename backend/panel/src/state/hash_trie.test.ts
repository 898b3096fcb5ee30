// A hash trie is a map, however often it is changed, and knows in what it differs from an earlier one.
import { expect, test } from "vitest";
import { changedKeys, withKey, withoutKey, withoutKeys } from "./hash_trie";

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

test.each([900, 1_500])("of %i, many are taken at once, and those that are not there are passed over", (size) => {
  const all: ReadonlyMap<string, number> = new Map(Array.from({ length: size }, (_, key) => [`k${key}`, key]));
  const keys = Array.from({ length: size }, (_, index) => `k${index * 2}`);
  const rest = withoutKeys(all, keys);
  expect(rest.size).toBe(size / 2);
  expect([...rest.keys()].sort()).toEqual([...all.keys()].filter((key) => !keys.includes(key)).sort());
  expect(withoutKeys(rest, keys)).toBe(rest);
  expect(withoutKeys(all, ["k1", "k1"]).size).toBe(size - 1);
});

test("names exactly the keys in which it differs from an earlier one, however far back", () => {
  const first = withKey(new Map(Array.from({ length: 5_000 }, (_, key) => [`k${key}`, key])), "k0", 0);
  expect(changedKeys(first, first)).toEqual([]);
  let map = first;
  const touched = new Set<string>();
  for (let step = 0; step < 700; step++) {
    const before = map;
    const key = `k${step * 9}`;
    map = step % 7 === 0 ? withoutKey(map, key) : withKey(map, key, -1 - step);
    if (map !== before) touched.add(key);
    expect(changedKeys(before, map)).toEqual(map === before ? [] : [key]);
  }
  expect(new Set(changedKeys(first, map))).toEqual(touched);
  expect(new Set(changedKeys(map, first))).toEqual(touched);
});

test("a value that was set back is no change, and between plain maps none is known", () => {
  const first = withKey(new Map(Array.from({ length: 5_000 }, (_, key) => [`k${key}`, key])), "k0", 0);
  expect(changedKeys(first, withKey(withKey(first, "k7", -1), "k7", 7))).toEqual([]);
  expect(changedKeys(first, new Map(first))).toBeNull();
  expect(changedKeys(new Map(first), first)).toBeNull();
});

test("more keys with one hash than a leaf holds are told apart", () => {
  // Each pair collides wherever FNV-1a has come to, so all 32 sequences of them do. Found by trying.
  const alike = ["7yzx", "e6ad"].flatMap((start) =>
    Array.from(
      { length: 16 },
      (_, bits) => start + [0, 1, 2, 3].map((at) => ["33zx", "epad"][(bits >> at) & 1]).join(""),
    ),
  );
  let map: ReadonlyMap<string, number> = new Map(Array.from({ length: 5_000 }, (_, key) => [`k${key}`, key]));
  for (const [index, key] of alike.entries()) map = withKey(map, key, index);
  expect(alike.map((key) => map.get(key))).toEqual(alike.map((_, index) => index));
  expect(map.size).toBe(5_032);
  for (const key of alike.slice(1)) map = withoutKey(map, key);
  expect(alike.filter((key) => map.has(key))).toEqual(alike.slice(0, 1));
  expect(map.size).toBe(5_001);
});
