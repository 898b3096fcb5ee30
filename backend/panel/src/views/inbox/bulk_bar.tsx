// What can be done with the rows that are selected.
import type { Conversation, Label } from "../../operator.gen";
import type { Session } from "../../state/model";
import type { Step } from "../../state/steps";
import { Icon } from "../icons";
import { ActionMenu } from "./action_menu";
import { labelsOfSite } from "./labels";
import type { Progress } from "./use_leading";
import { useSheetTexts } from "./words";

export interface BulkBarProps {
  readonly rows: readonly Conversation[];
  readonly session: Session | null;
  readonly progress: Progress | null;
  readonly canAnswer: boolean;
  readonly canLead: boolean;
  readonly canMakeTags: boolean;
  readonly connected: boolean;
  readonly openedByKey: number;
  readonly onStep: (step: Step) => void;
  readonly onRead: () => void;
  readonly onAll: () => void;
  readonly onClear: () => void;
}

export function BulkBar(props: BulkBarProps) {
  const { rows, session, progress, connected } = props;
  const words = useSheetTexts().bulk;
  const disabled = progress !== null || !connected;
  const siteIds = [...new Set(rows.map(({ site_id }) => site_id))];
  // What can be put on all of them: of one controller there is no other.
  const shared = sharedBy(siteIds.map((id) => labelsOfSite(session, id)));
  const sites = (session?.sites ?? []).filter(({ id }) => siteIds.includes(id));
  const [site] = sites;
  const isOneController = new Set(sites.map(({ controller_id }) => controller_id)).size === 1;
  const isSomeOpen = rows.some(({ status }) => status === "open");
  const act = (deed: () => void) => () => {
    if (!disabled) deed();
  };
  return (
    <section class="bulk" aria-label={words.label}>
      <p class="bulk__count" role="status">
        {progress ? words.progress(progress.done, progress.total) : words.selected(rows.length)}
      </p>
      <button class="button button--quiet" type="button" onClick={props.onAll}>
        {words.all}
      </button>
      <button
        class="button button--quiet button--icon"
        type="button"
        aria-label={words.clear}
        title={words.clear}
        onClick={props.onClear}
      >
        <Icon name="clear" />
      </button>
      <div class="bulk__deeds">
        {props.canLead && isSomeOpen && (
          <button
            class="button"
            type="button"
            aria-disabled={disabled}
            onClick={act(() => props.onStep({ kind: "status", status: "closed", resultId: null }))}
          >
            {words.close}
          </button>
        )}
        {props.canAnswer && (
          <button class="button" type="button" aria-disabled={disabled} onClick={act(props.onRead)}>
            {words.read}
          </button>
        )}
        {props.canLead && (
          <ActionMenu
            labels={shared}
            tagIds={sharedBy(rows.map(({ tag_ids }) => (tag_ids ?? []).map((id) => ({ id })))).map(({ id }) => id)}
            isOpen={isSomeOpen}
            isSnoozed={rows.some(({ snoozed_until }) => Boolean(snoozed_until))}
            disabled={disabled}
            handTo={{
              me: session?.me.id ?? "",
              colleagues: sharedBy(sites.map(({ colleagues }) => colleagues ?? [])),
              departments: siteIds.length === 1 ? (site?.departments ?? []) : [],
            }}
            controllerId={props.canMakeTags && isOneController ? (site?.controller_id ?? null) : null}
            openedByKey={props.openedByKey}
            onMerge={null}
            onUnread={null}
            onStep={props.onStep}
          />
        )}
      </div>
    </section>
  );
}

/** What is in every list, in the order of the first. */
function sharedBy<T extends Pick<Label, "id">>(lists: readonly (readonly T[])[]): readonly T[] {
  const [first = [], ...others] = lists;
  return first.filter(({ id }) => others.every((list) => list.some((one) => one.id === id)));
}
