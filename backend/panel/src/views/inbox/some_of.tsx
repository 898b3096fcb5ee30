// A field that takes several: it says which are chosen, and opens into boxes to tick.
import { Icon } from "../icons";

export interface Offered<V extends string | number> {
  readonly id: V;
  readonly name: string;
}

export interface SomeOfProps<V extends string | number> {
  readonly label: string;
  /** What it says while nothing is chosen. */
  readonly any: string;
  readonly offered: readonly Offered<V>[];
  readonly chosen: readonly V[];
  /** How many there may be. */
  readonly most: number;
  readonly onChoose: (chosen: V[]) => void;
}

export function SomeOf<V extends string | number>({ label, any, offered, chosen, most, onChoose }: SomeOfProps<V>) {
  // An address may name what is not there any more: it is kept, and can be taken away.
  const lost = chosen.filter((id) => offered.every((one) => one.id !== id)).map((id) => ({ id, name: "…" }));
  const all = [...offered, ...lost];
  if (all.length === 0) return null;
  const isFull = chosen.length >= most;
  const names = all.filter(({ id }) => chosen.includes(id)).map(({ name }) => name);
  return (
    <details class="filter__some">
      <summary class="filter__summary">
        {label}
        <span class="input filter__chosen">
          <bdi class="filter__names">{names.join(", ") || any}</bdi>
          <Icon name="chevron" />
        </span>
      </summary>
      <fieldset class="filter__boxes" aria-label={label}>
        {all.map(({ id, name }) => (
          <label class="menu__choice" key={id}>
            <input
              type="checkbox"
              checked={chosen.includes(id)}
              disabled={isFull && !chosen.includes(id)}
              onChange={({ currentTarget: { checked } }) =>
                // In the order in which they are offered, so that the same choice is the same address
                onChoose(all.filter((one) => (one.id === id ? checked : chosen.includes(one.id))).map((one) => one.id))
              }
            />
            <bdi>{name}</bdi>
          </label>
        ))}
      </fieldset>
    </details>
  );
}
