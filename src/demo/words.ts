/** Words that names are made of. All are invented; e-mail addresses stay within example.com and example.org. */
const list = (words: string) => words.split(" ");

export const COMPANY_FIRST = list(
  "amber aspen birch bluff brook canyon cedar cliff coral copper cove delta dune ember fern field flint forest " +
    "glen granite harbor hazel heron hill iron juniper lake larch maple meadow mesa mill oak orchard",
);
export const COMPANY_SECOND = list(
  "analytics bakery clinics devices dental energy foods freight games health insurance labs learning lending " +
    "logistics media motors pharma print retail robotics systems tickets travel",
);
export const ENVIRONMENTS = list(
  "prod dev staging security logs shared sandbox data network test analytics backup web billing batch mobile",
);
export const FIRST_NAMES = list(
  "ada aiko alan amina ana anton ben bianca carlos chen chloe daniel dara david deepa elena emil emma erik farah " +
    "felix grace hana hugo ines ivan jamal jana jin jonas julia karim kate lars laura leo lin lucas maria marta " +
    "mei mina noah nora omar oscar paul petra priya rafael rosa sam sara sofia tariq theo tom vera yuki zoe",
);
export const LAST_NAMES = list(
  "abe adams ahmed allen bauer berg brown castro chan costa cruz dalton diaz dubois evans fischer flores fox " +
    "garcia gomez gray green haas hall hansen hill ito jensen jones kaya khan kim klein kumar lang larsen lee " +
    "lopez marin mason meyer miller moreau mori nair nguyen novak olsen ortiz park patel perez peters popov reed " +
    "reyes rossi russo saito santos schmidt shah silva singh smith suzuki tanaka tran vogel wagner walker wang",
);
export const SERVICE_SUFFIXES = list("prod dev staging test eu us 01 02 old new");
export const BATCHES = list("workshop trainee contractor lab student onboarding hackday tester");
/** Legal in an IAM user name, and each a trap for code that splits a line at commas or opens it in a spreadsheet. */
export const ODD_NAMES = list(
  "lopez,ana meyer,hans ci=deploy env=prod,app=web =reports @oncall +backup ops+alerts@example.com " +
    "etl,nightly a=b,c+d@example.org",
);
