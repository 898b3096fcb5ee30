// What is drawn of the open conversation before the other news has its turn.
import { withKey } from "./hash_trie";
import type { Inbox } from "./model";

/** The inbox as it was drawn, but for the conversation that is open, which is as it is now; all of it now where that was not drawn. */
export function withOpenOf(drawn: Inbox, now: Inbox): Inbox {
  const { openId, threads, typing } = now;
  const row = openId === null ? undefined : now.rows.get(openId);
  if (openId === null || !row || !drawn.rows.has(openId)) return now;
  return { ...drawn, openId, rows: withKey(drawn.rows, openId, row), threads, typing };
}
