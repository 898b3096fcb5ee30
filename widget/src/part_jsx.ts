// What JSX is made of in the parts of the chat that are files of their own: lent by the chat, so that there is one Preact.
import type { Fragment as PreactFragment, h as preactH } from "preact";

export let h: typeof preactH;
export let Fragment: typeof PreactFragment;

/** What a part gets before anything in it is drawn. */
export interface Jsx {
  readonly h: typeof preactH;
  readonly Fragment: typeof PreactFragment;
}

/** Called by the chat, once. */
export function lendJsx(jsx: Jsx): void {
  ({ h, Fragment } = jsx);
}
