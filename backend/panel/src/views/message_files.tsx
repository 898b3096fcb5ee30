// The files of a message: images to be seen, also large, all others to be downloaded. Each opening is written to the journal.
import { useContext, useState } from "preact/hooks";
import { fileAddress, previewAddress } from "../live/file_requests";
import type { FileRef } from "../operator.gen";
import { useTexts } from "./context";
import { FileName } from "./file_name";
import { Icon } from "./icons";
import { PicturesContext } from "./pictures/pictures";

export function MessageFiles({ files }: { readonly files: readonly FileRef[] }) {
  return (
    <ul class="files">
      {files.map((file) => (
        <li key={file.id}>
          <MessageFile file={file} />
        </li>
      ))}
    </ul>
  );
}

function MessageFile({ file }: { readonly file: FileRef }) {
  const texts = useTexts();
  const open = useContext(PicturesContext);
  const [isBroken, setIsBroken] = useState(false);
  if (file.width && file.height && !isBroken) {
    return (
      <button
        class="file file--image"
        type="button"
        aria-haspopup="dialog"
        title={texts.files.open(file.name)}
        onClick={() => open(file.id)}
      >
        <img
          class="file__image"
          src={previewAddress(file.id)}
          alt={texts.files.image(file.name)}
          width={file.width}
          height={file.height}
          loading="lazy"
          onError={() => setIsBroken(true)}
        />
      </button>
    );
  }
  // Drawn in two, the name would be read in two
  const name = `${file.name} ${texts.files.size(file.size)}`;
  return (
    <a class="file" href={fileAddress(file.id)} download aria-label={name} title={texts.files.download(file.name)}>
      <Icon name="file" />
      <span class="file__told">
        <FileName name={file.name} />
        <span class="file__size">{texts.files.size(file.size)}</span>
      </span>
    </a>
  );
}
