// Why something with an incident did not work: which field, or that somebody else was faster.
import type { Description } from "../../../live/incident_requests";
import type { Failure } from "../../../live/requests";
import { Problem } from "../../problem";
import { type PrivacyTexts, usePrivacyTexts } from "../words";

export function IncidentProblem({ failure }: { readonly failure: Failure | null }) {
  const texts = usePrivacyTexts();
  return <Problem failure={failure} say={(failure) => saidOf(texts, failure)} />;
}

function saidOf(texts: PrivacyTexts, { code, field }: Failure): string | null {
  const words = texts.incidents;
  if (code === "incident_changed") return words.changed;
  if (code === "incident_closed") return words.isClosed;
  if (code === "incident_unknown") return words.unknown;
  if (code !== "bad_body" || field === null) return null;
  if (field === "notice") return words.noticeOrder;
  const others: Readonly<Record<string, string>> = {
    number: words.rknNumber,
    sent_at: words.sentAt,
    reason: words.reason,
    note: words.note,
    before: words.before,
    controller_id: words.controller,
  };
  const name = words.fields[field as keyof Description] ?? others[field];
  return name ? words.wrongField(name) : null;
}
