// After how many minutes a mail may be asked for: what is offered, and what was chosen by other ways.
export const DEFAULT_MINUTES = 5;
const OFFERED: readonly number[] = [1, 2, DEFAULT_MINUTES, 10, 15, 30, 60];

export function offeredMinutes(chosen: number | null): readonly number[] {
  return chosen === null || OFFERED.includes(chosen) ? OFFERED : [...OFFERED, chosen].sort((one, other) => one - other);
}
