// A component that is left as it is while nothing that it is handed has changed: for rows, of which there are many, and for
// panes, since most of what others do is elsewhere.
import { Component, type FunctionComponent, h } from "preact";

type Handler = (...args: unknown[]) => unknown;

/**
 * The props, the same ones at each drawing, are compared one by one, by identity. What the component itself keeps or is told
 * of still draws it anew. Handlers (`on…`) may be others each time: the component has one function for good, which calls
 * the newest. So whoever calls one after an `await` must say which object it is about: another may be open by then.
 */
export function memo<P extends object>(View: FunctionComponent<P>): new (props: P) => Component<P> {
  return class extends Component<P> {
    private readonly handlers: Record<string, Handler> = {};

    override shouldComponentUpdate(next: P) {
      return Object.entries(next).some(([name, value]) => {
        const before = this.props[name as keyof P];
        return before !== value && !(before && isHandler(name, value));
      });
    }

    render(props: P) {
      const handed = Object.entries(props).map(([name, value]) => {
        if (!isHandler(name, value)) return [name, value];
        this.handlers[name] ??= (...args) => (this.props[name as keyof P] as Handler)(...args);
        return [name, this.handlers[name]];
      });
      return h(View, Object.fromEntries(handed) as P);
    }
  };
}

function isHandler(name: string, value: unknown): value is Handler {
  return typeof value === "function" && name.startsWith("on");
}
