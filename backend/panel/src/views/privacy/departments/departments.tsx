// «Направления»: what visitors of each site choose from, and who is in it.
import { fetchDepartments } from "../../../live/department_requests";
import { SitePage } from "../site_page";
import { usePrivacyTexts } from "../words";
import { DepartmentsForm } from "./departments_form";

export function Departments() {
  const { departments } = usePrivacyTexts();
  return <SitePage name="departments" words={departments} fetchSites={fetchDepartments} Form={DepartmentsForm} />;
}
