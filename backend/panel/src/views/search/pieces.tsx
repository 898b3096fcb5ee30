// An excerpt with what was found marked in it. Plain texts: nothing of them is ever read as HTML.
import type { Piece } from "../../live/search_requests";

export function Pieces({ pieces }: { readonly pieces: readonly Piece[] }) {
  return (
    <>
      {pieces.map(({ text, is_found }, index) =>
        is_found ? (
          <mark class="found" key={index}>
            {text}
          </mark>
        ) : (
          text
        ),
      )}
    </>
  );
}
