// «Сроки хранения и акты»: how long data is kept, what must stay nevertheless, and what has been destroyed.
import { fetchRetention } from "../../../live/retention_requests";
import { Listed, Page, Section } from "../../page";
import { useLoaded } from "../../use_loaded";
import type { PrivacyPageProps } from "../views";
import { usePrivacyTexts } from "../words";
import { Acts } from "./acts";
import { Holds } from "./holds";
import { LifetimesForm } from "./lifetimes_form";
import { LifetimesShown } from "./lifetimes_shown";

export function RetentionPage({ signedIn }: PrivacyPageProps) {
  const texts = usePrivacyTexts();
  const { value, failure, isLoading, reload } = useLoaded("retention", fetchRetention);
  const canManage = signedIn.rights.includes("manage_retention");
  return (
    <Page title={texts.retention.title} lead={texts.retention.lead}>
      <Section title={texts.retention.lifetimes}>
        <p class="page__lead">{texts.retention.lifetimesLead}</p>
        <Listed
          rows={value?.sites ?? null}
          failure={failure}
          isLoading={isLoading}
          onRetry={reload}
          empty={texts.retention.noSites}
        >
          {(sites) =>
            value &&
            sites.map((site) =>
              canManage ? (
                <LifetimesForm key={site.id} site={site} terms={value.terms} isAlone={sites.length === 1} />
              ) : (
                <LifetimesShown key={site.id} site={site} isAlone={sites.length === 1} />
              ),
            )
          }
        </Listed>
      </Section>
      <Holds sites={value?.sites ?? []} canManage={canManage} />
      <Acts sites={value?.sites ?? []} />
    </Page>
  );
}
