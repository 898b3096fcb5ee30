// The page: asks who is signed in, then shows the sign-in page or the panel; keeps language and theme.
import { useEffect, useState } from "preact/hooks";
import { showBadge } from "../live/attention";
import { watchIdle } from "../live/idle";
import { findSession, type SignedIn, signOut } from "../live/session_requests";
import { loadPreferences, PREFERENCES_KEY, type Preferences, savePreferences, showPreferences } from "../preferences";
import { parseInvitation } from "../route";
import { ru } from "../texts/ru";
import { TextsContext } from "./context";
import { LazyPage } from "./lazy_page";
import { Rooms } from "./rooms";
import { SendKeyContext, sendKeyOf, TOUCH } from "./send_key";
import { SignIn, type SignInProps } from "./sign_in";
import { useLanguage } from "./use_language";
import { useMedia } from "./use_media";

const loadInvited = () => import("./linked").then(({ Linked }) => Linked);
const loadEnrolment = () => import("./security/enrolment_page").then(({ EnrolmentPage }) => EnrolmentPage);

type Phase =
  | { readonly name: "checking" }
  | { readonly name: "signed_out"; readonly notice: SignInProps["notice"] }
  | { readonly name: "signed_in"; readonly signedIn: SignedIn };

const RETRY_MS = 3_000;

export function App() {
  const [preferences, setPreferences] = useState(() => loadPreferences(localStorage));
  const [phase, setPhase] = useState<Phase>({ name: "checking" });
  const [isCutOff, setIsCutOff] = useState(false);
  const [invitation, setInvitation] = useState(() => parseInvitation(location.hash));
  const systemIsDark = useMedia("(prefers-color-scheme: dark)");
  const known = useLanguage(preferences.language);
  const texts = known ?? ru;

  const isTouch = useMedia(TOUCH);
  const systemHasContrast = useMedia("(prefers-contrast: more)");
  // In the language of the words that are there, which may be another one for a while
  const { language } = texts;
  useEffect(
    () => showPreferences({ ...preferences, language }, document, { dark: systemIsDark, contrast: systemHasContrast }),
    [preferences, language, systemIsDark, systemHasContrast],
  );

  // What is chosen in one tab holds in all
  useEffect(() => {
    const follow = ({ key }: StorageEvent) => {
      if (key === PREFERENCES_KEY) setPreferences(loadPreferences(localStorage));
    };
    window.addEventListener("storage", follow);
    return () => window.removeEventListener("storage", follow);
  }, []);

  // Asked again after a second factor has been set up: what the session may do has changed with it
  useEffect(() => {
    if (phase.name !== "checking") return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isGone = false;
    const check = async () => {
      const result = await findSession();
      if (isGone) return;
      if ("signedIn" in result) return setPhase({ name: "signed_in", signedIn: result.signedIn });
      if (result.refusal.kind === "refused") return setPhase({ name: "signed_out", notice: null });
      setIsCutOff(true);
      timer = setTimeout(check, RETRY_MS);
    };
    void check();
    return () => {
      isGone = true;
      clearTimeout(timer);
    };
  }, [phase.name]);

  // Left alone, the panel signs out on the server too: what is on the screen is not only covered
  const lockAfterS = phase.name === "signed_in" ? phase.signedIn.lock_after_s : 0;
  useEffect(() => {
    if (lockAfterS === 0) return;
    return watchIdle(document, localStorage, lockAfterS * 1_000, () => {
      setPhase({ name: "signed_out", notice: "leftAlone" });
      void signOut();
    });
  }, [lockAfterS]);

  useEffect(() => {
    if (phase.name !== "signed_in") showBadge(0, texts.product);
  }, [phase, texts]);

  function choose(next: Preferences) {
    setPreferences(next);
    savePreferences(localStorage, next);
  }

  // A link that is opened in a page that is there already
  useEffect(() => {
    const read = () => setInvitation(parseInvitation(location.hash));
    window.addEventListener("hashchange", read);
    return () => window.removeEventListener("hashchange", read);
  }, []);

  /** The token is of no use any more: it goes out of the address and of the browser's history. */
  function forgetInvitation() {
    history.replaceState(null, "", location.pathname);
    setInvitation(null);
  }

  function leave() {
    setPhase({ name: "signed_out", notice: "signedOut" });
    void signOut();
  }

  if (known === null) return null;
  if (invitation !== null) {
    return (
      <TextsContext.Provider value={texts}>
        <LazyPage
          load={loadInvited}
          props={{
            token: invitation,
            language: preferences.language,
            onLanguage: (language) => choose({ ...preferences, language }),
            onSignedIn: (signedIn) => {
              forgetInvitation();
              setPhase({ name: "signed_in", signedIn });
            },
            onLeave: forgetInvitation,
          }}
        />
      </TextsContext.Provider>
    );
  }
  return (
    <TextsContext.Provider value={texts}>
      {phase.name === "checking" && (
        <div class="empty skeleton" role="status">
          {isCutOff ? texts.signIn.noConnection : texts.signIn.checking}
        </div>
      )}
      {phase.name === "signed_out" && (
        <SignIn
          notice={phase.notice}
          language={preferences.language}
          onLanguage={(language) => choose({ ...preferences, language })}
          onSignedIn={(signedIn) => setPhase({ name: "signed_in", signedIn })}
        />
      )}
      {phase.name === "signed_in" && phase.signedIn.second_factor_due && (
        <LazyPage load={loadEnrolment} props={{ onEnrolled: () => setPhase({ name: "checking" }), onSignOut: leave }} />
      )}
      {phase.name === "signed_in" && !phase.signedIn.second_factor_due && (
        <SendKeyContext.Provider value={sendKeyOf(preferences, isTouch)}>
          <Rooms
            signedIn={phase.signedIn}
            preferences={preferences}
            onPreferences={choose}
            onSignOut={leave}
            onSessionEnded={() => setPhase({ name: "signed_out", notice: "sessionEnded" })}
          />
        </SendKeyContext.Provider>
      )}
    </TextsContext.Provider>
  );
}
