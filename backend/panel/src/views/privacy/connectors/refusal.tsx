// Why a form was not taken: what is missing in it, or what the server said, with the way to where it is mended.
import type { Form } from "../../../live/connector_requests";
import type { Failure } from "../../../live/requests";
import { Problem } from "../../problem";
import { REGISTER } from "../outgoing/beginning";
import { type PrivacyTexts, usePrivacyTexts } from "../words";
import { inLanguage } from "./state_words";

export interface RefusalProps {
  readonly form: Form | undefined;
  /** What the form itself says; it comes first. */
  readonly missing: string | null;
  readonly failure: Failure | null;
}

export function Refusal({ form, missing, failure }: RefusalProps) {
  const texts = usePrivacyTexts();
  const isOfRegister = missing === null && failure?.code === "egress_forbidden";
  const text = missing ?? (failure && problemOf(texts, form, failure));
  if (text === null && failure !== null) return <Problem failure={failure} />;
  return (
    <p class={text ? "form__problem" : "unseen"} role="alert">
      {text}
      {isOfRegister && (
        <>
          {" "}
          <a href={REGISTER}>{texts.connectors.register}</a>
        </>
      )}
    </p>
  );
}

/** What a form says of a refusal; null for what is no fault of a field. */
export function problemOf(texts: PrivacyTexts, form: Form | undefined, { code, field }: Failure): string | null {
  const { wrong } = texts.connectors;
  if (code === "egress_forbidden") return wrong.egress;
  if (code === "host_unresolved") return wrong.unresolved;
  if (code === "connector_sealed") return wrong.sealed;
  if (code === "connector_unknown" || code === "conversation_unknown") {
    return field === "conversation_id" ? wrong.conversation : texts.connectors.gone;
  }
  if (code === "right_missing" && field === "controller_id") return wrong.controller_id;
  if (field === null) return null;
  const [part = "", name] = field.split(".", 2);
  if (part === "settings") {
    const setting = form?.settings.find((one) => one.name === name);
    if (!setting) return wrong.settings;
    const words = inLanguage(texts, setting.words);
    // Nothing of what is stored stands in the field: there is nothing to look through
    return setting.input === "secret" ? wrong.secretAnew(words) : wrong.setting(words);
  }
  if (part === "mapping") return name ? wrong.mapping(name) : wrong.mappings;
  if (field === "rules.tag_ids") return wrong.tags;
  if (field === "site_ids" || field === "sites") return wrong.site_ids;
  return field === "kind" ? wrong.full : null;
}
