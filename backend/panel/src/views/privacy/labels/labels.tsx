// «Метки и итоги»: the words that a controller's operators put on conversations.
import { fetchLabels } from "../../../live/label_requests";
import { SitePage } from "../site_page";
import { usePrivacyTexts } from "../words";
import { LabelsForm, type OfController } from "./labels_form";

export function Labels() {
  const { labels } = usePrivacyTexts();
  return <SitePage name="labels" words={labels} fetchSites={fetchOfControllers} Form={LabelsForm} />;
}

/** A controller stands where other pages have a site. */
async function fetchOfControllers() {
  const answer = await fetchLabels();
  if ("failure" in answer) return answer;
  const sites: OfController[] = answer.value.controllers.map((one) => ({ ...one, site_id: one.controller_id }));
  return { value: { sites } };
}
