import { defineLakeTable } from "../model/entity.js";
import { text } from "../model/table.js";

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_OrganizationalUnit.html */
export const organizationalUnits = defineLakeTable({
  name: "organizational_units",
  doc: "The tree of each organization: its root (r-...) and its organizational units (ou-...).",
  key: ["org_id", "ou_id"],
  listedBy: ["organization"],
  scope: "organization",
  columns: {
    org_id: text("organization id (o-...)"),
    ou_id: text("id of the root (r-...) or the organizational unit (ou-...)"),
    parent_id: text("ou_id of what it lies in; NULL: it is the root, or that is not known"),
    name: text("name of the organizational unit"),
    path: text("names from the root down, such as /Workloads/Prod; / is the root; NULL: not known"),
  },
});
