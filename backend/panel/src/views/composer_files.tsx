// Files of the next answer: what is on its way, what is there, and what was not taken and why.
import { refusalText } from "../../../../widget/src/live/file_refusals";
import { isPassing, type Limits, type Upload, type Uploads } from "../../../../widget/src/live/uploads";
import { previewAddress } from "../live/file_requests";
import type { FileRef } from "../operator.gen";
import { useTexts } from "./context";
import { FileName } from "./file_name";
import { Icon } from "./icons";

interface ComposerFilesProps {
  readonly uploads: Uploads<FileRef>;
  readonly limits: Limits;
  /** The focus goes to where one writes: the button that was pressed may be gone. */
  readonly onDone: () => void;
}

export function ComposerFiles({ uploads, limits, onDone }: ComposerFilesProps) {
  const texts = useTexts();
  if (uploads.items.length === 0) return null;
  return (
    <ul class="chosen" aria-label={texts.files.chosen}>
      {uploads.items.map((item) => (
        <Chosen key={item.key} item={item} uploads={uploads} limits={limits} onDone={onDone} />
      ))}
    </ul>
  );
}

function Chosen({ item, uploads, limits, onDone }: ComposerFilesProps & { readonly item: Upload<FileRef> }) {
  const texts = useTexts();
  const { key, file, state, progress, code, ref } = item;
  const again = texts.files.again(file.name);
  const remove = (state === "sending" ? texts.files.cancel : texts.files.remove)(file.name);
  return (
    <li class="chosen__file">
      {ref?.width ? <img class="chosen__image" src={previewAddress(ref.id)} alt="" /> : <Icon name="file" />}
      <span class="file__told">
        <FileName name={file.name} title={file.name} />
        {state === "failed" ? (
          <span class="chosen__refusal" role="alert">
            {refusalText(code, texts.files, limits)}
          </span>
        ) : state === "sending" ? (
          <progress class="chosen__progress" value={progress} aria-label={file.name} />
        ) : (
          <span class="file__size">
            {texts.files.size(file.size)} · {state === "done" ? texts.files.ready : texts.files.waiting}
          </span>
        )}
      </span>
      {state === "failed" && isPassing(code) && (
        <button
          class="button button--quiet button--icon"
          type="button"
          aria-label={again}
          title={again}
          onClick={() => {
            uploads.retry(key);
            onDone();
          }}
        >
          <Icon name="again" />
        </button>
      )}
      <button
        class="button button--quiet button--icon"
        type="button"
        aria-label={remove}
        title={remove}
        onClick={() => {
          uploads.remove(key);
          onDone();
        }}
      >
        <Icon name="clear" />
      </button>
    </li>
  );
}

/** The button that opens the system's choice of files. */
export function AttachButton({ uploads, limits, onDone }: ComposerFilesProps) {
  const texts = useTexts();
  return (
    <>
      <input
        type="file"
        hidden
        multiple
        accept={limits.accept}
        onChange={({ currentTarget: input }) => {
          uploads.add([...(input.files ?? [])]);
          input.value = "";
          onDone();
        }}
      />
      <button
        class="button button--quiet button--icon"
        type="button"
        aria-label={texts.files.attach}
        title={texts.files.attach}
        onClick={(event) => (event.currentTarget.previousElementSibling as HTMLElement).click()}
      >
        <Icon name="attach" />
      </button>
    </>
  );
}
