// «Как вас видят посетители»: one's own name and picture for them. A native dialog keeps the focus inside and gives it back.
import { useEffect, useRef, useState } from "preact/hooks";
import {
  changePublicName,
  type Face,
  fetchFace,
  PICTURE_TYPES,
  putAvatar,
  removeAvatar,
} from "../../live/face_requests";
import type { Failure } from "../../live/requests";
import { faceEn, faceRu } from "../../texts/face";
import { useTexts } from "../context";
import { Icon } from "../icons";
import { Problem } from "../problem";
import { useDeed } from "../use_deed";
import { useLoaded } from "../use_loaded";
import { Avatar } from "./avatar";

const MAX_NAME_CHARS = 60;

export function OwnFace({ id, onClose }: { readonly id: string; readonly onClose: () => void }) {
  const texts = useTexts();
  const words = useFaceWords();
  const { value, failure, isLoading, reload } = useLoaded("face", fetchFace);
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog class="dialog" ref={dialog} onClose={onClose} aria-labelledby="face-title">
      <div class="dialog__head">
        <h2 class="dialog__title" id="face-title">
          {words.title}
        </h2>
        <button
          class="button button--quiet button--icon"
          type="button"
          aria-label={texts.security.close}
          title={texts.security.close}
          onClick={() => dialog.current?.close()}
        >
          <Icon name="clear" />
        </button>
      </div>
      <Problem failure={failure} />
      {failure && (
        <button class="button" type="button" aria-disabled={isLoading} onClick={reload}>
          {texts.pages.retry}
        </button>
      )}
      {value ? <FaceForm id={id} fetched={value} /> : !failure && <p class="skeleton">{texts.pages.loading}</p>}
    </dialog>
  );
}

function FaceForm({ id, fetched }: { readonly id: string; readonly fetched: Face }) {
  const texts = useTexts();
  const words = useFaceWords();
  const deed = useDeed();
  const [face, setFace] = useState(fetched);
  const [name, setName] = useState(fetched.public_name);
  const [isSaved, setIsSaved] = useState(false);
  const file = useRef<HTMLInputElement>(null);

  function done(now: Face): void {
    setFace(now);
    setIsSaved(true);
  }

  function upload(input: HTMLInputElement): void {
    const [chosen] = input.files ?? [];
    // The same file may be chosen once more.
    input.value = "";
    setIsSaved(false);
    if (chosen) void deed.run(() => putAvatar(chosen), done);
  }

  function save(event: Event): void {
    event.preventDefault();
    if (name.trim() === face.public_name) return;
    setIsSaved(false);
    void deed.run(
      () => changePublicName(name),
      (now) => {
        setName(now.public_name);
        done(now);
      },
    );
  }

  function say({ code, field }: Failure): string | null {
    if (field === "avatar" || code === "too_large") return words.notAPicture;
    return field === "public_name" ? words.badName : null;
  }

  const shownName = name.trim() || face.name;
  return (
    <form class="form" onSubmit={save}>
      <div class="face">
        <Avatar id={id} name={shownName} avatar={face.avatar} isLarge />
        <div class="face__side">
          <p class="face__name">{shownName}</p>
          <input
            class="unseen"
            type="file"
            ref={file}
            accept={PICTURE_TYPES}
            tabIndex={-1}
            aria-hidden="true"
            onChange={(event) => upload(event.currentTarget)}
          />
          <button class="button" type="button" aria-disabled={deed.busy} onClick={() => file.current?.click()}>
            {face.avatar ? words.replace : words.upload}
          </button>
          {face.avatar && (
            <button
              class="button button--quiet"
              type="button"
              aria-disabled={deed.busy}
              onClick={() => {
                if (!confirm(`${words.remove}?`)) return;
                setIsSaved(false);
                void deed.run(removeAvatar, done);
              }}
            >
              {words.remove}
            </button>
          )}
        </div>
      </div>
      <p class="form__hint">{words.pictureHint}</p>
      <label class="form__field">
        {words.name}
        <input
          class="input"
          type="text"
          value={name}
          maxLength={MAX_NAME_CHARS}
          autocomplete="off"
          onInput={(event) => {
            setName(event.currentTarget.value);
            setIsSaved(false);
          }}
        />
        <span class="form__hint">{words.nameHint(face.name)}</span>
      </label>
      <Problem failure={deed.failure} say={say} />
      <div class="form__actions">
        <button
          class="button button--primary"
          type="submit"
          aria-disabled={deed.busy || name.trim() === face.public_name}
        >
          {texts.pages.save}
        </button>
        <p class={isSaved ? "page__done" : "unseen"} role="status">
          {isSaved && words.saved}
        </p>
      </div>
    </form>
  );
}

function useFaceWords() {
  return useTexts().language === "en" ? faceEn : faceRu;
}
