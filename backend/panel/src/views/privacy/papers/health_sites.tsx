// Sites where health data may come: what is done about it, site by site.
import { useRef, useState } from "preact/hooks";
import { fetchPapers, markSite, type SiteShown, SPECIALS, type Special } from "../../../live/paper_requests";
import type { Failure } from "../../../live/requests";
import { Conflict, isOverruling } from "../../conflict";
import { Problem } from "../../problem";
import { useDeed } from "../../use_deed";
import { oneOf, useOverruled } from "../../use_overruled";
import type { PrivacyTexts } from "../words";
import { usePrivacyTexts } from "../words";

export interface HealthSitesProps {
  readonly sites: readonly SiteShown[];
  readonly mayChange: boolean;
  readonly onChanged: () => void;
}

export function HealthSites({ sites, mayChange, onChanged }: HealthSitesProps) {
  const texts = usePrivacyTexts();
  const words = texts.papers;
  const deed = useDeed();
  const [done, setDone] = useState("");
  const lastId = useRef("");
  const [asked, setAsked] = useState<{ readonly site: SiteShown; readonly special: Special } | null>(null);
  const overruled = useOverruled(async () =>
    oneOf(
      await fetchPapers(),
      ({ controllers }) => controllers.flatMap((one) => one.sites).find(({ id }) => id === lastId.current)?.special,
      "site_unknown",
    ),
  );

  function mark(site: SiteShown, special: Special, over: Special) {
    setDone("");
    setAsked({ site, special });
    lastId.current = site.id;
    void deed.run(
      () => overruled.send(() => markSite(site.id, special, over)),
      () => {
        setDone(words.marked(site.name));
        onChanged();
      },
    );
  }

  const { now } = overruled;
  return (
    <>
      <p class="page__lead">{words.healthLead}</p>
      {now && asked && (
        <Conflict
          failure={deed.failure}
          busy={deed.busy}
          clashes={[{ name: asked.site.name, theirs: words.specials[now], mine: words.specials[asked.special] }]}
          onKeep={() => mark(asked.site, asked.special, now)}
          onTake={() => {
            overruled.forget();
            deed.clear();
            onChanged();
          }}
        />
      )}
      <Problem failure={isOverruling(deed.failure) ? null : deed.failure} say={(failure) => saidOf(texts, failure)} />
      <p class={done ? "page__done" : "unseen"} role="status">
        {done}
      </p>
      <table class="table">
        <thead>
          <tr>
            <th scope="col">{words.site}</th>
            <th scope="col">{words.basis}</th>
            <th scope="col">{words.mark}</th>
          </tr>
        </thead>
        <tbody>
          {sites.map((site) => (
            <tr key={site.id}>
              <th scope="row">{site.name}</th>
              <td data-label={words.basis}>{words.bases[site.basis]}</td>
              <td data-label={words.mark}>
                {mayChange ? (
                  <MarkForm
                    key={site.special}
                    site={site}
                    busy={deed.busy}
                    onMark={(one, special) => mark(one, special, one.special)}
                  />
                ) : (
                  words.specials[site.special]
                )}
                {site.needs_publication && <span class="table__second">{words.needsPublication}</span>}
                {site.special === "warned" && <span class="table__second">{words.warnedNote}</span>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {!mayChange && <p class="form__hint">{words.readOnly}</p>}
    </>
  );
}

interface MarkFormProps {
  readonly site: SiteShown;
  readonly busy: boolean;
  readonly onMark: (site: SiteShown, special: Special) => void;
}

function MarkForm({ site, busy, onMark }: MarkFormProps) {
  const words = usePrivacyTexts().papers;
  return (
    <form
      class="papers__mark"
      onSubmit={(event) => {
        event.preventDefault();
        const chosen = new FormData(event.currentTarget).get("special");
        const special = SPECIALS.find((one) => one === chosen);
        if (special) onMark(site, special);
      }}
    >
      <select class="input" name="special" aria-label={words.markOf(site.name)}>
        {SPECIALS.map((one) => (
          <option key={one} value={one} selected={one === site.special}>
            {words.specials[one]}
          </option>
        ))}
      </select>
      <button class="button" type="submit" aria-disabled={busy}>
        {words.save}
      </button>
    </form>
  );
}

function saidOf({ papers: words }: PrivacyTexts, { code, field }: Failure): string | null {
  return code === "bad_body" && field === "special" ? words.needsConsent : null;
}
