// The page of those whose role needs a second factor and who have none yet: nothing else is open to them.

import { useTexts } from "../context";
import { Mark } from "../icons";
import { SecondFactor } from "./second_factor";

export interface EnrolmentPageProps {
  readonly onEnrolled: () => void;
  readonly onSignOut: () => void;
}

export function EnrolmentPage({ onEnrolled, onSignOut }: EnrolmentPageProps) {
  const texts = useTexts();
  return (
    <main class="sign-in">
      <div class="sign-in__form">
        <div class="sign-in__brand">
          <Mark />
          {texts.product}
        </div>
        <h1 class="sign-in__title">{texts.security.secondFactor}</h1>
        <SecondFactor state={{ is_on: false, is_required: true, recovery_codes_left: 0 }} onChanged={onEnrolled} />
      </div>
      <button class="button button--quiet" type="button" onClick={onSignOut}>
        {texts.menu.signOut}
      </button>
    </main>
  );
}
