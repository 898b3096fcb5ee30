// Why something about a request did not work, in its own words.
import type { Failure } from "../../../live/requests";
import { Problem } from "../../problem";

export function RequestProblem({ failure }: { readonly failure: Failure | null }) {
  return <Problem failure={failure} say={(texts, { code }) => texts.subjectRequests.problems[code] ?? null} />;
}
