// Icons are strokes of the colour around them, for eyes only: their buttons carry the words.

/** A path on a field of 24 by 24. */
export function Icon({ path }: { readonly path: string }) {
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true">
      <path d={path} />
    </svg>
  );
}
