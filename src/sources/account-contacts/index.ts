import type { AlternateContactType } from "@aws-sdk/client-account";
import { z } from "zod";
import type { AwsClients } from "../../aws/aws-clients.js";
import { classifyFailure } from "../../aws/classify-failure.js";
import { present } from "../../aws/present.js";
import type { Service } from "../../aws/service.js";
import { accountContacts } from "../../entities/account-contact.js";
import { columnList } from "../../lake/row-writer.js";
import { type AtAccount, accountDocument, one } from "../document.js";
import { defineSource, grants } from "../source.js";
import { TRUTH, WORDS, workTable } from "../table-rows.js";
import { brings, together } from "../together.js";
import { maybe } from "../values.js";

/** https://docs.aws.amazon.com/accounts/latest/reference/quotas.html */
const ACCOUNT: Service = { prefix: "account", rate: { perSecond: 1, burst: 5, least: 0.5, most: 5 } };
const sdk = () => import("@aws-sdk/client-account");
const accountClient = async (clients: AwsClients) => clients.of(ACCOUNT, (await sdk()).AccountClient);

const TYPES = ["SECURITY", "BILLING", "OPERATIONS"] as const satisfies readonly AlternateContactType[];
const PRIMARY = "PRIMARY";

const contacts = workTable("found_contacts", { account_id: WORDS, contact: WORDS, registered: TRUTH }, 2);

/** An account of which nothing is known has a row, too: else nobody would be told. */
function add(contact: string, registered: boolean | null, { rows, account }: AtAccount): void {
  rows.add(contacts, { account_id: account, contact, registered });
}

/** What AWS answers is there; whatever it says of the person is not kept. */
const there = z.union([z.boolean(), z.looseObject({}).transform(() => true)]);

/** null: the account was asked, and has none. */
const answered = z.union([there, z.null().transform(() => false)]);

const primary = one("ContactInformation", maybe(there), (registered, at: AtAccount) =>
  add(PRIMARY, registered, at),
);
const primaryParts = [primary, brings("ContactInformation", "contact_information")];

const SELECT =
  `SELECT ${columnList(accountContacts)} FROM (SELECT c.account_id, 'arn:' || coalesce(min(a.partition), 'aws') ||` +
  " ':account::' || c.account_id || ':account' AS arn," +
  [...TYPES, PRIMARY]
    .map((type) => ` bool_or(c.registered) FILTER (WHERE c.contact = '${type}') AS ${columnOf(type)}`)
    .join(",") +
  " FROM found_contacts c LEFT JOIN accounts a ON a.account_id = c.account_id GROUP BY c.account_id) t ORDER BY account_id";

function columnOf(type: string): string {
  return type === PRIMARY ? "contact_information" : type.toLowerCase();
}

/** Whether an account has this contact. That it has none is an error of AWS, and an answer. */
async function hasContact(clients: AwsClients, type: AlternateContactType): Promise<boolean> {
  const client = await accountClient(clients);
  try {
    const answer = await client.send(
      new (await sdk()).GetAlternateContactCommand({ AlternateContactType: type }),
    );
    return present(answer.AlternateContact, "AlternateContact") !== undefined;
  } catch (error) {
    if (classifyFailure(error).code === "ResourceNotFound") return false;
    throw error;
  }
}

/**
 * Whom AWS can reach about an account. Names, addresses and numbers of people are neither written nor read: only whether a
 * contact is there. The answers of `aws account get-alternate-contact` and `get-contact-information` are read, too.
 *
 * @see https://docs.aws.amazon.com/accounts/latest/reference/API_GetAlternateContact.html
 */
export const accountContactsSource = defineSource({
  kinds: ["account_contacts", "contact_information"],
  scope: "account",
  asked: "full",
  files: ["account-contacts.json"],
  command: "aws account get-alternate-contact --alternate-contact-type SECURITY",
  permissions: [
    ...grants(
      "ReadContacts",
      { "account:GetAlternateContact": "whether there is a contact for security, billing and operations" },
      { delivers: ["account_contacts"] },
    ),
    ...grants(
      "ReadContacts",
      { "account:GetContactInformation": "whether there is a primary contact" },
      { delivers: ["contact_information"] },
    ),
  ],
  tables: [accountContacts, contacts],
  documents: [
    accountDocument(
      [
        one("AlternateContacts", z.partialRecord(z.enum(TYPES), answered), (all, at: AtAccount) => {
          for (const type of TYPES) add(type, all[type] ?? null, at);
        }),
        ...primaryParts,
      ],
      { members: ["AlternateContacts"] },
    ),
    accountDocument([
      one("AlternateContact", z.object({ AlternateContactType: z.enum(TYPES) }), (found, at: AtAccount) =>
        add(found.AlternateContactType, true, at),
      ),
    ]),
    accountDocument(primaryParts, { whole: false }),
  ],
  queries: async () => ({ account_contacts: SELECT }),
  live: together([
    {
      action: "account:GetAlternateContact",
      kind: "account_contacts",
      send: async (clients) => {
        const AlternateContacts: Partial<Record<AlternateContactType, boolean>> = {};
        for (const type of TYPES) AlternateContacts[type] = await hasContact(clients, type);
        return { AlternateContacts };
      },
    },
    {
      action: "account:GetContactInformation",
      kind: "contact_information",
      send: async (clients) => {
        const answer = await (await accountClient(clients)).send(
          new (await sdk()).GetContactInformationCommand({}),
        );
        return { ContactInformation: present(answer.ContactInformation, "ContactInformation") !== undefined };
      },
      answers: {
        ResourceNotFound: {
          means: "the account has no primary contact",
          document: () => ({ ContactInformation: false }),
        },
      },
    },
  ]),
});
