// A map that is copied on every change, and costs what has changed lately instead of all that it holds.

/** So many changes lie over the base before both become a new one. */
const MAX_LAYER = 256;
/** Below this size a plain copy is as cheap. */
const MIN_SIZE = 1_000;

const GONE = Symbol("gone");

class Layered<K, V> implements ReadonlyMap<K, V> {
  constructor(
    readonly base: ReadonlyMap<K, V>,
    readonly layer: ReadonlyMap<K, V | typeof GONE>,
    readonly size: number,
    /** Which base this one was made of, and what it differs from it in. */
    readonly origin: { readonly base: ReadonlyMap<K, V>; readonly keys: readonly K[] } | null,
  ) {}

  get(key: K): V | undefined {
    const over = this.layer.get(key);
    if (over === GONE) return undefined;
    return over === undefined ? this.base.get(key) : (over as V);
  }

  has(key: K): boolean {
    const over = this.layer.get(key);
    return over === undefined ? this.base.has(key) : over !== GONE;
  }

  forEach(callback: (value: V, key: K, map: ReadonlyMap<K, V>) => void): void {
    for (const [key, value] of this) callback(value, key, this);
  }

  *entries(): MapIterator<[K, V]> {
    for (const entry of this.base) if (!this.layer.has(entry[0])) yield entry;
    for (const [key, value] of this.layer) if (value !== GONE) yield [key, value as V];
  }

  *keys(): MapIterator<K> {
    for (const [key] of this.entries()) yield key;
  }

  *values(): MapIterator<V> {
    for (const [, value] of this.entries()) yield value;
  }

  [Symbol.iterator](): MapIterator<[K, V]> {
    return this.entries();
  }
}

/** A copy of the map with the key set. */
export function withKey<K, V>(map: ReadonlyMap<K, V>, key: K, value: V): ReadonlyMap<K, V> {
  if (map.size < MIN_SIZE) return new Map(map).set(key, value);
  return changed(map, key, value, map.has(key) ? 0 : 1);
}

/** A copy of the map without the key; the map itself where the key is not there. */
export function withoutKey<K, V>(map: ReadonlyMap<K, V>, key: K): ReadonlyMap<K, V> {
  if (!map.has(key)) return map;
  if (map.size >= MIN_SIZE) return changed<K, V>(map, key, GONE, -1);
  const copy = new Map(map);
  copy.delete(key);
  return copy;
}

/** The keys in which two maps differ; null where that is not known. */
export function changedKeys<K, V>(before: ReadonlyMap<K, V>, after: ReadonlyMap<K, V>): readonly K[] | null {
  if (before === after) return [];
  if (!(after instanceof Layered)) return null;
  const [base, keys] = before instanceof Layered ? [before.base, before.layer.keys()] : [before, []];
  if (after.base !== base && after.origin?.base !== base) return null;
  const compacted = after.base === base ? [] : (after.origin?.keys ?? []);
  const candidates = new Set<K>([...keys, ...compacted, ...after.layer.keys()]);
  return [...candidates].filter((key) => before.get(key) !== after.get(key));
}

function changed<K, V>(map: ReadonlyMap<K, V>, key: K, value: V | typeof GONE, growth: number): ReadonlyMap<K, V> {
  const held = map instanceof Layered ? map : new Layered<K, V>(map, new Map(), map.size, null);
  const layer = new Map(held.layer).set(key, value);
  const next = new Layered<K, V>(held.base, layer, held.size + growth, held.origin);
  if (layer.size < MAX_LAYER) return next;
  const origin = { base: held.base, keys: [...layer.keys()] };
  return new Layered<K, V>(new Map(next), new Map(), next.size, origin);
}
