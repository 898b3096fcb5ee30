// «Сейчас на сайте»: who of those who agreed is on which page, for how long, and asking them into the chat.
import { useState } from "preact/hooks";
import type { ListedVisitor, ShownVisitors } from "../../../live/visitor_requests";
import { Page } from "../../page";
import { Problem } from "../../problem";
import { Field, Select } from "../fields";
import type { PrivacyPageProps } from "../views";
import { usePrivacyTexts } from "../words";
import { InviteDialog } from "./invite_dialog";
import { NobodyHere } from "./nobody_here";
import { useVisitors } from "./use_visitors";
import { nameOf, VisitorTable } from "./visitor_table";

export function Visitors({ signedIn }: PrivacyPageProps) {
  const texts = usePrivacyTexts();
  const words = texts.visitors;
  const [siteId, setSiteId] = useState("");
  const [page, setPage] = useState("");
  const { shown, failure, nowMs, reload } = useVisitors({ siteId: siteId || null, page });
  const [asked, setAsked] = useState<ListedVisitor | null>(null);
  const [said, setSaid] = useState("");
  const open = shown?.sites.filter(({ is_on }) => is_on) ?? [];
  const isFiltered = siteId !== "" || page.trim() !== "";

  return (
    <Page title={words.title} lead={words.lead}>
      {open.length > 0 && (
        <form class="consents__filters" onSubmit={(event) => event.preventDefault()}>
          {open.length > 1 && (
            <Select
              label={words.site}
              value={siteId}
              options={[["", words.anySite], ...open.map(({ id, name }) => [id, name] as const)]}
              onChange={setSiteId}
            />
          )}
          <Field label={words.page} hint={words.pageHint} value={page} maxlength={200} onInput={setPage} />
        </form>
      )}
      {failure && shown ? (
        <p class="form__problem" role="alert">
          {words.stale}
        </p>
      ) : (
        <Problem failure={failure} />
      )}
      {failure && (
        <button class="button" type="button" onClick={reload}>
          {texts.pages.retry}
        </button>
      )}
      {!shown && !failure && (
        <p class="page__empty skeleton" role="status">
          {texts.pages.loading}
        </p>
      )}
      <p class={said ? "page__done" : "unseen"} role="status">
        {said}
      </p>
      {shown && shown.visitors.length === 0 && (
        <NobodyHere
          signedIn={signedIn}
          isOff={open.length === 0}
          isFiltered={isFiltered}
          onReset={() => {
            setSiteId("");
            setPage("");
          }}
        />
      )}
      {shown && shown.visitors.length > 0 && (
        <>
          <Total shown={shown} />
          <VisitorTable
            visitors={shown.visitors}
            sites={open}
            nowMs={nowMs}
            canInvite={signedIn.rights.includes("answer_visitors")}
            onInvite={(visitor) => {
              setSaid("");
              setAsked(visitor);
            }}
          />
        </>
      )}
      {asked && (
        <InviteDialog
          visitor={asked}
          onClose={() => setAsked(null)}
          onSent={() => {
            setSaid(words.sent(nameOf(texts, asked)));
            setAsked(null);
            reload();
          }}
        />
      )}
    </Page>
  );
}

function Total({ shown: { total, visitors } }: { readonly shown: ShownVisitors }) {
  const { visitors: words } = usePrivacyTexts();
  return (
    <p class="page__lead">
      <strong>{words.total(total)}</strong> {total > visitors.length && words.capped(visitors.length)}
    </p>
  );
}
