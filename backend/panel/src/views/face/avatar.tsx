// An operator's picture, or the first letters of their name on a colour that is always the same for them.
import { useState } from "preact/hooks";
import { colourOf, initialsOf } from "../../../../../widget/src/live/face";

export interface AvatarProps {
  readonly id: string;
  readonly name: string;
  /** Empty where there is none. */
  readonly avatar: string | undefined;
  readonly isLarge?: boolean;
}

/** Says nothing to screen readers: the name stands beside it. */
export function Avatar({ id, name, avatar, isLarge }: AvatarProps) {
  const [failed, setFailed] = useState("");
  const size = isLarge ? " avatar--large" : "";
  if (avatar && avatar !== failed) {
    return <img class={`avatar${size}`} src={`/avatars/${avatar}`} alt="" onError={() => setFailed(avatar)} />;
  }
  return (
    <span class={`avatar avatar--${colourOf(id)}${size}`} aria-hidden="true">
      {initialsOf(name)}
    </span>
  );
}
