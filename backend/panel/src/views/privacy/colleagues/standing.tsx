// Whether a colleague is there, and how much they have of how much; asked again as long as somebody looks.
import { type ColleagueAtWork, fetchAtWork } from "../../../live/work_requests";
import { type Loaded, useLoaded } from "../../use_loaded";
import { useRefreshed } from "../../use_refreshed";
import { usePrivacyTexts } from "../words";

const REFRESH_MS = 15_000;

export type AtWork = Loaded<{ readonly colleagues: readonly ColleagueAtWork[] }>;

/** Null for whoever may not know it. */
export function useAtWork(mayKnow: boolean): AtWork | null {
  const loaded = useLoaded(mayKnow ? "at work" : null, fetchAtWork);
  useRefreshed(loaded.reload, REFRESH_MS);
  return mayKnow ? loaded : null;
}

export function Standing({ atWork, id }: { readonly atWork: AtWork; readonly id: string }) {
  const { colleagues: words } = usePrivacyTexts();
  // What was so a while ago is not said to be so now.
  if (atWork.failure) return <span class="colleague__unknown">{words.standingUnknown}</span>;
  if (!atWork.value) return null;
  const state = atWork.value.colleagues.find((one) => one.id === id);
  if (!state) return <>{words.standsNowhere}</>;
  return (
    <>
      <span class="colleague__standing">
        <span class={`dot dot--${state.standing}`} />
        {words.standing[state.standing]}
      </span>
      <span class="table__second">{words.held(state.open_count, state.max_chats)}</span>
    </>
  );
}
