// «Направления»: what visitors of each site choose from, and who is in it.
import { useRef, useState } from "preact/hooks";
import { fetchDepartments, type SiteDepartments } from "../../../live/department_requests";
import { Listed, Page } from "../../page";
import { useLoaded } from "../../use_loaded";
import { usePrivacyTexts } from "../words";
import { DepartmentsForm } from "./departments_form";

export function Departments() {
  const { departments: words } = usePrivacyTexts();
  const { value, failure, isLoading, reload } = useLoaded("departments", fetchDepartments);
  const [chosenId, setChosenId] = useState<string | null>(null);
  /** As they are since they were saved here, by site. */
  const [saved, setSaved] = useState<Readonly<Record<string, SiteDepartments>>>({});
  const isChanged = useRef(false);

  function choose(select: HTMLSelectElement, current: SiteDepartments): void {
    if (isChanged.current && !confirm(words.leaveAsk(current.name))) select.value = current.site_id;
    else setChosenId(select.value);
  }

  return (
    <Page title={words.title} lead={words.lead}>
      <Listed rows={value?.sites ?? null} failure={failure} isLoading={isLoading} onRetry={reload} empty={words.empty}>
        {(sites) => {
          const fetched = sites.find(({ site_id }) => site_id === chosenId) ?? (sites[0] as SiteDepartments);
          const kept = saved[fetched.site_id];
          const site = kept && kept.version > fetched.version ? kept : fetched;
          return (
            <>
              {sites.length > 1 && (
                <label class="form__field departments__site">
                  {words.site}
                  <select class="input" value={site.site_id} onChange={(event) => choose(event.currentTarget, site)}>
                    {sites.map(({ site_id, name }) => (
                      <option key={site_id} value={site_id}>
                        {name}
                      </option>
                    ))}
                  </select>
                </label>
              )}
              <DepartmentsForm
                key={fetched.site_id + fetched.version}
                site={site}
                onOutdated={reload}
                onSaved={(now) => setSaved({ ...saved, [now.site_id]: now })}
                onChanged={(is) => {
                  isChanged.current = is;
                }}
              />
            </>
          );
        }}
      </Listed>
    </Page>
  );
}
