// A component that is left as it is while nothing that it is handed has changed: for rows, of which there are many.
import { Component, type FunctionComponent, h } from "preact";

/** The props, the same ones at each drawing, are compared one by one, by identity. What the component itself keeps or is told of still draws it anew. */
export function memo<P extends object>(View: FunctionComponent<P>): new (props: P) => Component<P> {
  return class extends Component<P> {
    override shouldComponentUpdate(next: P) {
      return (Object.keys(next) as (keyof P)[]).some((name) => this.props[name] !== next[name]);
    }

    render(props: P) {
      return h(View, props);
    }
  };
}
