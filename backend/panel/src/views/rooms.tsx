// What a signed-in operator moves between: the conversations, and the pages about personal data.
import { useEffect } from "preact/hooks";
import type { SignedIn } from "../live/session_requests";
import { registerWorker } from "../live/worker";
import type { Preferences } from "../preferences";
import { formatPrivacyRoute } from "../route";
import { LazyPrivacy } from "./privacy/lazy_privacy";
import { type Group, pagesFor } from "./privacy/pages";
import { useRoute } from "./use_route";
import { Workspace } from "./workspace";

export interface RoomsProps {
  readonly signedIn: SignedIn;
  readonly preferences: Preferences;
  readonly onPreferences: (preferences: Preferences) => void;
  readonly onSignOut: () => void;
  readonly onSessionEnded: () => void;
}

/** The conversations stay connected under a page: drafts wait, what was sent goes on, and the tone still calls. */
export function Rooms(props: RoomsProps) {
  const { signedIn } = props;
  useEffect(() => void registerWorker(), []);
  const { route, privacy, navigate } = useRoute();
  const hrefOf = (group: Group) => {
    const [page] = pagesFor(signedIn, group);
    return page ? formatPrivacyRoute({ page, itemId: null }) : null;
  };
  return (
    <>
      <Workspace
        {...props}
        route={route}
        navigate={navigate}
        isCovered={privacy !== null}
        privacyHref={hrefOf("privacy")}
        visitorsHref={hrefOf("visitors")}
        reportsHref={hrefOf("reports")}
        sitesHref={hrefOf("sites")}
      />
      {privacy && <LazyPrivacy signedIn={signedIn} open={privacy} conversations={route} />}
    </>
  );
}
