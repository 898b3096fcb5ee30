// Which files a site takes: from visitors or not, of which kinds, and how large.
import { FILE_KINDS, type FileRules } from "../../../live/site_requests";
import { Whole } from "../fields";
import { usePrivacyTexts } from "../words";

const MAX_MB = 25;

interface FilesFieldsProps {
  readonly files: FileRules;
  readonly onChange: (files: FileRules) => void;
}

export function FilesFields({ files, onChange }: FilesFieldsProps) {
  const words = usePrivacyTexts().widget;
  return (
    <div class="form">
      <label class="widget__tick">
        <input
          type="checkbox"
          checked={files.from_visitors}
          onChange={(event) => onChange({ ...files, from_visitors: event.currentTarget.checked })}
        />
        {words.filesFromVisitors}
      </label>
      <fieldset class="widget__kinds">
        <legend>{words.fileKinds}</legend>
        {FILE_KINDS.map((kind) => (
          <label class="widget__tick" key={kind}>
            <input
              type="checkbox"
              checked={files.kinds.includes(kind)}
              onChange={({ currentTarget: { checked } }) =>
                onChange({
                  ...files,
                  kinds: FILE_KINDS.filter((one) => (one === kind ? checked : files.kinds.includes(one))),
                })
              }
            />
            {words.fileKindNames[kind]}
          </label>
        ))}
        <p class="form__hint">{words.fileKindsHint}</p>
      </fieldset>
      <Whole
        label={words.fileSize}
        hint={words.fileSizeHint}
        value={files.max_mb}
        max={MAX_MB}
        onChange={(max_mb) => onChange({ ...files, max_mb: max_mb ?? 0 })}
      />
    </div>
  );
}
