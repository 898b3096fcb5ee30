// What the signed-in panel is given by the page around it.
import type { SignedIn } from "../live/session_requests";
import type { Preferences } from "../preferences";
import type { Route } from "../route";

export interface WorkspaceProps {
  readonly route: Route;
  readonly navigate: (route: Route) => void;
  /** Something else covers the conversations: they go on, unseen. */
  readonly isCovered: boolean;
  readonly privacyHref: string | null;
  readonly visitorsHref: string | null;
  readonly reportsHref: string | null;
  readonly sitesHref: string | null;
  readonly signedIn: SignedIn;
  readonly preferences: Preferences;
  readonly onPreferences: (preferences: Preferences) => void;
  readonly onSignOut: () => void;
  readonly onSessionEnded: () => void;
}
