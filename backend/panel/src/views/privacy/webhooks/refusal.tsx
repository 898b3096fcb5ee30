// Why a form was not taken: what is missing in it, or what the server said, with the way to where it is mended.
import type { Failure } from "../../../live/requests";
import { Problem } from "../../problem";
import { REGISTER } from "../outgoing/beginning";
import { usePrivacyTexts } from "../words";
import { problemOf } from "./wanted_fields";

export interface RefusalProps {
  readonly id: string;
  /** What the form itself says; it comes first. */
  readonly missing: string | null;
  readonly failure: Failure | null;
}

export function Refusal({ id, missing, failure }: RefusalProps) {
  const texts = usePrivacyTexts();
  const problem = failure && problemOf(texts, failure);
  if (missing === null && failure !== null && problem === null) return <Problem failure={failure} id={id} />;
  const text = missing ?? problem?.text;
  return (
    <p class={text ? "form__problem" : "unseen"} role="alert" id={id}>
      {text}
      {missing === null && problem?.isOfRegister && (
        <>
          {" "}
          <a href={REGISTER}>{texts.webhooks.register}</a>
        </>
      )}
    </p>
  );
}
