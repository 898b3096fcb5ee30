// «Выгрузки»: tables as files. What is being made shows how far it is; what is made can be had for a day.
import { useEffect, useState } from "preact/hooks";
import { type Export, exportFileHref, fetchExports, leaveExport, linkToExport } from "../../../live/export_requests";
import type { Failure } from "../../../live/requests";
import { Listed, Page } from "../../page";
import { Problem } from "../../problem";
import { useDeed } from "../../use_deed";
import { useLoaded } from "../../use_loaded";
import { usePrivacyTexts } from "../words";
import { ExportTable } from "./export_table";
import { NewExportForm } from "./new_export_form";

const LOOK_EVERY_MS = 1_000;

export function ExportsPage() {
  const words = usePrivacyTexts().exports;
  const { value, failure, isLoading, reload } = useLoaded("exports", fetchExports);
  const deed = useDeed();
  const [isMaking, setIsMaking] = useState(false);
  const [done, setDone] = useState("");
  const isUnderWay = value?.exports.some(isOpen) ?? false;

  useEffect(() => {
    // One look after the other, however long each takes.
    if (!isUnderWay || isLoading) return;
    const timer = setTimeout(() => void reload(), LOOK_EVERY_MS);
    return () => clearTimeout(timer);
  }, [isUnderWay, isLoading, reload]);

  function take({ id }: Export) {
    setDone("");
    void deed.run(
      () => linkToExport(id),
      ({ link }) => {
        const opener = document.createElement("a");
        opener.href = exportFileHref(id, link);
        opener.download = "";
        opener.click();
        setDone(words.taken);
      },
    );
  }

  function leave(one: Export) {
    if (one.state === "done" && !confirm(words.removeAsk(words.kinds[one.kind]))) return;
    void deed.run(
      () => leaveExport(one.id),
      () => {
        setDone(one.state === "done" ? words.removed : words.cancelled);
        void reload();
      },
    );
  }

  function say({ code }: Failure): string | null {
    return code === "export_unready" ? words.gone : null;
  }

  const hasSites = value !== null && value.sites.length > 0;
  const add = (
    <button
      class="button button--primary"
      type="button"
      onClick={() => {
        setDone("");
        setIsMaking(true);
      }}
    >
      {words.add}
    </button>
  );
  return (
    <Page title={words.title} lead={words.lead} action={hasSites && !isMaking && add}>
      {isMaking && value && (
        <NewExportForm
          options={value}
          onAsked={() => {
            setIsMaking(false);
            setDone(words.asked);
            void reload();
          }}
          onCancel={() => setIsMaking(false)}
        />
      )}
      <Problem failure={deed.failure} say={say} />
      <p class={done ? "page__done" : "unseen"} role="status">
        {done}
      </p>
      <Listed
        rows={value?.exports ?? null}
        failure={failure}
        isLoading={isLoading}
        onRetry={reload}
        empty={value && !hasSites ? words.noSites : words.empty}
      >
        {(rows) =>
          value && (
            <ExportTable exports={rows} choices={value.choices} isBusy={deed.busy} onTake={take} onLeave={leave} />
          )
        }
      </Listed>
    </Page>
  );
}

function isOpen({ state }: Export): boolean {
  return state === "queued" || state === "running";
}
