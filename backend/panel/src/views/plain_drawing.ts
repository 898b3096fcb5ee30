// Everything that is drawn passes here: a name that turns lines does so on no page, also on those that are yet to be written.
import { options, type VNode } from "preact";
import { plainWords } from "../state/plain_words";

/** What of an element's attributes is read by people. Fields keep their value: it goes back to where it came from. */
const READ = ["title", "alt", "label", "placeholder", "aria-label"] as const;

/** Once for the page, before anything is drawn. */
export function drawPlainly(): void {
  const then = options.vnode;
  options.vnode = (vnode) => {
    makePlain(vnode as unknown as Drawn);
    then?.(vnode);
  };
}

/** As Preact has it, whose types know no texts: these are nodes without a type, and their words stand for the properties. */
type Drawn = Omit<VNode, "type" | "props"> &
  (
    | { readonly type: null; props: unknown }
    | { readonly type: string; readonly props: Record<string, unknown> }
    | { readonly type: (...args: never) => unknown; readonly props: unknown }
  );

function makePlain(vnode: Drawn): void {
  if (vnode.type === null) {
    if (typeof vnode.props === "string") vnode.props = plainWords(vnode.props);
  } else if (typeof vnode.type === "string") {
    const { props } = vnode as { props: Record<string, unknown> };
    for (const name of READ) {
      const words = props[name];
      if (typeof words === "string") props[name] = plainWords(words);
    }
  }
}
