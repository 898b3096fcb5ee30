// The folders with how much is in each, and the operator's own views below them.
import type { Folder } from "../../operator.gen";
import { formatRoute } from "../../route";
import { ownIsWaiting } from "../../state/attention";
import { formatWanted } from "../../state/filter_query";
import type { Wanted } from "../../state/filters";
import { FOLDERS } from "../../state/folders";
import type { Inbox } from "../../state/model";
import { useTexts } from "../context";
import type { OwnViewsHold } from "./use_views";
import { ViewMenu } from "./view_menu";

/** Counts come capped from the server: what wants something of the operator later than the rest. */
const MAX_COUNTS: Partial<Record<Folder, number>> = { waiting: 1_000, mine: 1_000 };
const MAX_LARGE_COUNT = 100;

export interface FoldersProps {
  readonly inbox: Inbox;
  /** The conversation that is open, and stays so in another folder. */
  readonly openId: string | null;
  /** The filter that is open, or null. */
  readonly wanted: Wanted | null;
  readonly views: OwnViewsHold;
  /** A folder or a view was pressed, also the one that is open. */
  readonly onChosen: () => void;
}

export function Folders({ inbox, openId, wanted, views, onChosen }: FoldersProps) {
  const texts = useTexts();
  const { session } = inbox;
  const hasDepartment = (session?.departmentIds.size ?? 0) > 0;
  const isWaitedIn: Partial<Record<string, boolean>> = { waiting: true, mine: ownIsWaiting(inbox) };
  const open = wanted && formatWanted(wanted);
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
      {views.views.length > 0 && (
        <nav class="folders folders--own" aria-label={texts.inbox.views.label}>
          {views.views.map((view, place) => {
            const isOpen = open === formatWanted(views.wantedOf(view));
            return (
              <span key={view.id} class="folder-own">
                <a
                  class="folder"
                  href={formatRoute({ folder: "filtered", conversationId: openId, wanted: views.wantedOf(view) })}
                  aria-current={isOpen ? "true" : undefined}
                  onClick={onChosen}
                >
                  <bdi class="folder__name">{view.name}</bdi>
                </a>
                <ViewMenu view={view} place={place} wanted={wanted} views={views} />
              </span>
            );
          })}
        </nav>
      )}
      {views.hasFailed && (
        <p class="strip" role="alert">
          {texts.inbox.views.failed}
        </p>
      )}
    </>
  );
}
