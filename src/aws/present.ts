/**
 * A member that AWS always sends. The SDK takes an answer without it for a success: any HTML page with status 200,
 * such as a proxy's, would be an account without users, keys or devices.
 *
 * @throws Error that names the member
 */
export function present<T>(value: T | undefined, member: string): T {
  if (value === undefined)
    throw new Error(`the answer holds no ${member}; is something between here and AWS?`);
  return value;
}
