// «Виджет»: how the chat of each site looks and what it says, beside the chat itself.
import { fetchSites } from "../../../live/site_requests";
import { SitePage } from "../site_page";
import { usePrivacyTexts } from "../words";
import { SiteForm } from "./site_form";

export function Widget() {
  const { widget } = usePrivacyTexts();
  return <SitePage name="sites" words={widget} fetchSites={fetchSites} Form={SiteForm} />;
}
