// A row of a list of facts (`dl.pairs`): what it is, and how it stands.
import type { ComponentChildren } from "preact";

export interface FactProps {
  readonly name: string;
  readonly children: ComponentChildren;
}

export function Fact({ name, children }: FactProps) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}
