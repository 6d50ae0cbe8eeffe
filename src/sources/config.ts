import type { AwsClients } from "../aws/aws-clients.js";
import type { Service } from "../aws/service.js";

/** AWS does not publish the limits of AWS Config: a run begins low. */
const CONFIG: Service = { prefix: "config", rate: { perSecond: 5, burst: 10, least: 0.5, most: 20 } };

/** AWS Config's part of the AWS SDK, which takes its time to load: only what asks AWS may load it. */
export const configSdk = () => import("@aws-sdk/client-config-service");

export const config = async (clients: AwsClients) =>
  clients.of(CONFIG, (await configSdk()).ConfigServiceClient);
