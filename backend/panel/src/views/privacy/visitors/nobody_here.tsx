// Why the list is empty, and what to do about it.
import type { SignedIn } from "../../../live/session_requests";
import { formatPrivacyRoute } from "../../../route";
import { usePrivacyTexts } from "../words";

interface NobodyHereProps {
  readonly signedIn: SignedIn;
  /** No site of the operator's shows who is on it. */
  readonly isOff: boolean;
  readonly isFiltered: boolean;
  readonly onReset: () => void;
}

export function NobodyHere({ signedIn, isOff, isFiltered, onReset }: NobodyHereProps) {
  const { visitors: words } = usePrivacyTexts();
  if (isOff) {
    return (
      <div class="page__empty form">
        <p>{words.off}</p>
        <p>{words.offHint}</p>
        {signedIn.rights.includes("manage_sites") ? (
          <a class="button" href={formatPrivacyRoute({ page: "widget", itemId: null })}>
            {words.turnOn}
          </a>
        ) : (
          <p>{words.askToTurnOn}</p>
        )}
      </div>
    );
  }
  if (isFiltered) {
    return (
      <div class="page__empty form">
        <p>{words.emptyFiltered}</p>
        <button class="button" type="button" onClick={onReset}>
          {words.reset}
        </button>
      </div>
    );
  }
  return (
    <div class="page__empty form">
      <p>{words.empty}</p>
      <p>{words.emptyHint}</p>
    </div>
  );
}
