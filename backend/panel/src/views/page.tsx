// The parts that every page beside the conversations is made of.
import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import type { Failure } from "../live/requests";
import { useTexts } from "./context";
import { Problem } from "./problem";

export interface PageProps {
  readonly title: string;
  /** One sentence: what the page is for. */
  readonly lead?: string;
  /** What one comes here to do. */
  readonly action?: ComponentChildren;
  readonly children: ComponentChildren;
}

/** A page with its heading, which takes the focus when the page opens. */
export function Page({ title, lead, action, children }: PageProps) {
  return (
    <>
      <header class="page__head">
        <div>
          <h1 class="page__title" tabIndex={-1}>
            {title}
          </h1>
          {lead && <p class="page__lead">{lead}</p>}
        </div>
        {action}
      </header>
      {children}
    </>
  );
}

export interface SectionProps {
  readonly title: string;
  /** 3 in a dialog, whose own heading is of level 2. */
  readonly level?: 2 | 3;
  readonly children: ComponentChildren;
}

/** A part of a page or a dialog under a heading of its own. */
export function Section({ title, level = 2, children }: SectionProps) {
  const id = useId();
  const Heading = `h${level}` as const;
  return (
    <section class="section" aria-labelledby={id}>
      <Heading class="section__title" id={id}>
        {title}
      </Heading>
      {children}
    </section>
  );
}

export interface ListedProps<T> {
  /** Null while nothing has come yet. */
  readonly rows: readonly T[] | null;
  readonly failure: Failure | null;
  readonly isLoading: boolean;
  readonly onRetry: () => void;
  /** What stands where there is nothing: one sentence, and maybe one action. */
  readonly empty: ComponentChildren;
  readonly children: (rows: readonly T[]) => ComponentChildren;
}

/** Rows, or why there are none: not yet there, nothing to show, or a failure with a way to try again. */
export function Listed<T>({ rows, failure, isLoading, onRetry, empty, children }: ListedProps<T>) {
  const texts = useTexts();
  return (
    <>
      <Problem failure={failure} />
      {failure && (
        <button class="button" type="button" aria-disabled={isLoading} onClick={onRetry}>
          {texts.pages.retry}
        </button>
      )}
      {rows === null && !failure && (
        <p class="page__empty skeleton" role="status">
          {texts.pages.loading}
        </p>
      )}
      {rows?.length === 0 && <div class="page__empty">{empty}</div>}
      {rows !== null && rows.length > 0 && children(rows)}
    </>
  );
}
