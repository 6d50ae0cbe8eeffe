import type { DescribeOrganizationResponse, Organization } from "@aws-sdk/client-organizations";
import { present } from "../../aws/present.js";

/** The organization of an answer: nobody needs the address of the management account. */
export function withoutAddress({ Organization }: DescribeOrganizationResponse): Organization {
  const { MasterAccountEmail: _, ...rest } = present(Organization, "Organization");
  return rest;
}
