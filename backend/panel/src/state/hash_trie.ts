// A map that is copied on every change, and costs the change: a hash trie, whose copies share all that stays. It has no order.

/** Below this size a plain copy is as cheap. */
const MIN_SIZE = 1_000;
const BITS = 5;
const WIDTH = 2 ** BITS;
/** More than that in a leaf, and it becomes a branch of leaves; where the hash is used up, it stays one. */
const MAX_LEAF = 16;
const MAX_DEPTH = 6;

type Leaf<V> = ReadonlyMap<string, V>;
type Node<V> = Leaf<V> | readonly Node<V>[];

const GONE = Symbol("gone");

class HashTrie<V> implements ReadonlyMap<string, V> {
  constructor(
    readonly root: Node<V>,
    readonly size: number,
  ) {}

  get(key: string): V | undefined {
    return leafOf(this.root, key).get(key);
  }

  has(key: string): boolean {
    return leafOf(this.root, key).has(key);
  }

  forEach(callback: (value: V, key: string, map: ReadonlyMap<string, V>) => void): void {
    for (const [key, value] of this) callback(value, key, this);
  }

  *entries(): MapIterator<[string, V]> {
    for (const leaf of leavesOf(this.root)) yield* leaf;
  }

  *keys(): MapIterator<string> {
    for (const leaf of leavesOf(this.root)) yield* leaf.keys();
  }

  *values(): MapIterator<V> {
    for (const leaf of leavesOf(this.root)) yield* leaf.values();
  }

  [Symbol.iterator](): MapIterator<[string, V]> {
    return this.entries();
  }
}

/** A copy of the map with the key set. */
export function withKey<V>(map: ReadonlyMap<string, V>, key: string, value: V): ReadonlyMap<string, V> {
  if (map.size < MIN_SIZE) return new Map(map).set(key, value);
  return changed(map, key, value, map.has(key) ? 0 : 1);
}

/** A copy of the map without the key; the map itself where the key is not there. */
export function withoutKey<V>(map: ReadonlyMap<string, V>, key: string): ReadonlyMap<string, V> {
  return withoutKeys(map, [key]);
}

/** A copy of the map without the keys; the map itself where none of them is there. */
export function withoutKeys<V>(map: ReadonlyMap<string, V>, keys: readonly string[]): ReadonlyMap<string, V> {
  const held = [...new Set(keys)].filter((key) => map.has(key));
  if (held.length === 0) return map;
  if (map.size >= MIN_SIZE) return held.reduce((rest, key) => changed<V>(rest, key, GONE, -1), map);
  const copy = new Map(map);
  for (const key of held) copy.delete(key);
  return copy;
}

/** The keys in which two maps differ; null where that is not known, as one of them is small. */
export function changedKeys<V>(
  before: ReadonlyMap<string, V>,
  after: ReadonlyMap<string, V>,
): readonly string[] | null {
  if (before === after) return [];
  if (!(before instanceof HashTrie && after instanceof HashTrie)) return null;
  const keys = new Set<string>();
  const compare = (one: Node<V>, other: Node<V>) => {
    if (one === other) return;
    if (isBranch(one) && isBranch(other)) {
      for (let index = 0; index < WIDTH; index++) compare(one[index] ?? EMPTY, other[index] ?? EMPTY);
      return;
    }
    for (const leaf of [...leavesOf(one), ...leavesOf(other)]) for (const key of leaf.keys()) keys.add(key);
  };
  compare(before.root, after.root);
  return [...keys].filter((key) => before.get(key) !== after.get(key));
}

const EMPTY: Leaf<never> = new Map<string, never>();

function changed<V>(map: ReadonlyMap<string, V>, key: string, value: V | typeof GONE, growth: number): HashTrie<V> {
  const root = map instanceof HashTrie ? (map as HashTrie<V>).root : grown(map, 0);
  return new HashTrie(put(root, 0, hashOf(key), key, value), map.size + growth);
}

function put<V>(node: Node<V>, depth: number, hash: number, key: string, value: V | typeof GONE): Node<V> {
  if (isBranch(node)) {
    const index = indexAt(hash, depth);
    const copy = node.slice();
    copy[index] = put(node[index] ?? EMPTY, depth + 1, hash, key, value);
    return copy;
  }
  const copy = new Map(node);
  if (value === GONE) copy.delete(key);
  else copy.set(key, value as V);
  return grown(copy, depth);
}

/** The leaf, or the branch that so many entries need. */
function grown<V>(leaf: Leaf<V>, depth: number): Node<V> {
  if (leaf.size <= MAX_LEAF || depth === MAX_DEPTH) return leaf;
  const parts = Array.from({ length: WIDTH }, () => new Map<string, V>());
  for (const [key, value] of leaf) parts[indexAt(hashOf(key), depth)]?.set(key, value);
  return parts.map((part) => grown(part, depth + 1));
}

function leafOf<V>(root: Node<V>, key: string): Leaf<V> {
  let node = root;
  for (let hash = hashOf(key); isBranch(node); hash >>>= BITS) node = node[hash & (WIDTH - 1)] ?? EMPTY;
  return node;
}

function* leavesOf<V>(node: Node<V>): Generator<Leaf<V>> {
  if (!isBranch(node)) yield node;
  else for (const child of node) yield* leavesOf(child);
}

function isBranch<V>(node: Node<V>): node is readonly Node<V>[] {
  return Array.isArray(node);
}

function indexAt(hash: number, depth: number): number {
  return (hash >>> (depth * BITS)) & (WIDTH - 1);
}

/** FNV-1a: ids of conversations begin alike, with the time. */
function hashOf(key: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < key.length; index++) hash = Math.imul(hash ^ key.charCodeAt(index), 0x01000193);
  return hash >>> 0;
}
