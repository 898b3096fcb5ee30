// Why something about a request did not work, in its own words.
import type { Failure } from "../../../live/requests";
import { Problem } from "../../problem";
import { usePrivacyTexts } from "../words";

export function RequestProblem({ failure }: { readonly failure: Failure | null }) {
  const { problems } = usePrivacyTexts().subjectRequests;
  return <Problem failure={failure} say={({ code }) => problems[code] ?? null} />;
}
