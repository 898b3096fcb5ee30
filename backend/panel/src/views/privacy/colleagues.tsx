// «Сотрудники»: who has access, how well it is guarded, and the end of sessions that nobody should have.
import { useState } from "preact/hooks";
import { type Colleague, endSessionsOf, fetchColleagues } from "../../live/colleague_requests";
import { fullWhen } from "../../texts/time";
import { Listed, Page } from "../page";
import { Problem } from "../problem";
import { useDeed } from "../use_deed";
import { useLoaded } from "../use_loaded";
import type { PrivacyPageProps } from "./views";
import { usePrivacyTexts } from "./words";

export function Colleagues({ signedIn }: PrivacyPageProps) {
  const texts = usePrivacyTexts();
  const { value, failure, isLoading, reload } = useLoaded("colleagues", fetchColleagues);
  const deed = useDeed();
  const [done, setDone] = useState("");
  const canEnd = signedIn.rights.includes("end_sessions");

  function signOut(colleague: Colleague) {
    if (!confirm(texts.colleagues.endAsk(colleague.name))) return;
    void deed.run(
      () => endSessionsOf(colleague.id),
      ({ ended }) => {
        setDone(texts.colleagues.ended(colleague.name, ended));
        void reload();
      },
    );
  }

  return (
    <Page title={texts.colleagues.title} lead={texts.colleagues.lead}>
      <Problem failure={deed.failure} />
      <p class={done ? "page__done" : "unseen"} role="status">
        {done}
      </p>
      <Listed
        rows={value?.operators ?? null}
        failure={failure}
        isLoading={isLoading}
        onRetry={reload}
        empty={texts.colleagues.empty}
      >
        {(colleagues) => (
          <table class="table">
            <thead>
              <tr>
                <th scope="col">{texts.colleagues.name}</th>
                <th scope="col">{texts.colleagues.role}</th>
                <th scope="col">{texts.colleagues.secondFactor}</th>
                <th scope="col">{texts.colleagues.lastSeen}</th>
                <th scope="col">{texts.colleagues.sessions}</th>
              </tr>
            </thead>
            <tbody>
              {colleagues.map((colleague) => (
                <tr key={colleague.id}>
                  <th scope="row">
                    {colleague.name}
                    <span class="table__second">{colleague.email}</span>
                  </th>
                  <td data-label={texts.colleagues.role}>{texts.colleagues.roles[colleague.role]}</td>
                  <td data-label={texts.colleagues.secondFactor}>
                    {colleague.has_second_factor ? texts.colleagues.on : texts.colleagues.off}
                  </td>
                  <td data-label={texts.colleagues.lastSeen}>
                    {colleague.last_seen_at
                      ? fullWhen(texts, new Date(colleague.last_seen_at))
                      : texts.colleagues.never}
                  </td>
                  <td data-label={texts.colleagues.sessions}>
                    {colleague.session_count}
                    {canEnd && colleague.session_count > 0 && colleague.id !== signedIn.operator.id && (
                      <button
                        class="button table__action"
                        type="button"
                        aria-disabled={deed.busy}
                        aria-label={texts.colleagues.endOf(colleague.name)}
                        onClick={() => signOut(colleague)}
                      >
                        {texts.colleagues.end}
                      </button>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </Listed>
    </Page>
  );
}
