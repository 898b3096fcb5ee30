// What a filter may name beside what conversations can be given to: archived departments, colleagues who answer no more.
import type { SiteRef } from "../operator.gen";

interface Named {
  readonly id: string;
  readonly name: string;
}

/** Of several sites each once, and last what is past, which is marked; what is past on one site alone is not. */
export function withPast(
  now: readonly Named[],
  past: readonly Named[],
  marked: (name: string) => string,
): readonly Named[] {
  const all = new Map(now.map((one) => [one.id, one]));
  for (const { id, name } of past) if (!all.has(id)) all.set(id, { id, name: marked(name) });
  return [...all.values()];
}

/** The departments of these sites. */
export function departmentsOf(sites: readonly SiteRef[], marked: (name: string) => string): readonly Named[] {
  return withPast(
    sites.flatMap(({ departments }) => departments ?? []),
    sites.flatMap(({ archived_departments }) => archived_departments ?? []),
    marked,
  );
}

/** Who answers on these sites, and who does so no more. */
export function colleaguesOf(sites: readonly SiteRef[], marked: (name: string) => string): readonly Named[] {
  return withPast(
    sites.flatMap(({ colleagues }) => colleagues ?? []),
    sites.flatMap(({ former_colleagues }) => former_colleagues ?? []),
    marked,
  );
}
