// «Маскирование»: what becomes of personal data in the messages of each site.
import { useState } from "preact/hooks";
import {
  changePolicies,
  fetchPolicies,
  KINDS,
  type Kind,
  type Policies,
  type Policy,
  type SitePolicies,
} from "../../live/masking_requests";
import { Conflict, isOverruling } from "../conflict";
import { Listed, Page, Section } from "../page";
import { Problem } from "../problem";
import { useDeed } from "../use_deed";
import { useLoaded } from "../use_loaded";
import { oneOf, useOverruled } from "../use_overruled";
import { usePrivacyTexts } from "./words";

const POLICIES: readonly Policy[] = ["keep", "mask", "replace"];

export function Masking() {
  const texts = usePrivacyTexts();
  const { value, failure, isLoading, reload } = useLoaded("masking", fetchPolicies);
  return (
    <Page title={texts.masking.title} lead={texts.masking.lead}>
      <ul class="page__points">
        {texts.masking.explained.map((point) => (
          <li key={point}>{point}</li>
        ))}
      </ul>
      <Listed
        rows={value?.sites ?? null}
        failure={failure}
        isLoading={isLoading}
        onRetry={reload}
        empty={texts.masking.empty}
      >
        {(sites) => sites.map((site) => <SiteMasking key={site.site_id} site={site} />)}
      </Listed>
    </Page>
  );
}

function SiteMasking({ site }: { readonly site: SitePolicies }) {
  const texts = usePrivacyTexts();
  const deed = useDeed();
  const [stored, setStored] = useState<Policies>(site.policies);
  const [chosen, setChosen] = useState<Policies>(site.policies);
  const [done, setDone] = useState("");
  const changed = KINDS.filter((kind) => chosen[kind] !== stored[kind]);

  function choose(kind: Kind, policy: Policy) {
    setChosen({ ...chosen, [kind]: policy });
    setDone("");
  }

  const overruled = useOverruled(async () =>
    oneOf(
      await fetchPolicies(),
      ({ sites }) => sites.find((one) => one.site_id === site.site_id)?.policies,
      "site_unknown",
    ),
  );

  function save(over: Policies) {
    if (changed.length === 0) return;
    const replaced = changed.filter((kind) => chosen[kind] === "replace");
    if (replaced.length > 0 && !confirm(texts.masking.replaceAsk(site.name, replaced))) return;
    const policies = Object.fromEntries(changed.map((kind) => [kind, chosen[kind]])) as Partial<Policies>;
    void deed.run(
      () => overruled.send(() => changePolicies(site.site_id, policies, over)),
      (now) => {
        setStored(now.policies);
        setChosen(now.policies);
        setDone(texts.masking.saved(site.name));
      },
    );
  }

  function take(policies: Policies) {
    setStored(policies);
    setChosen(policies);
    overruled.forget();
    deed.clear();
  }

  const { now } = overruled;
  return (
    <Section title={site.name}>
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault();
          save(stored);
        }}
      >
        <table class="table masking">
          <thead>
            <tr>
              <th scope="col">{texts.masking.kind}</th>
              <th scope="col">{texts.masking.policy}</th>
            </tr>
          </thead>
          <tbody>
            {KINDS.map((kind) => (
              <tr key={kind}>
                <th scope="row">{texts.masking.kinds[kind]}</th>
                <td>
                  <select
                    class="input"
                    aria-label={texts.masking.policyOf(kind, site.name)}
                    value={chosen[kind]}
                    onChange={(event) => choose(kind, event.currentTarget.value as Policy)}
                  >
                    {POLICIES.map((policy) => (
                      <option key={policy} value={policy}>
                        {texts.masking.policies[policy]}
                      </option>
                    ))}
                  </select>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        {now && (
          <Conflict
            failure={deed.failure}
            busy={deed.busy}
            clashes={changed
              .filter((kind) => now[kind] !== chosen[kind])
              .map((kind) => ({
                name: texts.masking.kinds[kind],
                theirs: texts.masking.policies[now[kind]],
                mine: texts.masking.policies[chosen[kind]],
              }))}
            onKeep={() => save(now)}
            onTake={() => take(now)}
          />
        )}
        <Problem failure={isOverruling(deed.failure) ? null : deed.failure} />
        <div class="form__actions">
          <button
            class="button button--primary"
            type="submit"
            aria-label={texts.masking.saveOf(site.name)}
            aria-disabled={deed.busy || changed.length === 0}
          >
            {texts.pages.save}
          </button>
          <p class={done ? "page__done" : "unseen"} role="status">
            {done}
          </p>
        </div>
      </form>
    </Section>
  );
}
