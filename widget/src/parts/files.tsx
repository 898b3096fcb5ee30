// Files: chosen, pasted or dropped for the next message, and those of messages, to be seen and downloaded.
import { askedConsents, isHeldBack } from "../consents";
import { refusalText } from "../live/file_refusals";
import { createUploads, isPassing, type Limits, type Upload, writtenOf } from "../live/uploads";
import type { Part, Stage } from "../parts";
import type { Bubble } from "../passages";
import { createPreviews } from "../previews";
import { adoptStyles } from "../sheets";
import styles from "../styles/files.css";
import { FILES as WORDS } from "../texts/language";
import { randomUuid } from "../uuid";
import { Icon } from "../views/icon";
import { linked } from "../views/linked";
import type { Actions, View } from "../views/view";
import type { FileRef } from "../visitor.gen";

/** Images up to this size are fetched to be shown; larger ones, when somebody wants them. */
const PREVIEWED_BYTES = 3_000_000;
const CLIP = "M20 11.5l-8.2 8.2a5 5 0 0 1-7.1-7.1l8.5-8.5a3.3 3.3 0 0 1 4.7 4.7l-8.5 8.5a1.7 1.7 0 0 1-2.4-2.4l7.8-7.8";
const PAGE = "M6 3h8l4 4v14H6zM14 3v4h4";
const CROSS = "M6 6l12 12M18 6 6 18";
const AGAIN = "M19 12a7 7 0 1 1-2-5M17 3v4h-4";

/** The button and the list above the field, and what stands in a message with files. */
export function create({ host, client, signal, redraw }: Stage): Part {
  const { root, origin, site } = host;
  const address = `${origin}/visitor/${site}/files`;
  const chosen = new Map<number, string>();
  const gone = new Set<string>();
  let act: Actions | undefined;
  let offered: readonly FileRef[] | null | undefined;
  let takes: View["takes"];
  /** Whose files these are. */
  let owner: string | undefined;
  let isAgreeing = false;
  let isDragged = false;
  adoptStyles(root, styles);

  const uploads = createUploads<FileRef>({
    getAddress: () => address,
    getHeaders,
    getLimits,
    isHeld: () => !client.identity || askedConsents(client.state).length > 0,
    onChange() {
      offer();
      redraw();
    },
  });
  const previews = createPreviews(async (id) => (await ask(id)).blob(), redraw, signal);

  function getHeaders(): Record<string, string> {
    return { Authorization: `Bearer ${client.identity?.token}` };
  }

  function getLimits(): Limits {
    return { accept: takes?.accept ?? "", maxBytes: (takes?.max_mb ?? 0) * 1e6 };
  }

  async function ask(path: string): Promise<Response> {
    const answer = await fetch(`${address}/${path}`, { headers: getHeaders(), signal });
    if (!answer.ok) throw new Error(path);
    return answer;
  }

  /** Somebody else sits before the page now: what was chosen here is not theirs. */
  function forgetOthers(): void {
    const visitorId = client.identity?.visitorId;
    if (visitorId === owner) return;
    const isOthers = owner !== undefined;
    owner = visitorId;
    if (isOthers) for (const { key } of uploads.items) uploads.remove(key);
  }

  /** Lets the next message take along what is there; it waits for what is still to come. */
  function offer(): void {
    if (!act) return;
    // What was offered and is there no more has gone with a message.
    if (offered && act.attached === undefined) uploads.clear();
    const { items } = uploads;
    for (const { ref, file } of items) if (ref && !previews.find(ref.id)) previews.put(ref.id, file);
    const refs = items.flatMap(({ ref }) => (ref ? [ref] : []));
    const isUnderWay = items.some(({ state }) => state !== "done" && state !== "failed");
    offered = isUnderWay ? null : refs.length ? refs : undefined;
    act.attached = offered;
  }

  function add(files: Iterable<File> | null | undefined): void {
    uploads.add([...(files ?? [])]);
    act?.field.current?.focus();
  }

  function watch(frame: HTMLElement): void {
    const setDragged = (is: boolean) => {
      if (isDragged !== is) redraw();
      isDragged = is;
    };
    frame.addEventListener("paste", (event) => {
      const { clipboardData } = event;
      // A table copied from a document is there as a picture too: its words are meant.
      if (!takes || !clipboardData?.files.length || clipboardData.types.includes("text/plain")) return;
      event.preventDefault();
      add(clipboardData.files);
    });
    for (const type of ["dragenter", "dragover", "dragleave", "drop"] as const) {
      frame.addEventListener(type, (event) => {
        if (!takes || !event.dataTransfer?.types.includes("Files")) return;
        event.preventDefault();
        event.stopPropagation();
        if (type === "drop") add(event.dataTransfer.files);
        setDragged(type === "dragenter" || type === "dragover");
      });
    }
  }

  /** Files wait for consent: once its boxes are ticked it is given, though no message goes yet. */
  function agree({ state }: View): void {
    // What was said over a connection that is gone may have been refused until some work is done.
    if (state.status !== "online" || !askedConsents(state).length || isHeldBack(state)) isAgreeing = false;
    else if (!isAgreeing && uploads.items.some((item) => item.state === "held")) {
      const document_ids = state.ticked as string[];
      isAgreeing = client.command({ type: "agree", echo_id: randomUuid(), document_ids });
    }
    uploads.wake();
  }

  async function open({ id }: FileRef): Promise<void> {
    try {
      const { path } = await (await ask(`${id}/link`)).json();
      const link = document.createElement("a");
      link.href = origin + path;
      link.target = "_self";
      link.click();
      gone.delete(id);
    } catch {
      gone.add(id);
    }
    redraw();
  }

  function chosenPreview({ key, file }: Upload<FileRef>): string | undefined {
    if (!file.type.startsWith("image/")) return undefined;
    let url = chosen.get(key);
    if (url === undefined) {
      url = URL.createObjectURL(file);
      chosen.set(key, url);
      signal.addEventListener("abort", () => URL.revokeObjectURL(url as string));
    }
    return url;
  }

  function chip(item: Upload<FileRef>) {
    const { key, file, state, progress, code } = item;
    const url = chosenPreview(item);
    const isFailed = state === "failed";
    const what = { done: WORDS.ready, waiting: WORDS.waiting, sending: "", failed: "" };
    const isAsked = askedConsents(client.state).length > 0;
    const said = state === "held" ? (isAsked ? WORDS.held : WORDS.waiting) : what[state];
    return (
      <li key={key} class={isFailed ? "chip over" : "chip"}>
        {url ? (
          <img
            src={url}
            alt=""
            onError={() => {
              chosen.set(key, "");
              redraw();
            }}
          />
        ) : (
          <Icon path={PAGE} />
        )}
        <span class="told">
          <span class="name" title={file.name}>
            {file.name}
          </span>
          {isFailed ? (
            <span role="alert">{refusalText(code, WORDS, getLimits())}</span>
          ) : state === "sending" ? (
            <progress value={progress} aria-label={file.name} />
          ) : (
            <span class="muted">
              {WORDS.size(file.size)} · {said}
            </span>
          )}
        </span>
        {isFailed && isPassing(code) && button(WORDS.again(file.name), AGAIN, () => uploads.retry(key))}
        {button((state === "sending" ? WORDS.cancel : WORDS.remove)(file.name), CROSS, () => {
          uploads.remove(key);
          act?.field.current?.focus();
        })}
      </li>
    );
  }

  function button(label: string, path: string, deed: () => void) {
    return (
      <button type="button" aria-label={label} title={label} onClick={deed}>
        <Icon path={path} />
      </button>
    );
  }

  function composer(view: View) {
    if (view.act !== act) {
      act = view.act;
      if (act.frame.current) watch(act.frame.current);
    }
    takes = view.takes;
    forgetOthers();
    offer();
    agree(view);
    const { items } = uploads;
    return (
      <>
        {items.length > 0 && (
          <ul class="chips" aria-label={WORDS.chosen}>
            {items.map(chip)}
          </ul>
        )}
        <div class="attach">
          <input
            type="file"
            hidden
            multiple
            accept={takes?.accept}
            onChange={({ currentTarget: input }) => {
              add(input.files);
              input.value = "";
            }}
          />
          <button
            type="button"
            aria-label={WORDS.attach}
            title={WORDS.attach}
            onClick={(event) => (event.currentTarget.previousElementSibling as HTMLElement).click()}
          >
            <Icon path={CLIP} />
          </button>
        </div>
        {isDragged && <p class="drop">{WORDS.drop}</p>}
      </>
    );
  }

  function fileItem(file: FileRef) {
    const isImage = file.type.startsWith("image/") && file.width && file.height;
    const preview = previews.find(file.id);
    if (isImage && preview === undefined && file.size <= PREVIEWED_BYTES && client.identity) previews.fetch(file.id);
    return (
      <li key={file.id}>
        <button type="button" class="file" title={WORDS.download(file.name)} onClick={() => void open(file)}>
          {isImage && preview ? (
            <img
              src={preview}
              alt={WORDS.image(file.name)}
              style={{ aspectRatio: `${file.width} / ${file.height}` }}
              onError={() => previews.giveUp(file.id)}
            />
          ) : (
            <>
              <Icon path={PAGE} />
              <span class="told">
                <span class="name">{file.name}</span>
                <span class="muted">{WORDS.size(file.size)}</span>
              </span>
            </>
          )}
        </button>
        {gone.has(file.id) && (
          <span class="over" role="alert">
            {WORDS.gone}
          </span>
        )}
      </li>
    );
  }

  function message({ body, files = [], progress }: Bubble) {
    const written = writtenOf(body, files);
    return (
      <div class={progress === "failed" ? "bubble failed" : "bubble"}>
        {written && <p>{linked(written)}</p>}
        <ul class="files">{files.map(fileItem)}</ul>
      </div>
    );
  }

  return (view) => (view.bubble ? message(view.bubble) : composer(view));
}
