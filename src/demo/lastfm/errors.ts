/** Every refusal that Last.fm gives, and the HTTP status that user methods put beside it. */
export const refusals: Readonly<Record<number, { readonly message: string; readonly status: number }>> = {
  2: { message: 'Invalid service - This service does not exist', status: 400 },
  3: { message: 'Invalid Method - No method with that name in this package', status: 400 },
  4: { message: 'Authentication Failed - You do not have permissions to access the service', status: 403 },
  5: { message: 'Invalid format - This service doesn’t exist in that format', status: 400 },
  6: { message: 'User not found', status: 404 },
  7: { message: 'Invalid resource specified', status: 404 },
  8: { message: 'Operation failed - Most likely the backend service failed. Please try again.', status: 500 },
  9: { message: 'Invalid session key - Please re-authenticate', status: 403 },
  10: { message: 'Invalid API key - You must be granted a valid key by last.fm', status: 403 },
  11: { message: 'Service Offline - This service is temporarily offline. Try again later.', status: 503 },
  13: { message: 'Invalid method signature supplied', status: 403 },
  16: { message: 'There was a temporary error processing your request. Please try again', status: 503 },
  17: { message: 'Login: User required to be logged in', status: 403 },
  26: { message: 'API Key Suspended', status: 403 },
  27: { message: 'Deprecated - This type of request is no longer supported', status: 400 },
  29: { message: 'Rate Limit Exceeded - Your IP has made too many requests in a short period', status: 429 },
};

/** A refusal on its way to the caller. */
export interface Refusal {
  readonly error: number;
  readonly message: string;
  readonly status: number;
}

/** Methods about users use HTTP statuses; the others mostly say 200 and mean the opposite. */
export function refuse(error: number, method: string, message?: string): Refusal {
  const known = refusals[error] ?? { message: 'Unknown error', status: 500 };
  const honest = method.startsWith('user.') || [3, 8, 10, 26, 29].includes(error);
  return { error, message: message ?? known.message, status: honest ? known.status : 200 };
}
