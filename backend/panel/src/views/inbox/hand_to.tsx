// Handing over: to oneself, to the queue, to a department, to a colleague, of whom it says whether they are there and how
// much they have; and what colleagues should know.
import { useEffect, useRef, useState } from "preact/hooks";
import { type ColleagueAtWork, fetchAtWork } from "../../live/work_requests";
import type { Department } from "../../operator.gen";
import { useLoaded } from "../use_loaded";
import type { ActionMenuProps } from "./action_menu";
import type { StepProps } from "./action_sheet";
import { useSheetTexts } from "./words";

const MAX_COMMENT_CHARS = 1_000;

export interface HandToProps extends StepProps, NonNullable<ActionMenuProps["handTo"]> {
  /** Whose the one conversation is; of many nothing is said. */
  readonly assigneeId?: string | null;
  readonly current?: Department | null;
  /** It begins with its field. */
  readonly takesFocus?: boolean;
}

export function HandTo({ me, colleagues, departments, onStep, assigneeId, current, takesFocus = false }: HandToProps) {
  const words = useSheetTexts();
  const [comment, setComment] = useState("");
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    if (takesFocus) field.current?.focus();
  }, [takesFocus]);
  // Names are known without it: while it is not there, or fails, they stand by themselves.
  const { value } = useLoaded("at work", fetchAtWork);
  const give = (operatorId: string | null, departmentId: string | null = null) =>
    onStep({ kind: "assign", operatorId, departmentId, ...(comment.trim() && { comment: comment.trim() }) });
  const others = inOrder(
    colleagues.filter(({ id }) => id !== me && id !== assigneeId),
    value?.colleagues ?? [],
  );
  return (
    <fieldset class="actions__group">
      <legend class="hand-over__note">{words.handTo}</legend>
      <label class="form__field hand-over__note">
        {words.comment}
        <textarea
          class="input"
          ref={field}
          rows={3}
          maxLength={MAX_COMMENT_CHARS}
          value={comment}
          onInput={(event) => setComment(event.currentTarget.value)}
        />
      </label>
      {assigneeId !== me && (
        <button class="button button--quiet hand-over__one" type="button" onClick={() => give(me)}>
          {words.toMe}
        </button>
      )}
      {assigneeId !== null && (
        <button class="button button--quiet hand-over__one" type="button" onClick={() => give(null)}>
          {words.toQueue}
        </button>
      )}
      {departments.map(({ id, name }) => {
        const isHere = id === current?.id;
        return (
          <button
            key={id}
            class="button button--quiet hand-over__one"
            type="button"
            aria-disabled={isHere}
            onClick={() => {
              if (!isHere) give(null, id);
            }}
          >
            <span class="hand-over__name">{name}</span>
            {isHere && <span class="hand-over__here">{words.isHere}</span>}
          </button>
        );
      })}
      {others.map(({ id, name, state }) => (
        <button key={id} class="button button--quiet hand-over__one" type="button" onClick={() => give(id)}>
          {state && <span class={`dot dot--${state.standing}`} />}
          <span class="hand-over__name">{name}</span>
          {state && <span class="hand-over__here">{words.standing(state)}</span>}
        </button>
      ))}
    </fieldset>
  );
}

interface Other {
  readonly id: string;
  readonly name: string;
  readonly state: ColleagueAtWork | undefined;
}

/** Who is there comes first, as the server has ordered them; whom it does not tell of stays behind. */
function inOrder(colleagues: readonly { id: string; name: string }[], states: readonly ColleagueAtWork[]): Other[] {
  const place = (id: string) =>
    (states.findIndex((state) => state.id === id) + states.length + 1) % (states.length + 1);
  return colleagues
    .map(({ id, name }) => ({ id, name, state: states.find((state) => state.id === id) }))
    .sort((a, b) => place(a.id) - place(b.id));
}
