// «Первые шаги»: what is still to be done before a chat works, each step ticked by what has happened.
import { useEffect } from "preact/hooks";
import { adoptStyles } from "../../../../../widget/src/sheets";
import { fetchFirstSteps, type SiteSteps } from "../../live/first_steps_requests";
import { formatPrivacyRoute } from "../../route";
import styles from "../../styles/steps.css";
import { type FirstStepsTexts, firstStepsEn, firstStepsRu } from "../../texts/first_steps";
import { useTexts } from "../context";
import { Icon } from "../icons";
import { useLoaded } from "../use_loaded";
import type { FirstStepsProps } from "./lazy_first_steps";

adoptStyles(document, styles);

/** While the list is looked at: what is done elsewhere is ticked here soon. */
const AGAIN_MS = 5_000;
const MAX_NAMES = 3;

interface Step {
  readonly name: keyof FirstStepsTexts["steps"];
  /** Where it is done; null: on the site itself. */
  readonly page: string | null;
  readonly isDone: (site: SiteSteps) => boolean;
}

const STEPS: readonly Step[] = [
  { name: "embed", page: "own_sites", isDone: (site) => site.is_embedded },
  { name: "hello", page: null, isDone: (site) => site.has_conversation },
  { name: "invite", page: "colleagues", isDone: (site) => site.has_colleague },
  { name: "consent", page: "consents", isDone: (site) => site.has_basis },
];

export function FirstSteps({ onPutAway }: FirstStepsProps) {
  const texts = useTexts();
  const words = texts.language === "en" ? firstStepsEn : firstStepsRu;
  const { value, reload } = useLoaded("first_steps", fetchFirstSteps);
  const sites = value?.sites ?? null;
  const isAllDone = sites !== null && sites.length > 0 && STEPS.every(({ isDone }) => sites.every(isDone));

  useEffect(() => {
    if (isAllDone) return;
    const look = () => {
      if (document.visibilityState === "visible") void reload();
    };
    const timer = setInterval(look, AGAIN_MS);
    window.addEventListener("focus", look);
    return () => {
      clearInterval(timer);
      window.removeEventListener("focus", look);
    };
  }, [isAllDone, reload]);

  if (sites === null || isAllDone) return null;
  return (
    <section class="steps" aria-labelledby="first-steps">
      <h2 class="steps__title" id="first-steps">
        {words.title}
      </h2>
      <ol class="steps__list">
        <StepLine
          name={words.site}
          isDone={sites.length > 0}
          words={words}
          hint={sites.length > 0 ? "" : words.siteHint}
          href={formatPrivacyRoute({ page: "own_sites", itemId: null })}
        />
        {STEPS.map(({ name, page, isDone }) => {
          const lacking = sites.filter((site) => !isDone(site));
          const step = words.steps[name];
          const origin = lacking[0]?.origin;
          return (
            <StepLine
              key={name}
              name={step.name}
              isDone={sites.length > 0 && lacking.length === 0}
              words={words}
              hint={lacking.length === 0 ? "" : hintOf(step.hint, lacking, sites.length, words)}
              href={page === null ? origin : formatPrivacyRoute({ page, itemId: null })}
              isElsewhere={page === null}
            />
          );
        })}
      </ol>
      <button class="button button--quiet" type="button" onClick={onPutAway}>
        {words.putAway}
      </button>
    </section>
  );
}

/** Which sites lack it, where there are several. */
function hintOf(hint: string, lacking: readonly SiteSteps[], count: number, words: FirstStepsTexts): string {
  if (count === 1) return hint;
  const names = lacking.slice(0, MAX_NAMES).map(({ name }) => name);
  return `${hint} ${words.lacking(names.join(", "), lacking.length - names.length)}`;
}

interface StepLineProps {
  readonly name: string;
  readonly isDone: boolean;
  readonly words: FirstStepsTexts;
  readonly hint: string;
  readonly href?: string | undefined;
  readonly isElsewhere?: boolean;
}

function StepLine({ name, isDone, words, hint, href, isElsewhere = false }: StepLineProps) {
  return (
    <li class={isDone ? "steps__one steps__one--done" : "steps__one"}>
      <span class="steps__sign">{isDone && <Icon name="check" />}</span>
      <div>
        {isDone || !href ? (
          <span>{name}</span>
        ) : (
          <a href={href} {...(isElsewhere && { target: "_blank", rel: "noopener noreferrer" })}>
            {name}
          </a>
        )}
        <span class="unseen">{isDone ? words.done : words.toDo}</span>
        {hint && <p class="empty__hint">{hint}</p>}
      </div>
    </li>
  );
}
