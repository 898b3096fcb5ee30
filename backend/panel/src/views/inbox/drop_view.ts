// Takes one of the operator's own views out of their list, with the way back.
import type { InboxView } from "../../live/inbox_view_requests";
import { withAt, without } from "../../state/view_changes";
import type { OwnViewsHold } from "./use_views";

export async function dropView(
  { save, onDropped }: Pick<OwnViewsHold, "save" | "onDropped">,
  view: InboxView,
  place: number,
): Promise<void> {
  if (!(await save(without(view.id)))) return;
  // Another window may have changed them meanwhile: the second try is over what the first has read
  const putBack = async () => (await save(withAt(view, place))) || save(withAt(view, place));
  onDropped(view.name, null, putBack);
}
