// «Документы»: of each controller what papers need, the papers, and the sites where health data may come.
import { CONTROLLER_PAPERS, type ControllerShown, controllerPaperUrl, fetchPapers } from "../../../live/paper_requests";
import { Listed, Page, Section } from "../../page";
import { useLoaded } from "../../use_loaded";
import type { PrivacyPageProps } from "../views";
import { usePrivacyTexts } from "../words";
import { ControllerForm } from "./controller_form";
import { HealthSites } from "./health_sites";

export function Papers({ signedIn }: PrivacyPageProps) {
  const texts = usePrivacyTexts();
  const { value, failure, isLoading, reload } = useLoaded("papers", fetchPapers);
  const mayChange = signedIn.rights.includes("manage_controller");
  return (
    <Page title={texts.papers.title} lead={texts.papers.lead}>
      <Listed
        rows={value?.controllers ?? null}
        failure={failure}
        isLoading={isLoading}
        onRetry={reload}
        empty={texts.papers.empty}
      >
        {(controllers) =>
          controllers.map((shown) => (
            <ControllerPart key={shown.controller.id} shown={shown} mayChange={mayChange} onChanged={reload} />
          ))
        }
      </Listed>
    </Page>
  );
}

interface ControllerPartProps {
  readonly shown: ControllerShown;
  readonly mayChange: boolean;
  readonly onChanged: () => void;
}

function ControllerPart({ shown, mayChange, onChanged }: ControllerPartProps) {
  const words = usePrivacyTexts().papers;
  const { controller, missing } = shown;
  return (
    <Section title={controller.legal_name || words.unnamed}>
      {missing.length > 0 ? (
        <p class="incident__warning">{words.missing(missing.map((name) => words.fields[name]).join(", "))}</p>
      ) : (
        <p class="form__hint">{words.complete}</p>
      )}
      <Subjects shown={shown} />
      <h3 class="papers__title">{words.papers}</h3>
      <ul class="papers__list">
        {CONTROLLER_PAPERS.map((paper) => (
          <li key={paper}>
            <a href={controllerPaperUrl(controller.id, paper)} download>
              {words.paperNames[paper]}
            </a>
            <span class="table__second">{words.pdf}</span>
          </li>
        ))}
      </ul>
      <h3 class="papers__title">{words.about}</h3>
      <ControllerForm controller={controller} mayChange={mayChange} onSaved={onChanged} />
      <h3 class="papers__title">{words.health}</h3>
      <HealthSites sites={shown.sites} mayChange={mayChange} onChanged={onChanged} />
    </Section>
  );
}

/** How many people are held, and how near that is to a higher level of protection. */
function Subjects({ shown }: { readonly shown: ControllerShown }) {
  const texts = usePrivacyTexts();
  const words = texts.papers;
  const number = (count: number) => new Intl.NumberFormat(texts.language).format(count);
  const count =
    shown.subjects >= shown.many
      ? words.subjectsMany(number(shown.many))
      : words.subjectsOf(number(shown.subjects), number(shown.many));
  return (
    <div class="papers__subjects">
      <p>
        {words.subjects}: <strong>{count}</strong>
      </p>
      <meter
        class="papers__meter"
        aria-label={words.subjects}
        min={0}
        max={shown.many}
        high={shown.warn_at}
        optimum={0}
        value={shown.subjects}
      />
      <p class="form__hint">{words.level(shown.level)}</p>
      {shown.subjects >= shown.warn_at && <p class="incident__warning">{words.near(number(shown.warn_at))}</p>}
    </div>
  );
}
