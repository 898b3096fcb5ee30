// Where masks stand in a message.
import type { MaskedPiece } from "../operator.gen";

/** A piece of a message: words as they are, or a mask of this kind. */
export interface MessagePiece {
  readonly text: string;
  readonly kind: string | null;
}

/** The message in pieces, in order; what the server says of masks is taken only as far as it fits the text. */
export function splitMasks(body: string, masked: readonly MaskedPiece[]): MessagePiece[] {
  const pieces: MessagePiece[] = [];
  let done = 0;
  for (const { start, end, kind } of masked) {
    if (start < done || end <= start || end > body.length) continue;
    if (start > done) pieces.push({ text: body.slice(done, start), kind: null });
    pieces.push({ text: body.slice(start, end), kind });
    done = end;
  }
  if (done < body.length) pieces.push({ text: body.slice(done), kind: null });
  return pieces;
}
