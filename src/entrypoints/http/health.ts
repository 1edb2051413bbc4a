/** How one part of the service fares. `off` = not configured. */
export interface PartHealth {
  readonly name: string;
  readonly state: 'ok' | 'degraded' | 'off';
  /** One sentence; no secrets. */
  readonly message: string;
}

/** What `/health` tells. Always answered with status 200: a foreign outage must not make a supervisor restart us. */
export interface Health {
  readonly parts: readonly PartHealth[];
}
