// In which language the pages before the sign-in speak.
import { LANGUAGES, type Language } from "../preferences";

export interface LanguageChoiceProps {
  readonly language: Language;
  readonly onLanguage: (language: Language) => void;
}

export function LanguageChoice({ language, onLanguage }: LanguageChoiceProps) {
  return (
    <p class="sign-in__languages">
      {LANGUAGES.map(({ code, name }) => (
        <button
          key={code}
          type="button"
          class="button button--quiet"
          lang={code}
          aria-pressed={code === language}
          onClick={() => onLanguage(code)}
        >
          {name}
        </button>
      ))}
    </p>
  );
}
