// What a site is called and where it is, as a form holds it.
import type { SiteProperties } from "../../../live/own_site_requests";
import type { Failure } from "../../../live/requests";
import { Problem } from "../../problem";
import { Field } from "../fields";
import { usePrivacyTexts } from "../words";

/** As it is typed: one origin per line. */
export interface Draft {
  readonly name: string;
  readonly origins: string;
}

export function draftOf({ name, origins }: SiteProperties): Draft {
  return { name, origins: origins.join("\n") };
}

export function originsOf({ origins }: Draft): readonly string[] {
  return origins.split(/[\s,]+/).filter(Boolean);
}

interface PropertiesProps {
  readonly draft: Draft;
  readonly onChange: (draft: Draft) => void;
}

export function PropertiesFields({ draft, onChange }: PropertiesProps) {
  const { ownSites: words } = usePrivacyTexts();
  return (
    <>
      <Field
        label={words.name}
        hint={words.nameHint}
        value={draft.name}
        maxlength={80}
        required
        onInput={(name) => onChange({ ...draft, name })}
      />
      <Field
        label={words.origins}
        hint={words.originsHint}
        value={draft.origins}
        rows={3}
        required
        onInput={(origins) => onChange({ ...draft, origins })}
      />
    </>
  );
}

export function SiteProblem({ failure }: { readonly failure: Failure | null }) {
  const { ownSites: words } = usePrivacyTexts();

  function say({ code, field }: Failure): string | null {
    if (code !== "bad_body" && code !== "bad_frame") return null;
    return words.wrong[field?.split("[")[0] ?? ""] ?? words.wrong.other ?? null;
  }

  return <Problem failure={failure} say={say} />;
}
