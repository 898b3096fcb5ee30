// What somebody wrote, with its addresses made links that can do no harm.
import { splitLinks } from "../links";

/** The text with what is an address in it made a link. */
export function linked(body: string) {
  return splitLinks(body).map((part, place) =>
    place % 2 ? (
      <a key={place} href={part} target="_blank" rel="noopener noreferrer nofollow">
        {part}
      </a>
    ) : (
      part
    ),
  );
}
