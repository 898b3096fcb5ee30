// The folders with how much is in each, and the operator's views below them.
import type { Folder } from "../../operator.gen";
import { formatRoute } from "../../route";
import { ownIsWaiting } from "../../state/attention";
import type { Wanted } from "../../state/filters";
import { FOLDERS } from "../../state/folders";
import type { Inbox } from "../../state/model";
import { useTexts } from "../context";
import type { ViewsHold } from "./use_views";

/** Counts come capped from the server: what wants something of the operator later than the rest. */
const MAX_COUNTS: Partial<Record<Folder, number>> = { waiting: 1_000, mine: 1_000 };
const MAX_LARGE_COUNT = 100;

export interface FoldersProps {
  readonly inbox: Inbox;
  /** The conversation that is open, and stays so in another folder. */
  readonly openId: string | null;
  /** The filter that is open, or null. */
  readonly wanted: Wanted | null;
  readonly views: ViewsHold;
  /** A folder or a view was pressed, also the one that is open. */
  readonly onChosen: () => void;
}

export function Folders(props: FoldersProps) {
  const { inbox, openId, views, onChosen } = props;
  const texts = useTexts();
  const { session } = inbox;
  const hasDepartment = (session?.departmentIds.size ?? 0) > 0;
  const isWaitedIn: Partial<Record<string, boolean>> = { waiting: true, mine: ownIsWaiting(inbox) };
  return (
    <>
      <nav class="folders" aria-label={texts.folders.label}>
        {FOLDERS.filter((folder) => folder !== "department" || hasDepartment).map((folder) => {
          const count = inbox.counts?.[folder] ?? 0;
          const most = MAX_COUNTS[folder] ?? MAX_LARGE_COUNT;
          return (
            <a
              key={folder}
              class="folder"
              href={formatRoute({ folder, conversationId: openId })}
              aria-current={folder === inbox.openFolder ? "true" : undefined}
              onClick={onChosen}
            >
              {texts.folders[folder]}
              {count > 0 && (
                <span class={isWaitedIn[folder] ? "folder__count folder__count--waiting" : "folder__count"}>
                  {count >= most ? `${most - 1}+` : count}
                </span>
              )}
            </a>
          );
        })}
      </nav>
      {views.drawn && <views.drawn.Nav {...props} shown={views.drawn} sites={inbox.session?.sites ?? []} />}
      {views.hasFailed && (
        <p class="strip" role="alert">
          {texts.pages.notFetched}
        </p>
      )}
    </>
  );
}
