// Who withdrew their consent to processing and whose data are still held, the most urgent first.
import { type ConsentSite, fetchLeaving, type Leaving } from "../../../live/consent_requests";
import { fullWhen } from "../../../texts/time";
import { Listed } from "../../page";
import { usePrivacyTexts } from "../words";
import { More } from "./more";
import { siteName, VisitorLink } from "./names";
import { usePages } from "./use_pages";

export function LeavingPeople({ sites }: { readonly sites: readonly ConsentSite[] }) {
  const texts = usePrivacyTexts();
  const words = texts.consents;
  const pages = usePages("leaving", fetchLeaving, ({ people }): readonly Leaving[] => people);
  const day = new Intl.DateTimeFormat(texts.language === "en" ? "en-GB" : "ru", { dateStyle: "long", timeZone: "UTC" });
  return (
    <>
      <p class="page__lead">{words.leavingLead}</p>
      <Listed
        rows={pages.rows}
        failure={pages.failure}
        isLoading={pages.isLoading}
        onRetry={pages.reload}
        empty={words.noneLeaving}
      >
        {(people) => (
          <table class="table">
            <thead>
              <tr>
                <th scope="col">{words.visitor}</th>
                <th scope="col">{words.site}</th>
                <th scope="col">{words.withdrawnAt}</th>
                <th scope="col">{words.destroyBy}</th>
              </tr>
            </thead>
            <tbody>
              {people.map((person) => (
                <tr key={`${person.site_id} ${person.visitor_id}`}>
                  <th scope="row">
                    <VisitorLink id={person.visitor_id} />
                    {person.is_blocked && <span class="table__second">{words.blocked}</span>}
                  </th>
                  <td data-label={words.site}>{siteName(sites, person.site_id)}</td>
                  <td data-label={words.withdrawnAt}>
                    {fullWhen(texts, new Date(person.at))}
                    <span class="table__second">{words.methods[person.method]}</span>
                  </td>
                  <td data-label={words.destroyBy}>
                    {day.format(new Date(`${person.destroy_by}T00:00:00Z`)).replaceAll(" ", "\u00a0")}
                    {person.is_overdue && <strong class="consents__overdue"> {words.overdue}</strong>}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </Listed>
      <More pages={pages} />
    </>
  );
}
