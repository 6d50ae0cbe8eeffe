import { setMaxListeners } from "node:events";
import type { STSClient } from "@aws-sdk/client-sts";

type RequestHandler = STSClient["config"]["requestHandler"];

/** The same connections, but every request over them ends when the signal says so. */
export function abortable(handler: RequestHandler, signal: AbortSignal): RequestHandler {
  // Every request listens while it is under way; that is no leak.
  setMaxListeners(0, signal);
  const own: RequestHandler = Object.create(handler);
  own.handle = (request, options) => handler.handle(request, { ...options, abortSignal: signal });
  // The connections are shared: who is done with them must not close them for others.
  own.destroy = () => undefined;
  return own;
}
