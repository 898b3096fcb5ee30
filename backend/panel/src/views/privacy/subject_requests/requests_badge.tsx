// How many requests wait, beside the page's name: a number to see, words to hear.
import { useEffect } from "preact/hooks";
import { fetchRequestCounts } from "../../../live/subject_request_requests";
import { useLoaded } from "../../use_loaded";
import { usePrivacyTexts } from "../words";

const LOOK_INTERVAL_MS = 60_000;

export function RequestsBadge() {
  const texts = usePrivacyTexts();
  const { value, reload } = useLoaded("request counts", fetchRequestCounts);

  useEffect(() => {
    const look = () => void reload();
    const timer = setInterval(look, LOOK_INTERVAL_MS);
    // Whoever leaves a request has changed it, maybe
    addEventListener("hashchange", look);
    return () => {
      clearInterval(timer);
      removeEventListener("hashchange", look);
    };
  }, [reload]);

  if (!value?.open) return null;
  return (
    <>
      <span class={value.overdue ? "badge badge--overdue" : "badge"} aria-hidden="true">
        {value.open}
      </span>
      <span class="unseen">{texts.subjectRequests.badge(value.open, value.overdue)}</span>
    </>
  );
}
