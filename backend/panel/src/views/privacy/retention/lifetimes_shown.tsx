// The lifetimes of a site for those who may see and not set them.
import { KINDS, type SiteLifetimes } from "../../../live/retention_requests";
import { usePrivacyTexts } from "../words";

export interface LifetimesShownProps {
  readonly site: SiteLifetimes;
  /** There is no other site to tell it from. */
  readonly isAlone: boolean;
}

export function LifetimesShown({ site, isAlone }: LifetimesShownProps) {
  const texts = usePrivacyTexts();
  return (
    <div class="lifetimes">
      {!isAlone && <h3 class="lifetimes__site">{site.name}</h3>}
      <table class="table">
        <tbody>
          {KINDS.map((kind) => {
            const days = site.days[kind];
            return (
              <tr key={kind}>
                <th scope="row">{texts.retention.kinds[kind]}</th>
                <td>{days === null ? texts.retention.unlimited : texts.retention.days(days)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
