// Below the folders: the operator's own views, then those that colleagues share, each with how much is in it.
import { adoptStyles } from "../../../../../widget/src/sheets";
import type { InboxView } from "../../live/inbox_view_requests";
import type { Failure } from "../../live/requests";
import type { SiteRef } from "../../operator.gen";
import { formatRoute } from "../../route";
import { formatWanted } from "../../state/filter_query";
import type { Wanted } from "../../state/filters";
import styles from "../../styles/views.css";
import { useTexts } from "../context";
import { failureText } from "../problem";
import type { ViewsHold } from "./use_views";
import { ViewMenu } from "./view_menu";
import type { Shown } from "./views_keeper";
import { useSheetTexts } from "./words";

adoptStyles(document, styles);

export interface ViewsNavProps {
  /** The conversation that is open, and stays so in another view. */
  readonly openId: string | null;
  /** The filter that is open, or null. */
  readonly wanted: Wanted | null;
  readonly views: Omit<ViewsHold, "add" | "hasFailed" | "drawn">;
  readonly shown: Shown;
  readonly sites: readonly SiteRef[];
  /** A view was pressed, also the one that is open. */
  readonly onChosen: () => void;
}

export function ViewsNav(props: ViewsNavProps) {
  const { openId, wanted, views, shown: all, onChosen } = props;
  const { views: words } = useSheetTexts();
  const { views: own, shared, hidden } = views;
  const open = wanted && formatWanted(wanted);
  const texts = useTexts();
  const why = (failure: Failure) =>
    failure.code === "settings_changed" ? words.overruled(failure.newer?.by ?? "") : failureText(texts, failure);

  function row(view: InboxView, place: number) {
    const route = views.wantedOf(view);
    const count = all.counts.get(view.id);
    return (
      <span key={view.id} class="folder-own">
        <a
          class="folder"
          href={formatRoute({ folder: "filtered", conversationId: openId, wanted: route })}
          aria-current={open === formatWanted(route) ? "true" : undefined}
          onClick={onChosen}
        >
          <bdi class="folder__name">{view.name}</bdi>
          {count && (count.count > 0 || count.is_more) && (
            <span class={view.filter.is_unanswered ? "folder__count folder__count--waiting" : "folder__count"}>
              {`${count.count}${count.is_more ? "+" : ""}`}
            </span>
          )}
        </a>
        <ViewMenu {...props} view={view} place={place} />
      </span>
    );
  }

  return (
    <>
      {own.length > 0 && (
        <nav class="folders folders--own" aria-label={words.label}>
          {own.map(row)}
        </nav>
      )}
      {shared.length + hidden.length > 0 && (
        <nav class="folders folders--own folders--shared" aria-label={words.shared}>
          <span class="folders__label" aria-hidden="true">
            {words.shared}
          </span>
          {shared.map(row)}
          {hidden.length > 0 && (
            <details class="folders__hidden">
              <summary class="folder">{words.hidden(hidden.length)}</summary>
              {hidden.map((view) => (
                <button key={view.id} class="button button--quiet" type="button" onClick={() => views.reveal(view.id)}>
                  {words.show(view.name)}
                </button>
              ))}
            </details>
          )}
        </nav>
      )}
      {all.failure && (
        <p class="strip" role="alert">
          {why(all.failure)}
        </p>
      )}
    </>
  );
}
