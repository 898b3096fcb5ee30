// The picture of an operator, or the first letters of their name where there is none, or the page lets none be shown.
import { colourOf, initialsOf } from "../live/face";
import type { Part, Stage } from "../parts";
import { adoptStyles } from "../sheets";
import styles from "../styles/faces.css";

/** Says nothing to screen readers: the name stands beside it. */
export function create({ host, redraw }: Stage): Part {
  const failed = new Set<string>();
  adoptStyles(host.root, styles);
  return (_, author) => {
    if (!author) return null;
    const { id, name, avatar } = author;
    if (!avatar || failed.has(avatar)) {
      return (
        <span class={`face tone-${colourOf(id)}`} aria-hidden="true">
          {initialsOf(name)}
        </span>
      );
    }
    return (
      <img
        class="face"
        src={`${host.origin}/avatars/${avatar}`}
        alt=""
        referrerpolicy="no-referrer"
        onError={() => {
          failed.add(avatar);
          redraw();
        }}
      />
    );
  };
}
