// «Согласия»: bases of sites, documents, and who agreed. In the address: a document's number or a visitor's.
import { fetchLibrary, type Library } from "../../../live/consent_requests";
import { Page, Section } from "../../page";
import { Problem } from "../../problem";
import { useLoaded } from "../../use_loaded";
import type { PrivacyPageProps } from "../views";
import { usePrivacyTexts } from "../words";
import { DocumentPage } from "./document_page";
import { Documents } from "./documents";
import { Events } from "./events";
import { LeavingPeople } from "./leaving_people";
import { PersonPage } from "./person_page";
import { Sites } from "./sites";

export function Consents({ signedIn, itemId, onOpen }: PrivacyPageProps) {
  const texts = usePrivacyTexts();
  const { value: library, failure, isLoading, reload } = useLoaded("consents", fetchLibrary);
  const canManage = signedIn.rights.includes("manage_consents");

  if (library === null) {
    return (
      <Page title={texts.consents.title} lead={texts.consents.lead}>
        <Problem failure={failure} />
        {failure ? (
          <button class="button" type="button" aria-disabled={isLoading} onClick={reload}>
            {texts.pages.retry}
          </button>
        ) : (
          <p class="page__empty skeleton" role="status">
            {texts.pages.loading}
          </p>
        )}
      </Page>
    );
  }
  if (itemId === null) {
    return <All library={library} canManage={canManage} onChanged={reload} onOpen={onOpen} />;
  }
  const document = library.documents.find(({ id }) => id === itemId);
  return document ? (
    <DocumentPage key={itemId} document={document} canManage={canManage} onChanged={reload} onOpen={onOpen} />
  ) : (
    <PersonPage key={itemId} visitorId={itemId} canManage={canManage} />
  );
}

interface AllProps {
  readonly library: Library;
  readonly canManage: boolean;
  readonly onChanged: () => Promise<void>;
  readonly onOpen: (itemId: string | null) => void;
}

function All({ library, canManage, onChanged, onOpen }: AllProps) {
  const texts = usePrivacyTexts();
  return (
    <Page title={texts.consents.title} lead={texts.consents.lead}>
      <Section title={texts.consents.sites}>
        <Sites library={library} canManage={canManage} onChanged={onChanged} />
      </Section>
      <Section title={texts.consents.documents}>
        <Documents library={library} canManage={canManage} onChanged={onChanged} onOpen={onOpen} />
      </Section>
      <Section title={texts.consents.leaving}>
        <LeavingPeople sites={library.sites} />
      </Section>
      <Section title={texts.consents.events}>
        <Events sites={library.sites} />
      </Section>
    </Page>
  );
}
