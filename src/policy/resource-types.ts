import { serviceOf } from "./action-set.js";
import type { Catalogue } from "./catalogue.js";
import { type Glob, glob, literalGlob, subsumes } from "./glob.js";
import type { Subject } from "./subject.js";

/** Resources of one type; what matches `others` is of another type, of which the action knows nothing. */
export interface Named {
  readonly pattern: Glob;
  readonly others: readonly Glob[];
}

/** Where the resources of calls mostly lie. */
const REGION = "us-east-1";

/** The pattern of an ARN in the subject's own partition, in one Region and in the own account, as far as it leaves that open. */
function located(text: string, { partition, principal }: Subject): string {
  const [arn, , service, region, account, ...rest] = text.split(":");
  const here = [region === "*" ? REGION : region, account === "*" ? principal.accountId : account];
  return [arn, partition, service, ...here, ...rest].join(":");
}

/** A pattern of which no part that stands open is empty: `arn:aws:s3:::` names no bucket. */
function filled(text: string): Glob {
  return glob(text.replaceAll("*", "?*"));
}

/** What policies can name for actions, as one subject finds it; each is worked out once. */
export class ResourceTypes {
  private readonly known = new Map<string, readonly Named[]>();

  constructor(
    private readonly catalogue: Catalogue,
    private readonly subject: Subject,
  ) {}

  /** Equal for actions on the same resources. */
  key(index: number): string {
    const { lower, resourcesOf } = this.catalogue;
    return `${serviceOf(lower[index] ?? "")} ${resourcesOf(index).join(" ")}`;
  }

  /** The likeliest first; empty: not known. */
  of(index: number): readonly Named[] {
    const key = this.key(index);
    let found = this.known.get(key);
    if (found === undefined) {
      found = this.make(index);
      this.known.set(key, found);
    }
    return found;
  }

  private make(index: number): Named[] {
    const { arnsOf, lower, resourcesOf } = this.catalogue;
    const texts = resourcesOf(index);
    const all = arnsOf(serviceOf(lower[index] ?? ""))
      .filter((text) => !texts.includes(text))
      .map(glob);
    const arns = texts.filter((text) => text !== "*");
    const types = arns.map((text) => {
      const type = glob(text);
      return { text, others: all.filter((one) => subsumes(type, one) && !subsumes(one, type)) };
    });
    return [
      ...types.map(({ text, others }) => ({ pattern: filled(located(text, this.subject)), others })),
      ...types.map(({ text, others }) => ({ pattern: filled(text), others })),
      ...(texts.includes("*") ? [{ pattern: literalGlob("*"), others: [] }] : []),
    ];
  }
}
