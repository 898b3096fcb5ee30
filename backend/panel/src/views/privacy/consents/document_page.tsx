// One document: a draft with its fields and what visitors will see, or a version as it was published.
import { useState } from "preact/hooks";
import {
  beginDraft,
  type ConsentDocument,
  fetchDocument,
  type OpenedDocument,
  publishDocument,
} from "../../../live/consent_requests";
import type { Failure } from "../../../live/requests";
import { fullWhen } from "../../../texts/time";
import { Page, Section } from "../../page";
import { Problem } from "../../problem";
import { useDeed } from "../../use_deed";
import { useLoaded } from "../../use_loaded";
import type { PrivacyTexts } from "../words";
import { usePrivacyTexts } from "../words";
import { DocumentText } from "./document_text";
import { DraftForm } from "./draft_form";
import { fieldName, pathOf, placeOf, titleOf } from "./names";

export interface DocumentPageProps {
  readonly document: ConsentDocument;
  readonly canManage: boolean;
  readonly onChanged: () => Promise<void>;
  readonly onOpen: (itemId: string | null) => void;
}

export function DocumentPage({ document, canManage, onChanged, onOpen }: DocumentPageProps) {
  const texts = usePrivacyTexts();
  const loaded = useLoaded(document.id, () => fetchDocument(document.id));
  const [newer, setNewer] = useState<OpenedDocument | null>(null);
  const opened = newer ?? loaded.value;
  const mayChange = canManage && document.is_ours;
  return (
    <Page
      title={titleOf(texts, opened?.document ?? document)}
      lead={placeOf(texts, document)}
      action={
        <a class="button button--quiet" href={pathOf(null)}>
          <span aria-hidden="true">←</span> {texts.consents.toList}
        </a>
      }
    >
      <Problem failure={loaded.failure} />
      {loaded.failure && (
        <button class="button" type="button" aria-disabled={loaded.isLoading} onClick={loaded.reload}>
          {texts.pages.retry}
        </button>
      )}
      {canManage && !document.is_ours && <p class="page__lead">{texts.consents.notYours}</p>}
      {opened === null && !loaded.failure && (
        <p class="page__empty skeleton" role="status">
          {texts.pages.loading}
        </p>
      )}
      {opened && opened.document.version !== null && (
        <Version opened={opened} mayChange={mayChange} onChanged={onChanged} onOpen={onOpen} />
      )}
      {opened && opened.document.version === null && (
        <Draft
          opened={opened}
          mayChange={mayChange}
          onTaken={setNewer}
          onPublished={(published) => {
            setNewer(published);
            void onChanged();
          }}
        />
      )}
    </Page>
  );
}

interface VersionProps extends Pick<DocumentPageProps, "onChanged" | "onOpen"> {
  readonly opened: OpenedDocument;
  readonly mayChange: boolean;
}

function Version({ opened, mayChange, onChanged, onOpen }: VersionProps) {
  const texts = usePrivacyTexts();
  const words = texts.consents;
  const { document } = opened;
  const deed = useDeed();

  function prepareNext() {
    void deed.run(
      () => beginDraft(document, document.purpose),
      async ({ document: draft }) => {
        await onChanged();
        onOpen(draft.id);
      },
    );
  }

  return (
    <>
      <dl class="pairs">
        <dt>{words.published}</dt>
        <dd>{document.published_at && fullWhen(texts, new Date(document.published_at))}</dd>
        <dt>{words.hash}</dt>
        <dd>
          <code class="consents__hash">{document.sha256}</code>
        </dd>
        <dt>{words.page}</dt>
        <dd>
          <a class="consents__link" href={document.page} target="_blank" rel="noopener">
            {document.page}
          </a>
        </dd>
      </dl>
      <Problem failure={deed.failure} />
      {mayChange && (
        <button class="button" type="button" aria-disabled={deed.busy} onClick={prepareNext}>
          {words.nextVersion}
        </button>
      )}
      <Section title={words.text}>
        <DocumentText text={opened.text} />
      </Section>
    </>
  );
}

interface DraftProps {
  readonly opened: OpenedDocument;
  readonly mayChange: boolean;
  readonly onTaken: (opened: OpenedDocument) => void;
  readonly onPublished: (opened: OpenedDocument) => void;
}

function Draft({ opened, mayChange, onTaken, onPublished }: DraftProps) {
  const texts = usePrivacyTexts();
  const words = texts.consents;
  const { document, empty, asked } = opened;
  const [isDirty, setIsDirty] = useState(false);
  const deed = useDeed();
  const lacks = empty.map((field) => fieldName(texts, field));
  const canPublish = empty.length === 0 && !isDirty;

  function publish() {
    if (!canPublish || !confirm(words.publishAsk(titleOf(texts, document), asked))) return;
    void deed.run(() => publishDocument(document.id, opened.text_sha256), onPublished);
  }

  return (
    <>
      {mayChange && <DraftForm opened={opened} onDirty={setIsDirty} onSaved={onTaken} />}
      <Section title={words.preview}>
        {mayChange && (
          <div class="consents__publish">
            <Problem failure={deed.failure} say={(failure) => sayPublication(texts, failure)} />
            <div class="form__actions">
              <button
                class="button button--primary"
                type="button"
                aria-disabled={deed.busy || !canPublish}
                onClick={publish}
              >
                {words.publish}
              </button>
              <span class="form__hint" role="status">
                {isDirty ? words.unsaved : lacks.length > 0 ? words.stillEmpty(lacks) : words.publishMeans(asked)}
              </span>
            </div>
            {empty.some((field) => field.startsWith("controller.")) && <p class="form__hint">{words.controllerHint}</p>}
          </div>
        )}
        <DocumentText text={opened.text} />
      </Section>
    </>
  );
}

function sayPublication(texts: PrivacyTexts, { code, field }: Failure): string | null {
  if (code !== "document_incomplete" || field === null) return null;
  return texts.pages.failed(texts.consents.emptyField(fieldName(texts, field)));
}
