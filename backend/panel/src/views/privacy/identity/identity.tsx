// «Вход с сайта»: with what each site signs who its visitors are.
import { fetchSecrets } from "../../../live/identity_requests";
import { SitePage } from "../site_page";
import { usePrivacyTexts } from "../words";
import { SecretForm } from "./secret_form";

export function Identity() {
  const { identity } = usePrivacyTexts();
  return <SitePage name="identity" words={identity} fetchSites={fetchSecrets} Form={SecretForm} />;
}
