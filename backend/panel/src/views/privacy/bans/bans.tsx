// «Чёрный список»: who may not write to a site, why, until when and who decided so.
import { useState } from "preact/hooks";
import { type Ban, type BanSite, fetchBanSites, fetchBans, liftBan } from "../../../live/ban_requests";
import { formatRoute } from "../../../route";
import { fullWhen } from "../../../texts/time";
import { Listed, Page } from "../../page";
import { Problem } from "../../problem";
import { useDeed } from "../../use_deed";
import { useLoaded } from "../../use_loaded";
import { More } from "../consents/more";
import { usePages } from "../consents/use_pages";
import { usePrivacyTexts } from "../words";

export function Bans() {
  const { bans: words } = usePrivacyTexts();
  const { value, failure, isLoading, reload } = useLoaded("ban sites", fetchBanSites);
  const [chosenId, setChosenId] = useState<string | null>(null);
  return (
    <Page title={words.title} lead={words.lead}>
      <Listed
        rows={value?.sites ?? null}
        failure={failure}
        isLoading={isLoading}
        onRetry={reload}
        empty={words.noSites}
      >
        {(sites) => {
          const site = sites.find(({ site_id }) => site_id === chosenId) ?? (sites[0] as BanSite);
          return (
            <>
              {sites.length > 1 && (
                <label class="form__field page__site">
                  {words.site}
                  <select
                    class="input"
                    value={site.site_id}
                    onChange={({ currentTarget }) => setChosenId(currentTarget.value)}
                  >
                    {sites.map(({ site_id, name }) => (
                      <option key={site_id} value={site_id}>
                        {name}
                      </option>
                    ))}
                  </select>
                </label>
              )}
              <BansOfSite key={site.site_id} siteId={site.site_id} />
            </>
          );
        }}
      </Listed>
    </Page>
  );
}

function BansOfSite({ siteId }: { readonly siteId: string }) {
  const texts = usePrivacyTexts();
  const words = texts.bans;
  const pages = usePages(
    siteId,
    (cursor) => fetchBans(siteId, cursor),
    ({ bans }) => bans,
  );
  const deed = useDeed();
  const [done, setDone] = useState("");

  function lift(ban: Ban, name: string) {
    if (!confirm(words.liftAsk(name, ban.reason))) return;
    void deed.run(
      () => liftBan(ban.conversation_id),
      () => {
        setDone(words.lifted);
        void pages.reload();
      },
    );
  }

  return (
    <>
      <Problem failure={deed.failure} />
      <p class={done ? "page__done" : "unseen"} role="status">
        {done}
      </p>
      <Listed
        rows={pages.rows}
        failure={pages.failure}
        isLoading={pages.isLoading}
        onRetry={pages.reload}
        empty={words.empty}
      >
        {(bans) => (
          <table class="table">
            <thead>
              <tr>
                <th scope="col">{words.visitor}</th>
                <th scope="col">{words.reason}</th>
                <th scope="col">{words.until}</th>
                <th scope="col">{words.when}</th>
                <th scope="col">
                  <span class="unseen">{words.lift}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {bans.map((ban) => {
                const name = ban.visitor_name || texts.card.visitorNumber(ban.visitor_id.slice(-4));
                return (
                  <tr key={ban.visitor_id}>
                    <th scope="row">
                      {name}
                      <span class="table__second">
                        <a href={formatRoute({ folder: "all", conversationId: ban.conversation_id })}>{words.open}</a>
                      </span>
                    </th>
                    <td data-label={words.reason}>{ban.reason}</td>
                    <td data-label={words.until}>{ban.until ? fullWhen(texts, new Date(ban.until)) : words.forever}</td>
                    <td data-label={words.when}>
                      {fullWhen(texts, new Date(ban.banned_at))}
                      <span class="table__second">{ban.banned_by}</span>
                    </td>
                    <td>
                      <button
                        class="button"
                        type="button"
                        aria-disabled={deed.busy}
                        aria-label={words.liftOf(name)}
                        onClick={() => lift(ban, name)}
                      >
                        {words.lift}
                      </button>
                    </td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        )}
      </Listed>
      <More pages={pages} />
    </>
  );
}
